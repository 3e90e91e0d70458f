"""What two texts that are "the same" have in common, and short names of texts."""

from __future__ import annotations

import unicodedata

import xxhash

from seokit.extract.spaces import collapse

TYPOGRAPHIC = "’—“”–‘"  # no white space, no case, and their own NFKC
SHORT = 300  # characters: a shorter text is split and joined in less time than it takes to look at it


def normal(text: str) -> str:
    """What two texts that are "the same" have in common: NFKC, casefolded, white space collapsed."""
    if nearly_ascii(text):  # several times faster
        text = text.lower()
        return collapse(text) if len(text) > SHORT else " ".join(text.split())
    # Twice: casefolding may leave what NFKC composes, and the result should be its own normal form.
    return collapse(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()))


def nearly_ascii(text: str) -> bool:
    """Whether a text is ASCII but for typographic quotes and dashes, as most texts are."""
    for mark in TYPOGRAPHIC:
        if text.isascii():
            return True
        text = text.replace(mark, "")
    return text.isascii()


def text_key(text: str) -> int:
    """`text_hash` as a number: as the key of an index it takes 8 bytes in place of a whole description."""
    return xxhash.xxh3_64_intdigest(text.encode("utf-8", "surrogatepass"))


def text_hash(text: str) -> str:
    """xxh3 of a text, 64 bits as 16 hexadecimal digits; equal texts have equal hashes."""
    return xxhash.xxh3_64_hexdigest(text.encode("utf-8", "surrogatepass"))
