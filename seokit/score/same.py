"""What two texts that are "the same" have in common, and short names of texts."""

from __future__ import annotations

import unicodedata

import xxhash

from seokit.extract.spaces import collapse


def normal(text: str) -> str:
    """What two texts that are "the same" have in common: NFKC, casefolded, white space collapsed."""
    if not text.isascii():
        # Twice: casefolding may leave what NFKC composes, and the result should be its own normal form.
        text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
        return collapse(text)
    return collapse(text.lower())


def text_hash(text: str) -> str:
    """xxh3 of a text, 64 bits as 16 hexadecimal digits; equal texts have equal hashes."""
    return xxhash.xxh3_64_hexdigest(text.encode("utf-8", "surrogatepass"))
