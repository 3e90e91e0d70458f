"""Dates as site generators accept them in front matter, and no looser."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

# Tried in turn after ISO 8601. Jekyll writes the first, Pelican the second, people the rest.
FORMATS = (
    "%Y-%m-%d %H:%M:%S %z",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d",
    "%b %d %Y",
    "%b %d, %Y",
    "%B %d, %Y",
    "%d %b %Y",
    "%d %B %Y",
    "%a, %d %b %Y %H:%M:%S %z",
)
# `datetime.fromisoformat` also takes week dates and bare digits (20250122), which no generator means.
ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s?(?:Z|[+-]\d{2}:?\d{2})?)?\Z")


@lru_cache(maxsize=4096)
def parse_date(value: str) -> dt.datetime | None:
    """The moment that `value` names, or None when it names none (an impossible or unreadable date).

    The result has a zone only where the text has one; a bare date is its midnight.
    """
    text = value.strip()
    if ISO.match(text):
        try:
            return dt.datetime.fromisoformat(text.replace(" Z", "Z").replace(" +", "+").replace(" -", "-"))
        except ValueError:
            return None
    for pattern in FORMATS:
        try:
            return dt.datetime.strptime(text, pattern)
        except ValueError:
            continue
    return None
