"""Lines of head tags in a charset that lacks some of their characters."""

from __future__ import annotations

import re

_JSON_SCRIPT = re.compile(r"\s*<script\b")


def held(line: str, encoding: str) -> str:
    """A line with references for what the encoding lacks: of HTML, in a script of JSON."""
    try:
        line.encode(encoding)
        return line
    except UnicodeEncodeError:
        pass
    if not _JSON_SCRIPT.match(line):
        return line.encode(encoding, "xmlcharrefreplace").decode(encoding)
    return "".join(char if _fits(char, encoding) else _json_escape(char) for char in line)


def _fits(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _json_escape(char: str) -> str:
    """A character as JSON writes it in ASCII: two escapes above U+FFFF."""
    units = char.encode("utf-16-be")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
