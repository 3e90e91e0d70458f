"""Makes languages.json: which codes of languages, scripts and regions there are.

Run `python -m seokit.data.make_languages` with langcodes installed (`pip install langcodes`, MIT). Only its
copy of the IANA Language Subtag Registry is read, which RFC 5646 defines and anybody may use
(https://www.iana.org/assignments/language-subtag-registry). The table is committed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

TABLE = Path(__file__).with_name("languages.json")
# Reserved by ISO 3166, or for private use: they are in IANA's registry, and no country's code.
# Google ignores them ("EU, UN or UK"): developers.google.com/search/docs/specialty/international/localized-versions
RESERVED = frozenset(
    {"AA", "AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "TA", "UN", "XA", "XB", "XK", "ZZ"}
)


def registry() -> Path:
    """The registry's text."""
    found = find_spec("langcodes")
    if found is None or found.origin is None:
        raise SystemExit("langcodes is not installed: pip install langcodes")
    return Path(found.origin).with_name("data") / "language-subtag-registry.txt"


def records(text: str) -> Iterator[dict[str, str]]:
    """The records of the registry; of a field that comes again, the first."""
    for block in text.split("\n%%\n"):
        record: dict[str, str] = {}
        for line in block.splitlines():
            name, colon, value = line.partition(": ")
            if colon:
                record.setdefault(name, value)
        yield record


def make(text: str) -> str:
    """The table as JSON: languages of two letters (ISO 639-1), scripts (ISO 15924), regions (ISO 3166-1)."""
    kinds: dict[str, list[str]] = {"language": [], "script": [], "region": []}
    for record in records(text):
        kind, code = record.get("Type", ""), record.get("Subtag", "")
        if kind not in kinds or "Deprecated" in record or ".." in code:
            continue
        if kind == "script" or len(code) == 2:
            kinds[kind].append(code)
    regions = [code for code in kinds["region"] if code not in RESERVED]
    table = {
        "source": "IANA Language Subtag Registry",
        "file_date": next(records(text))["File-Date"],
        "languages": " ".join(kinds["language"]),
        "scripts": " ".join(kinds["script"]),
        "regions": " ".join(regions),
    }
    return json.dumps(table, indent=1) + "\n"


if __name__ == "__main__":
    TABLE.write_text(make(registry().read_text("utf-8")), "utf-8", newline="\n")
