"""Pixel width of a text in Arial, as search result previews reckon it: the plain sum of advances.

No kerning and no shaping; docs/pixel-width.md says how far that is from a browser. Advances are those
of Arimo, which is drawn to Arial's metrics (data/make_glyph_widths.py).
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from re import Pattern

import msgspec

from seokit.score.graphemes import graphemes, may_join

TABLE = Path(__file__).parent.parent / "data" / "glyph_widths.json"
# Google's desktop results: Arial at these sizes, in CSS pixels. Convention of the tools, not documented.
TITLE_SIZE = 20
DESCRIPTION_SIZE = 14

# A colour emoji is wider than its em square: 1.17 to 1.37 em by platform (Noto Color Emoji 1.245).
EMOJI_EM = 1.25
ONE_EMOJI = "\U0001f600"
# Letters of scripts that join or stack, which Arimo lacks: their mean advance in em, shaped by Chromium in Noto Sans,
# Almarai and Cairo (Arabic), Noto Sans, Hind and Mukta (Devanagari), Noto Sans and Sarabun (Thai); they differ by 3 %.
SHAPED_EM = ((0x0600, 0x08FF, 0.47), (0x0900, 0x097F, 0.48), (0x0E00, 0x0E7F, 0.54))
# Characters that the font lacks are looked up once and remembered, up to this many.
MOST_REMEMBERED = 20_000


class Advances(dict[str, int]):
    """Character → advance in font units; a character that the font lacks gets a width by its nature."""

    def __init__(self, em: int, average: int, runs: list[list[int]]) -> None:
        super().__init__(
            (chr(code), width) for first, *widths in runs for code, width in enumerate(widths, first)
        )
        self.em, self.average = em, average
        # White space collapses to one space in a head tag; other control characters draw nothing.
        self.update((chr(code), 0) for code in (*range(0x20), *range(0x7F, 0xA0)))
        self.update(dict.fromkeys("\t\n\r", self[" "]))

    def __missing__(self, character: str) -> int:
        width = self.estimate(character)
        if len(self) < MOST_REMEMBERED:
            self[character] = width
        return width

    def estimate(self, character: str) -> int:
        """The width of a character that the font lacks: nothing, one em, an emoji's, its script's, or the average."""
        category = unicodedata.category(character)
        if category in ("Mn", "Me", "Cf") or "\u1160" <= character <= "\u11ff":
            return 0  # marks, format characters, and Hangul vowels and finals: part of the cluster before
        if unicodedata.east_asian_width(character) in "WF":
            drawn_in_colour = category == "So" and not "\u3000" <= character <= "\uffff"
            return round(self.em * EMOJI_EM) if drawn_in_colour else self.em
        code = ord(character)
        shaped = next((em for first, last, em in SHAPED_EM if first <= code <= last), None)
        return self.average if shaped is None else round(self.em * shaped)


@cache
def advances() -> Advances:
    """The table, read once per process."""
    return Advances(**msgspec.json.decode(TABLE.read_bytes()))


@cache
def ascii_tables() -> tuple[bytes, bytes]:
    """High and low bytes of the ASCII advances: `bytes.translate` and `sum` need no Python loop."""
    widths = [advances()[chr(code)] if code < 128 else 0 for code in range(256)]
    return bytes(width >> 8 for width in widths), bytes(width & 255 for width in widths)


@cache
def drawn_as_one() -> Pattern[str]:
    """Graphemes that are drawn as one emoji: flags, keycaps, pictures that are joined, coloured or styled."""
    import regex

    picture, modifier = r"\p{Extended_Pictographic}", r"[\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
    joined = rf"{picture}\p{{Grapheme_Cluster_Break=Extend}}*\u200d{picture}.*"
    found: Pattern[str] = regex.compile(
        rf"\p{{RI}}{{2}}.*|[0-9#*]\ufe0f\u20e3.*|{joined}|{picture}{modifier}.*", regex.DOTALL
    )
    return found


def grapheme_units(grapheme: str) -> int:
    """The advance of one grapheme in font units."""
    table = advances()
    if len(grapheme) == 1:
        return table[grapheme]
    if grapheme == "\r\n":
        return table[" "]
    if drawn_as_one().fullmatch(grapheme):
        return table[ONE_EMOJI]
    return sum(map(table.__getitem__, grapheme))


def units(text: str) -> int:
    """The sum of the advances of a text's graphemes, in font units (`Advances.em` to the em)."""
    if may_join(text):
        return sum(map(grapheme_units, graphemes(text)))
    if text.isascii():
        high, low = ascii_tables()
        raw = text.encode("ascii")
        return (sum(raw.translate(high)) << 8) + sum(raw.translate(low))
    return sum(map(advances().__getitem__, text))


def text_width(text: str, size: int) -> int:
    """The width of `text` in whole pixels, set in Arial Regular at `size` pixels.

    The plain sum over its graphemes, rounded once at the end. Wide East Asian characters are one em, marks
    and format characters nothing, an emoji sequence (ZWJ, flag, skin tone, keycap) one emoji of 1.25 em, letters of
    Arabic, Devanagari and Thai the mean of their script, other characters that Arimo lacks its average glyph. Any
    text is taken, lone surrogates included.
    """
    em = advances().em
    return (2 * units(text) * size + em) // (2 * em)
