"""Text to words: one pass for tokens and sentence ends, on C-level string methods.

A word is a run of letters, marks and digits, casefolded; apostrophes stay inside it (`don't`; `’` counts as
`'`), hyphens, dots and underscores part words. A Chinese character, or one of Japanese kana, is a word.
A sentence ends at a line's end, at `.`, `!` or `?` before white space (closing quotes and brackets between
them allowed), and at `。！？`; not at a full stop after an abbreviation or a single letter (`e.g.`, `Dr.`,
`U.S.`).

ASCII text, and text that is ASCII but for typographic quotes and dashes, takes a fast path by a table of
128 characters; everything else a table that fills itself. Both give the same tokens for the same text.
"""

from __future__ import annotations

import re
import unicodedata

# The end of a sentence in a token stream: a control character, so no word can be it.
END = "\x02"
_SPACED_END = f" {END} "

_ABBREVIATIONS = """
    al approx ave ca cf co corp dept dr ed eds eg eq est etc fig figs gen gov hon ie inc jr lt ltd messrs
    mr mrs ms nos op pp prof rep rev sec sen sr st viz vol vols vs
"""
ABBREVIATIONS = frozenset(_ABBREVIATIONS.split())
_TYPOGRAPHIC = (
    ("’", "'"),
    ("‘", "'"),
    ("—", " "),
    ("–", " "),
    ("“", " "),
    ("”", " "),
    ("…", "."),
    ("\u00a0", " "),
)
_CJK = (
    (0x3041, 0x30FF), (0x31F0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF),
    (0xFF66, 0xFF9D), (0x20000, 0x3FFFF),
)  # fmt: skip


def _token_character(code: int) -> str:
    """What a character becomes before the text is split: itself, a space, or the mark of an end."""
    character = chr(code)
    if character in "'’‘":
        return "'"
    if character in ".…":
        return "."
    if character in "!?":
        return "?"
    if character in "\n。！？｡":
        return END
    if unicodedata.category(character)[0] in "LMN":
        return f" {character} " if any(low <= code <= high for low, high in _CJK) else character
    return " "


class _Table(dict[int, str]):
    """Every character that was met, and what it becomes. Bounded by the size of Unicode."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _token_character(code)
        return found


_ASCII = {code: _token_character(ord(chr(code).casefold())) for code in range(128)}
_TABLE = _Table()


def tokens(text: str) -> list[str]:
    """The words of a text in order, with END where a sentence ends."""
    if not text.isascii():
        plain = text
        for typographic, ascii_like in _TYPOGRAPHIC:
            if typographic in plain:
                plain = plain.replace(typographic, ascii_like)
        text = plain
    return _split(text.translate(_ASCII)) if text.isascii() else general_tokens(text)


def general_tokens(text: str) -> list[str]:
    """As `tokens`, for any text: slower."""
    return _split(unicodedata.normalize("NFC", text.casefold()).translate(_TABLE))


def _split(marked: str) -> list[str]:
    """Split what a table made of a text: in it are left `.` and `?`, END and apostrophes."""
    if "." not in marked and "?" not in marked and END not in marked and "'" not in marked:
        return marked.split()
    marked = f"{marked} ".replace("? ", _SPACED_END).replace(END, _SPACED_END)
    *pieces, last = marked.split(". ")
    if pieces:
        marked = (
            "".join([piece + (" " if _is_abbreviated(piece) else _SPACED_END) for piece in pieces]) + last
        )
    marked = marked.replace(".", " ").replace("?", " ")
    found = marked.split()
    if "'" in marked and ("' " in marked or " '" in marked or marked[0] == "'"):
        return [word for token in found if (word := token.strip("'"))]
    return found


def _is_abbreviated(piece: str) -> bool:
    """Whether the full stop after this piece of a marked text ends an abbreviation and no sentence."""
    return ends_no_sentence(piece[max(piece.rfind(" "), piece.rfind(".")) + 1 :])


def ends_no_sentence(word: str) -> bool:
    """Whether a full stop after this word, casefolded, is an abbreviation's: no end of a sentence."""
    return word in ABBREVIATIONS or (len(word) == 1 and word.isascii() and word.isalpha())


_SENTENCE_END = re.compile(r"[.!?…]+[\"”’)\]»]*(?=\s|$)|[。！？｡]+[」』）”]*|\n+")
_LAST_WORD = re.compile(r"[^\W_]+$")


def sentences(text: str) -> list[str]:
    """The sentences of a text as written, white space trimmed; the same ends as in `tokens`."""
    found: list[str] = []
    start = 0
    for end in _SENTENCE_END.finditer(text):
        if end[0][0] == "." and "\n" not in end[0]:
            word = _LAST_WORD.search(text, max(start, end.start() - 20), end.start())
            if (
                word is not None
                and len(end[0].rstrip('"”’)]»')) == 1
                and ends_no_sentence(word[0].casefold())
            ):
                continue
        found.append(text[start : end.end()].strip())
        start = end.end()
    found.append(text[start:].strip())
    return [sentence for sentence in found if sentence]
