"""The dates of a sitemap: W3C datetimes, as https://www.w3.org/TR/NOTE-datetime has them, which sitemaps.org asks for."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

# A year or a month alone is W3C's; a time without zone is only the schema's (xsd:dateTime), and Google's error.
W3C = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?)?)?", re.ASCII)
_DIGITS = re.compile(r"\d")
_FRACTION = re.compile(r"\.\d+")


@lru_cache(maxsize=16_384)
def fault(written: str) -> str:
    """Why a lastmod is none, as a sentence's end; empty where it is one."""
    if not W3C.fullmatch(written):
        if W3C.fullmatch(written + "Z"):
            return "is a time without its zone"
        return "is no W3C datetime, such as 2025-01-22 or 2025-01-22T10:30:00+01:00"
    return "" if moment(written) else "is a day or a time that does not exist"


@lru_cache(maxsize=16_384)
def day_of(written: str) -> dt.date | None:
    """The day of a lastmod, in UTC where it has a zone; None where there is none to know."""
    found = moment(written) if W3C.fullmatch(written) else None
    if found is None or len(written) < 10:
        return None
    try:
        return found.astimezone(dt.UTC).date() if found.tzinfo else found.date()
    except OverflowError:  # the year 1, or 9999, in another zone
        return found.date()


def moment(written: str) -> dt.datetime | None:
    """The moment that a text of the right form names; None where it never was."""
    text = _FRACTION.sub("", written)
    whole = text + ("-01-01", "-01")[len(text) == 7] if len(text) < 10 else text
    try:
        return dt.datetime.fromisoformat(whole)
    except ValueError:
        return None


def shape(written: str) -> str:
    """The form of a date: what its digits stand in."""
    return _DIGITS.sub("9", written)
