"""Makes number_words.json: how numbers are written in words, in twelve languages.

Run `python -m seokit.data.make_number_words` with num2words installed (`pip install num2words==0.5.14`, LGPL). Only
what it says is kept, no part of the program. The table is committed.
"""

from __future__ import annotations

import json
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

TABLE = Path(__file__).with_name("number_words.json")
LANGUAGES = ("da", "de", "en", "es", "fr", "it", "nl", "no", "pl", "pt", "ru", "sv")
# Those that texts spell: smaller ones are no claims (`claims.SPELLED`), of larger ones only the round.
NUMBERS = (*range(13, 100), *range(100, 1_000, 100), *range(1_000, 10_001, 1_000), 100_000, 1_000_000)


def spelled(number: int, language: str) -> list[str]:
    """The number as a cardinal and, where num2words can, as an ordinal; in lower case, hyphens as spaces."""
    num2words = import_module("num2words").num2words
    found = []
    for kind in ("cardinal", "ordinal"):
        try:
            word = num2words(number, lang=language, to=kind)
        except NotImplementedError:
            continue
        found.append(str(word).casefold().replace("-", " "))
    return list(dict.fromkeys(found))


def make() -> str:
    """The table as JSON: language → number → its words, separated by a bar."""
    table = {
        "source": f"num2words {version('num2words')}",
        "words": {
            code: {str(number): "|".join(spelled(number, code)) for number in NUMBERS} for code in LANGUAGES
        },
    }
    return json.dumps(table, ensure_ascii=False, indent=0) + "\n"


if __name__ == "__main__":
    TABLE.write_text(make(), "utf-8", newline="\n")
