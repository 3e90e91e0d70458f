"""Lengths as people count: in graphemes, so that an accent, a flag or a family is one character.

Unicode Standard Annex 29, extended grapheme clusters, by the package regex: https://unicode.org/reports/tr29/
"""

from __future__ import annotations

import re

# What may join characters to one: marks, joiners, emoji and their modifiers, flags, Hangul jamo, a CR before its LF.
# Texts in Latin letters with precomposed accents, in Cyrillic, Greek or Han have none of them.
_JOINING = re.compile(
    "[\r\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0600-\u0605\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u070f-\u0eff"
    "\u0f18-\u109f\u1100-\u11ff\u135d-\u135f\u1700-\u1dff\u200c\u200d\u20d0-\u20ff\u2cef-\u2cf1\u2de0-\u2dff\u302a-\u302f"
    "\u3099\u309a\ua66f-\ua6ff\ua800-\uabff\ud7b0-\ud7ff\ufb1e\ufe00-\ufe0f\ufe20-\ufe2f\uff9e\uff9f\U00010000-\U0010ffff]"
)


def length(text: str) -> int:
    """The number of graphemes of a text."""
    return len(graphemes(text)) if may_join(text) else len(text)


def may_join(text: str) -> bool:
    """Whether characters of a text may belong together; quick, and false for most texts."""
    return "\r" in text if text.isascii() else _JOINING.search(text) is not None


def graphemes(text: str) -> list[str]:
    """The graphemes of a text, in order."""
    import regex

    found: list[str] = regex.findall(r"\X", text)
    return found
