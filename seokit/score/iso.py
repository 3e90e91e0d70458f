"""Dates as ISO 8601 writes them, which is what structured data asks for."""

from __future__ import annotations

import re
from functools import lru_cache

from seokit.extract.dates import ISO, parse_date

# A year or a month, for what is not known more closely. (Nobody writes week and ordinal dates.)
REDUCED = re.compile(r"-?\d{4}(?:-(?:0[1-9]|1[0-2]))?")
TIME = re.compile(r"(?:[01]\d|2[0-4]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]\d{2}(?::?\d{2})?)?")
HOURS_ONLY = re.compile(r"[+-]\d{2}$")  # a zone without minutes: ISO 8601, but not Python's


@lru_cache(maxsize=4_096)
def iso_fault(value: str, time: bool = False) -> str:
    """Why a text is no ISO 8601 date or moment (or time of day, where that will do), as a sentence's end."""
    text = value.strip()
    if REDUCED.fullmatch(text) or (time and TIME.fullmatch(text)):
        return ""
    if "T" in text and HOURS_ONLY.search(text):
        text += ":00"
    if " " in text or not ISO.match(text):
        return "is no ISO 8601 date"
    return "" if parse_date(text) is not None else "is a day or time that does not exist"
