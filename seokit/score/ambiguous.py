"""Values that YAML parsers read differently, or print differently from what was written."""

from __future__ import annotations

import re

from seokit.model import Entry

LONGEST = 12  # characters of a text that can be a switch or a number
BOOLEAN_OR_TEXT = "a boolean to some parsers and a text to others"
SWITCHES = frozenset(word for w in ("yes", "no", "on", "off") for word in (w, w.title(), w.upper()))
LETTERS = frozenset({"y", "Y", "n", "N"})  # boolean by the letter of YAML 1.1, text for most parsers
WORDS = SWITCHES | LETTERS
SEXAGESIMAL = re.compile(r"[-+]?\d+(?::[0-5]?\d)+(?:\.\d*)?")
LEADING_ZERO = re.compile(r"[-+]?0[0-9_]+")
LOST_ZERO = re.compile(r"[-+]?\d+\.\d*[1-9]0+")
EXPONENT = re.compile(r"[-+]?\d+[eE]\d+")
LIST_SWITCH = re.compile(
    r"(?:^|[\[,]|^\s*-)\s*(yes|no|on|off)\s*(?=[\],#\n]|$)", re.IGNORECASE | re.MULTILINE
)


def is_clear(raw: str) -> bool:
    """Whether all parsers agree on a plain number or word, of whatever type; other values may be clear too."""
    return (raw.isdecimal() and raw[0] != "0") or (raw.isalpha() and raw not in WORDS)


def reading(entry: Entry) -> tuple[str, str]:
    """What is written and how it may be read; an empty reading where all parsers agree."""
    raw = entry.raw
    if entry.type == "number":
        return raw, number_reading(raw, entry.value)
    if entry.type == "text":
        return raw, text_reading(raw)
    if entry.type == "boolean":
        return raw, BOOLEAN_OR_TEXT if raw in SWITCHES else ""
    if entry.type == "list" and any(isinstance(item, bool) for item in entry.value):
        found = LIST_SWITCH.search(raw)
        return (found[1], BOOLEAN_OR_TEXT) if found else ("", "")
    return "", ""


def text_reading(raw: str) -> str:
    """How other parsers read an unquoted text; empty where all agree."""
    if raw in WORDS:
        return BOOLEAN_OR_TEXT
    if raw[:1].isdigit() and (EXPONENT.fullmatch(raw) or LEADING_ZERO.fullmatch(raw)):
        return "a text to some parsers and a number to others"
    return ""


def number_reading(raw: str, value: object) -> str:
    """As what a number is read, where that is not what it looks like; empty where it is."""
    if ":" in raw and SEXAGESIMAL.fullmatch(raw):
        return f"the number {value} to some parsers and a text to others"
    if raw != "0" and LEADING_ZERO.fullmatch(raw):
        return f"the number {value} to some parsers and {raw.lstrip('+-0_') or '0'} to others"
    if LOST_ZERO.fullmatch(raw):
        return f"the number {value}: its last zero is lost"
    return ""
