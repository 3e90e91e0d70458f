"""The analysed text of a page: words, stems, sentences, shingles, each made once, when first asked for.

All rules share one token pass (words.py). Stems are PyStemmer's Snowball stems, as numbers of a vocabulary
(vocabulary.py), in the page's language where Snowball has it, else English. What leaves a page (hashes, keys,
counts) is the same in every process.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np
import xxhash

from seokit.score.same import text_hash
from seokit.score.vocabulary import END_NUMBER, vocabulary
from seokit.score.words import END, sentences, tokens

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from seokit.model import Page

SHINGLE = 5  # words a shingle
# MinHash bands: two texts of Jaccard similarity s share a band with probability 1 - (1 - s^ROWS)^BANDS:
# 0.99989 at s = 0.9 (1 pair of 8,900 is missed), 0.17 at 0.5, 0.009 at 0.3, 0.00006 at 0.1.
BANDS = 12
ROWS = 6
_SEED = 2026

Support = Literal["phrase", "sentence", ""]


def jaccard(a: NDArray[np.uint32], b: NDArray[np.uint32]) -> float:
    """The true similarity of two `shingles`, 0 to 1: shared over all. Two empty ones are not alike (0)."""
    if not len(a) or not len(b):
        return 0.0
    shared = len(np.intersect1d(a, b, assume_unique=True))
    return shared / (len(a) + len(b) - shared)


def shingles_of(hashes: NDArray[np.uint64]) -> NDArray[np.uint32]:
    """Sorted, unique 32-bit hashes of every run of 5 words, of whose hashes it is made.

    Of all words where there are fewer than 5.
    """
    if not len(hashes):
        return np.empty(0, dtype=np.uint32)
    if len(hashes) < SHINGLE:
        hashes = np.resize(hashes, SHINGLE)
    count = len(hashes) - SHINGLE + 1
    total = np.zeros(count, dtype=np.uint64)
    for place, weight in enumerate(_WEIGHTS):
        total += hashes[place : place + count] * weight
    short = (total >> np.uint64(32)).astype(np.uint32)
    short.sort()
    kept = np.empty(count, dtype=bool)
    kept[0] = True
    np.not_equal(short[1:], short[:-1], out=kept[1:])
    return short[kept]


# Odd factors modulo 2^64, one for each place in a shingle, so that the order of words matters.
_WEIGHTS = [np.uint64(pow(0x9E3779B97F4A7C15, power, 1 << 64)) for power in range(1, SHINGLE + 1)]


class Prose:
    """A page's scored text, analysed. A page whose text is unknown or empty has no words."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.text = page.text or ""
        self.vocabulary = vocabulary(page.lang)

    @cached_property
    def tokens(self) -> list[str]:
        """Words in order, with marks where a sentence ends (`seokit.score.words.END`)."""
        return tokens(self.text)

    @cached_property
    def words(self) -> list[str]:
        """The words, casefolded."""
        return list(filter(END.__ne__, self.tokens))

    @cached_property
    def word_count(self) -> int:
        """How many words the text has."""
        return len(self.tokens) - self.tokens.count(END)

    @cached_property
    def sentences(self) -> list[str]:
        """The sentences as written."""
        return sentences(self.text)

    @cached_property
    def _numbers(self) -> NDArray[np.uint32]:
        return self.vocabulary.numbers(self.tokens)

    @cached_property
    def _marked(self) -> NDArray[np.uint32]:
        numbers = self._numbers  # first: it may make the vocabulary grow
        return self.vocabulary.stems[numbers]

    @cached_property
    def _bytes(self) -> bytes:
        return self._marked.tobytes()

    @cached_property
    def stems(self) -> list[int]:
        """The stems of the words in order, as numbers of `vocabulary`."""
        found: list[int] = self._marked[self._marked != END_NUMBER].tolist()
        return found

    @cached_property
    def stem_set(self) -> frozenset[int]:
        """Every stem of the text, as numbers of `vocabulary`."""
        return frozenset(self._marked.tolist()) - {END_NUMBER}

    @cached_property
    def _all_marked(self) -> NDArray[np.uint32]:
        """Stems of text, headings and code, with END between sentences."""
        extra = [heading.text for heading in self.page.headings or () if heading.text not in self.text]
        extra += self.page.code
        if not extra:
            return self._marked
        numbers = self.vocabulary.numbers([END, *tokens("\n".join(extra))])
        return np.concatenate([self._marked, self.vocabulary.stems[numbers]])

    @cached_property
    def _all_bytes(self) -> bytes:
        return self._bytes if self._all_marked is self._marked else self._all_marked.tobytes()

    @cached_property
    def _sentence_of(self) -> NDArray[np.intp]:
        """The number of the sentence in which each of `_all_marked` stands."""
        return np.cumsum(self._all_marked == END_NUMBER)

    @cached_property
    def keyword_stems(self) -> list[tuple[int, ...]]:
        """The stems of each of the page's keywords, in order."""
        return self.vocabulary.stems_of_each(self.page.keywords or ())

    @cached_property
    def keyword_topics(self) -> list[frozenset[int]]:
        """The stems of each keyword that carry its meaning; all where every word is a stop word."""
        stop = self.vocabulary.stop_stems
        return [frozenset(stems).difference(stop) or frozenset(stems) for stems in self.keyword_stems]

    @cached_property
    def supports(self) -> list[Support]:
        """How text, headings and code support each of the page's keywords; see `support_of`."""
        return [self.support_of(stems) for stems in self.keyword_stems]

    def keyword_support(self, keyword: str) -> Support:
        """How text, headings and code support any keyword; see `support_of`."""
        return self.support_of(tuple(self.vocabulary.stem_numbers(keyword)))

    def support_of(self, stems: tuple[int, ...]) -> Support:
        """`phrase`: the stems stand side by side in one sentence; `sentence`: all within one sentence.

        Empty: neither, or there are no stems.
        """
        if not stems:
            return ""
        if self.has_phrase(stems):
            return "phrase"
        distinct = list(dict.fromkeys(stems))
        if len(distinct) == 1:
            return ""
        shared: set[int] | None = None
        for stem in distinct:
            here = set(self._sentence_of[self._all_marked == stem].tolist())
            shared = here if shared is None else shared & here
            if not shared:
                return ""
        return "sentence"

    def has_phrase(self, stems: tuple[int, ...]) -> bool:
        """Whether the stems stand side by side in one sentence of text, headings or code."""
        return next(places(self._all_bytes, stems), -1) >= 0

    def uses(self, stems: tuple[int, ...]) -> int:
        """How often the stems stand side by side in the text; uses do not overlap."""
        if not stems:
            return 0
        count, end = 0, 0
        for place in places(self._bytes, stems):
            if place >= end:
                count, end = count + 1, place + 4 * len(stems)
        return count

    @cached_property
    def shingles(self) -> NDArray[np.uint32]:
        """Sorted, unique hashes of every 5 words in a row, across sentences; see `shingles_of`."""
        numbers = self._numbers
        return shingles_of(self.vocabulary.hashes[numbers[numbers != END_NUMBER]])

    def min_hash_keys(self) -> list[int]:
        """One key for each MinHash band: texts that share a key may be near duplicates (see BANDS).

        The same in every process. Empty for a text without words. 63 bits, so that any store holds them.
        """
        from rensa import RMinHash

        shingles = self.shingles
        if not len(shingles):
            return []
        # rensa wants 64-bit hashes: ours have 32, spread over the whole range.
        spread = shingles.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        matrix = RMinHash.digest_matrix_from_flat_token_hashes(spread, [0, len(spread)], BANDS * ROWS, _SEED)
        digest = np.array(matrix.to_rows()[0], dtype="<u4").tobytes()
        width = 4 * ROWS
        return [
            xxhash.xxh3_64_intdigest(digest[band * width : (band + 1) * width], seed=band) >> 1
            for band in range(BANDS)
        ]

    @cached_property
    def hash(self) -> str:
        """`text_hash` of the text; empty for an empty one."""
        return text_hash(self.text) if self.text else ""


def places(stream: bytes, stems: tuple[int, ...]) -> Iterator[int]:
    """The offsets in bytes at which the stems (4 bytes each) stand in the stream."""
    wanted = struct.pack(f"={len(stems)}I", *stems)
    at = stream.find(wanted)
    while at >= 0:
        if at % 4 == 0:  # else the bytes of two neighbours happen to look like it
            yield at
        at = stream.find(wanted, at + 1)
