"""Words as numbers, many at a time: hashes and stems of all words of a page by array operations.

A text is marked (words.py), which leaves words with spaces between them. The hash of a word is a polynomial in
its bytes, so one pass of numpy over the bytes gives the hashes of all words, and one look-up by hash their
stems; Python sees a word only when the process meets it for the first time. This is three times faster than
splitting into strings and looking each up in a dict, whose entries are scattered over memory.

Hashes are the same in every process; numbers of stems are the process's own and never leave it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from seokit.score.stop_words import stop_words
from seokit.score.words import (
    END,
    END_NUMBER,
    FIRST_NUMBER,
    NO_ENDS,
    PART,
    PART_NUMBER,
    STOP,
    STOP_NUMBER,
    marked_parts,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]
    Stems = NDArray[np.uint32]

# Words a vocabulary holds before a new one is begun, between two pages. With its tables about 40 MB.
CACHED_WORDS = 200_000
_BLOCK = 1 << 15  # bytes hashed at once
_BITS = 19  # of the look-up table: 524,288 places
_PLACE = np.uint64((1 << _BITS) - 1)
_LOWER = (1 << 32) - 1
_UPPER = np.uint64(_LOWER << 32)
_FACTOR = 0x9E3779B97F4A7C15  # odd, so it has an inverse modulo 2^64; its bits are well mixed (golden ratio)
_INVERSE = pow(_FACTOR, -1, 1 << 64)


_SPACE = np.uint8(ord(" "))


def _powers(base: int) -> Hashes:
    return np.cumprod(np.array([1] + [base] * (_BLOCK - 1), dtype=np.uint64), dtype=np.uint64)


_UP, _DOWN = _powers(_FACTOR), _powers(_INVERSE)


def word_hashes(data: bytes) -> tuple[Hashes, NDArray[np.intp]]:
    """The 64-bit hash of each word of a marked text in UTF-8, and the byte at which each begins."""
    if len(data) <= _BLOCK:
        return _block_hashes(data)
    found, begins = [], []
    start = 0
    while start < len(data):
        end = start + _BLOCK
        if end < len(data):
            end = data.rfind(b" ", start, end) + 1 or end  # a longer word is cut: it is none
        hashes, starts = _block_hashes(data[start:end])
        found.append(hashes)
        begins.append(starts + start)
        start = end
    return np.concatenate(found), np.concatenate(begins)


def _block_hashes(data: bytes) -> tuple[Hashes, NDArray[np.intp]]:
    codes = np.frombuffer(data, np.uint8)
    inside = codes != _SPACE
    starts = (inside[1:] > inside[:-1]).nonzero()[0] + 1
    if len(codes) and inside[0]:
        starts = np.concatenate([[0], starts])
    if not len(starts):
        return np.empty(0, np.uint64), starts
    # Spaces count nothing, and a word's powers begin at its own first byte.
    sums = np.add.reduceat((codes * inside) * _UP[: len(codes)], starts)
    sums *= _DOWN[starts]
    # A polynomial is linear in the bytes; mixed, its high bits depend on all of them, and so do sums of hashes.
    sums ^= sums >> np.uint64(32)
    sums *= np.uint64(_FACTOR)
    sums ^= sums >> np.uint64(29)
    return sums, starts


# Hashes of the words after which a STOP ends no sentence.
NO_END_HASHES = frozenset(_block_hashes(" ".join(sorted(NO_ENDS)).encode())[0].tolist())
_MARKS = {mark: int(_block_hashes(mark.encode())[0][0]) for mark in (END, PART, STOP)}


class Vocabulary:
    """The words of one language that this process has met, by hash: the number of each one's stem.

    A table with one place for each value of the hash's lowest bits answers nearly all: an entry is the
    hash's upper half and the stem's number. A word whose place is taken stands in a dict.
    """

    def __init__(self, language: str) -> None:
        import Stemmer

        stemmer = Stemmer.Stemmer(language)
        stemmer.maxCacheSize = 0  # this is the cache
        self._stem = stemmer.stemWord
        self._numbers: dict[str, int] = {}
        self._table: Hashes = np.zeros(1 << _BITS, np.uint64)
        self._crowded: dict[int, int] = {}
        self.size = 0
        for mark, number in ((END, END_NUMBER), (PART, PART_NUMBER), (STOP, STOP_NUMBER)):
            self._keep(_MARKS[mark], number)
        stop = stop_words("en" if language == "english" else language)
        self.stop_stems = frozenset(self.stem_numbers(" ".join(sorted(stop))))

    def stems(self, hashes: Hashes, starts: NDArray[np.intp], data: bytes) -> Stems:
        """The stem of each word by number; the marks have numbers of their own."""
        found = self._table[hashes & _PLACE]
        missing = np.flatnonzero((found ^ hashes) & _UPPER)
        stems: Stems = found.astype(np.uint32)  # the lower half
        for at in missing.tolist():
            stems[at] = self._look_up(int(hashes[at]), data, int(starts[at]))
        return stems

    def _look_up(self, hashed: int, data: bytes, start: int) -> int:
        """The stem of a word that is not in its place of the table: crowded out, or met for the first time."""
        known = self._crowded.get(hashed)
        if known is not None:
            return known
        entry = int(self._table[hashed & int(_PLACE)])
        if not (entry ^ hashed) & int(_UPPER):  # met for the first time a few words before
            return entry & _LOWER
        end = data.find(b" ", start)
        word = data[start : end if end >= 0 else len(data)].decode("utf-8", "surrogatepass")
        number = self._numbers.setdefault(self._stem(word) or word, len(self._numbers) + FIRST_NUMBER)
        self._keep(hashed, number)
        return number

    def _keep(self, hashed: int, number: int) -> None:
        place = hashed & int(_PLACE)
        self.size += 1
        if self._table[place]:
            self._crowded[hashed] = number
        else:
            self._table[place] = (hashed & int(_UPPER)) | number

    def stem_numbers(self, text: str) -> list[int]:
        """The stems of a short text in order, without sentence ends."""
        data = marked_parts([text])
        return [n for n in self.stems(*word_hashes(data), data).tolist() if n >= FIRST_NUMBER]

    def topics(self, stems: Iterable[int]) -> frozenset[int]:
        """The stems that carry a meaning; all where every one is a stop word's."""
        whole = frozenset(stems)
        return whole - self.stop_stems or whole


_vocabularies: dict[str, Vocabulary] = {}


def vocabulary(lang: str | None = None) -> Vocabulary:
    """The vocabulary of a language (a code such as `de-AT`; English by default), begun anew when it is full.

    Ask once a page: numbers of two vocabularies must not be compared.
    """
    language = snowball(lang) if lang and lang != "en" else "english"
    found = _vocabularies.get(language)
    if found is None or found.size > CACHED_WORDS:
        found = _vocabularies[language] = Vocabulary(language)
    return found


@cache
def snowball(code: str) -> str:
    """Snowball's name for a language code; English for what it has not."""
    import Stemmer

    code = code.replace("_", "-").split("-")[0].casefold()
    try:
        Stemmer.Stemmer(code)
    except KeyError:
        return "english"
    return code
