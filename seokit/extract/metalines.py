"""Metadata as plain lines at the head of a Markdown file: `Title: Rye bread`, as Pelican and MkDocs read them.

The lines end at the first one that is blank or has no key. A line that is indented goes on with the value above.
Keys are taken in lower case, as both generators do: https://python-markdown.github.io/extensions/meta_data/
"""

from __future__ import annotations

import re
from typing import Any

from seokit.extract.places import span_of
from seokit.model import Entry

_LINE = re.compile(r"[ ]{0,3}([A-Za-z0-9_-]+):[ \t]*(.*)")
_MORE = re.compile(r"(?:[ ]{4,}|\t)(.*)")
MOST = 100  # lines: more is a text that happens to have colons


def read_lines(text: str, start: int) -> tuple[dict[str, Any], tuple[Entry, ...], int]:
    """Values, entries with their places, and where the body begins; nothing where the first line has no key."""
    values: dict[str, str] = {}
    spans: dict[str, tuple[int, int]] = {}
    at, key = start, ""
    for line in text[start:].splitlines(keepends=True)[:MOST]:
        bare = line.rstrip("\r\n")
        found, more = _LINE.fullmatch(bare), _MORE.fullmatch(bare)
        if found:
            key = found[1].lower()
            begin = at + found.start(2)
            if key not in values:
                values[key], spans[key] = found[2].strip(), (begin, begin + len(found[2].rstrip()))
        elif more and key:
            values[key] = f"{values[key]}\n{more[1].strip()}".strip()
            spans[key] = (spans[key][0], at + len(bare.rstrip()))
        else:
            at += len(line) if not bare.strip() and values else 0
            break
        at += len(line)
    entries = tuple(
        Entry(
            name, "text" if value else "null", text[slice(*spans[name])], value, span_of(text, *spans[name])
        )
        for name, value in values.items()
    )
    return dict(values), entries, at if values else start
