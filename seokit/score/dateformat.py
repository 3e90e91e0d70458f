"""Date patterns as editors write them, judged by the library that their shape speaks for.

Four libraries, each with its tokens: strftime (`%b %d, %Y`), Go layouts (`Jan 2, 2006`), PHP (`M j, Y`)
and Moment.js with its kin (`MMM DD, YYYY`; Day.js; the Unicode letters of date-fns and Luxon).
"""

from __future__ import annotations

import re
from functools import lru_cache

# Names that libraries take in place of a pattern: Intl and Angular styles, PHP constants, standards.
NAMED = re.compile(
    r":?(?:date|time|datetime)?[_-]?(?:full|long|medium|short)(?:_?date(?:time)?|_?time)?"
    r"|iso(?:[ _-]?8601)?|rfc[ _-]?(?:822|1123|2822|3339)|relative|(?:date_)?(?:atom|cookie|rss|w3c)"
    r"|date_to_(?:long_)?string|date_to_xmlschema|date_to_rfc822",
    re.IGNORECASE,
)

# C, Python and Ruby (which Jekyll and Liquid use): flags, width, conversion.
STRFTIME = re.compile(r"%([-_0^#:EO]*\d*)(.?)", re.DOTALL)
STRFTIME_TOKENS = frozenset("aAbBcCdDeFfgGhHIjklLmMnNpPQrRsStTuUvVwWxXyYzZ%+")
STRFTIME_YEAR = frozenset("yYgGcxDFvsQ+")

# https://pkg.go.dev/time#pkg-constants; longest first.
GO = re.compile(
    r"January|Monday|2006|-07:00:00|-070000|-07:00|-0700|-07|Z07:00:00|Z070000|Z07:00|Z0700|Z07"
    r"|[.,]0+(?!\d)|[.,]9+(?!\d)|MST|Jan|Mon|002|__2|PM|pm|_2|01|02|03|04|05|06|15|1|2|3|4|5"
)
GO_OTHER_YEAR = re.compile(r"\b(?!2006)(?:19|20)\d\d\b")
GO_LEFT = re.compile(
    r"\d+|(?:jan|febr)uary|march|april|june|july|august|(?:sept|nov|dec)ember|october"
    r"|\b(?:feb|mar|apr|jun|jul|aug|sep|oct|nov|dec|tue|wed|thu|fri|sat|sun)\b"
    r"|(?:tues|wednes|thurs|fri|satur|sun)day",
    re.IGNORECASE,
)

# https://www.php.net/manual/en/datetime.format.php
PHP_TOKENS = frozenset("dDjlNSwzWFmMntLoXxYyaABgGhHisuveIOPpTZcrU")
PHP_YEAR = frozenset("oXxYycrU")

# https://momentjs.com/docs/#/displaying/format/ and, for lower-case years, Unicode TR35 as date-fns has it.
RUNS = re.compile(r"LTS|LT|(?:DDD|[MDdwWQyIi])o(?![a-z])|([A-Za-z])\1*")
MOMENT_TOKEN = re.compile(
    r"M{1,4}|Mo|Qo?|D{1,4}|Do|DDDo|d{1,4}|do|[eE]|w[ow]?|W[oW]?|Y|YY|Y{4,6}|yo|y{1,4}|N{1,5}|gg|g{4,5}"
    r"|GG|G{4,5}|[aA]|hh?|HH?|kk?|mm?|ss?|S{1,9}|zz?|Z{1,3}|[xX]|L{1,4}|l{1,4}|LTS?"
)
MOMENT_YEAR = frozenset("YyGgLlXx")
UNICODE_TOKEN = re.compile(
    r"[GyYuUrQqMLEecabBAXxZP]{1,5}|[zOvVpi]{1,4}|[wdhHKkmsI]{1,2}|D{1,3}|S{1,9}|[WFtT]|[dMQywIiD]o"
)
UNICODE_YEAR = frozenset("yYurP")


@lru_cache(maxsize=1024)
def format_fault(pattern: str) -> str:
    """What is wrong with a date pattern, as the end of a sentence; empty when nothing is.

    A fault is a token that the pattern's library does not know, or a pattern that prints no year.
    """
    written = pattern.strip()
    if not written or NAMED.fullmatch(written):
        return ""
    if "%" in written:
        return strftime_fault(written)
    bare = re.sub(r"\[[^\]]*\]|'[^']*'", " ", written)
    if any(letter.isdigit() for letter in bare):
        return go_fault(bare)
    runs = [run.group() for run in RUNS.finditer(re.sub(r"\\.", " ", bare))]
    if all(len(run) == 1 for run in runs):
        fault = php_fault(runs)
        return "" if fault and not moment_fault(bare, runs) else fault
    fault = moment_fault(bare, runs)
    # A lower-case y is Unicode's year. Without one, YYYY and DD are Moment's and Unicode has no say.
    return unicode_fault(runs) if fault and "y" in bare and "Y" not in bare else fault


def strftime_fault(pattern: str) -> str:
    """The fault of a pattern of %-conversions."""
    tokens = STRFTIME.findall(pattern)
    for flags, token in tokens:
        if token not in STRFTIME_TOKENS:
            return f"%{flags}{token} is no strftime token"
    return "" if any(token in STRFTIME_YEAR for _, token in tokens) else "it prints no year"


def go_fault(pattern: str) -> str:
    """The fault of a Go layout, which must be written with the reference date Mon Jan 2 15:04:05 2006."""
    pieces = set(GO.findall(pattern))
    strange = GO_OTHER_YEAR.search(pattern) or GO_LEFT.search(GO.sub(" ", pattern))
    if strange:
        return f"{strange.group()} is no part of Go's reference date (Jan 2, 2006)"
    return "" if pieces & {"2006", "06"} else "it prints no year"


def php_fault(letters: list[str]) -> str:
    """The fault of a pattern of single letters; escaped ones are gone."""
    for letter in letters:
        if letter not in PHP_TOKENS:
            return f"{letter} is no token of PHP's date()"
    return "" if PHP_YEAR.intersection(letters) else "it prints no year"


def moment_fault(pattern: str, runs: list[str]) -> str:
    """The fault of a Moment.js pattern; text in square brackets is gone."""
    # Moment prints the T between a date and a time as it stands.
    bare = re.sub(r"(?<=[DYM])T(?=[Hh])", " ", pattern)
    tokens = [run.group() for run in RUNS.finditer(bare)] if bare != pattern else runs
    for token in tokens:
        if not MOMENT_TOKEN.fullmatch(token):
            return f"{token} is no Moment.js token"
    for word in re.findall(r"[A-Za-z]{2,}", bare):
        inside = [run.group() for run in RUNS.finditer(word)]
        # `de` and `a las` are words that Moment takes for tokens; `hA` and `Do` are meant.
        if len(inside) > 1 and all(len(run) == 1 for run in inside) and word not in ("hA", "ha", "HA", "Ha"):
            return f"the word {word} is not in square brackets"
    return "" if any(token[0] in MOMENT_YEAR for token in tokens) else "it prints no year"


def unicode_fault(runs: list[str]) -> str:
    """The fault of a Unicode pattern (date-fns, Luxon, Java); text in quotes is gone."""
    for token in runs:
        if not UNICODE_TOKEN.fullmatch(token):
            return f"{token} is no Unicode date token"
    return "" if any(token[0] in UNICODE_YEAR for token in runs) else "it prints no year"
