"""The analysed text of a page: words, stems, sentences, shingles, each made once, when first asked for.

All rules share one token pass (words.py). Stems are PyStemmer's Snowball stems, as numbers of a vocabulary
(vocabulary.py), in the page's language where Snowball has it, else English. What leaves a page (hashes, keys,
counts) is the same in every process.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
from msgspec.structs import replace

from seokit.score.same import text_hash
from seokit.score.vocabulary import NO_END_HASHES, vocabulary, word_hashes
from seokit.score.words import END_NUMBER, PART_NUMBER, STOP_NUMBER, marked_parts, sentences

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from seokit.model import Page

SHINGLE = 5  # words a shingle

# Chinese and Japanese have two characters a word, Thai, Lao, Khmer and Burmese four, as segmenters count them; a text
# whose words are longer than any language's has no spaces between them.
UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+|[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+")
LONG_WORD = 12  # characters

Support = Literal["phrase", "sentence", ""]


class Parts(NamedTuple):
    """What one pass finds.

    Hashes and stems of the text, END included; stems of the text with headings and code, which are searched;
    and the stems of the short texts, END left out.
    """

    hashes: NDArray[np.uint64]
    stems: NDArray[np.uint32]
    searched: NDArray[np.uint32]
    title: tuple[int, ...]
    description: tuple[int, ...]
    question: tuple[int, ...]
    keywords: list[tuple[int, ...]]


def shingles_of(hashes: NDArray[np.uint64]) -> NDArray[np.uint32]:
    """Sorted, unique 32-bit hashes of every run of 5 words, of whose hashes it is made.

    Of all words where there are fewer than 5.
    """
    if not len(hashes):
        return np.empty(0, dtype=np.uint32)
    if len(hashes) < SHINGLE:
        hashes = np.resize(hashes, SHINGLE)
    count = len(hashes) - SHINGLE + 1
    total = hashes[:count].copy()
    for place, weight in enumerate(_WEIGHTS, 1):
        total += hashes[place : place + count] * weight
    short = (total >> np.uint64(32)).astype(np.uint32)
    short.sort()
    kept = np.empty(count, dtype=bool)
    kept[0] = True
    np.not_equal(short[1:], short[:-1], out=kept[1:])
    return short[kept]


# Odd factors modulo 2^64, one for each place in a shingle, so that the order of words matters.
_WEIGHTS = [np.uint64(pow(0x9E3779B97F4A7C15, power, 1 << 64)) for power in range(1, SHINGLE)]


def with_ends(
    hashes: NDArray[np.uint64], stems: NDArray[np.uint32]
) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
    """Full stops settled: END, or nothing after an abbreviation. Both arrays are of all words."""
    stops = np.flatnonzero(stems == STOP_NUMBER)
    stems[stops] = END_NUMBER
    before = hashes[stops - 1].tolist()
    if NO_END_HASHES.isdisjoint(before):
        return hashes, stems
    none = [at for at, word in zip(stops.tolist(), before, strict=True) if at and word in NO_END_HASHES]
    return np.delete(hashes, none), np.delete(stems, none)


class Prose:
    """A page's scored text, analysed. A page whose text is unknown or empty has no words."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.text = page.text or ""
        self.vocabulary = vocabulary(page.lang)

    @cached_property
    def sentences(self) -> list[str]:
        """The sentences as written."""
        return sentences(self.text)

    @cached_property
    def _parts(self) -> Parts:
        """The text and all that is compared with it, analysed in one pass."""
        page = self.page
        extra: list[str] = []
        if page.keywords:  # they alone are looked for in more than the text
            extra += [one.text for one in page.headings or () if one.text not in self.text]
            extra += page.code
        short = [one.value if one else "" for one in (page.title, page.description, page.question)]
        texts = [self.text, "\n".join(extra), *short, *(page.keywords or ())]
        data = marked_parts(texts)
        hashes, starts = word_hashes(data)
        hashes, stems = with_ends(hashes, self.vocabulary.stems(hashes, starts, data))
        first, second, *others = np.flatnonzero(stems == PART_NUMBER).tolist()
        stems[first] = END_NUMBER  # between the text and what is searched with it
        tail = stems[second:].tolist()
        rest = [
            tuple(filter(None, tail[start - second + 1 : end - second]))
            for start, end in pairwise((second, *others, len(stems)))
        ]
        title, description, question, *keywords = rest
        return Parts(hashes[:first], stems[:first], stems[:second], title, description, question, keywords)

    def analyse(self) -> None:
        """Do now what nearly everything here begins with."""
        _ = self._parts

    @cached_property
    def _is_word(self) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = self._parts.stems != END_NUMBER
        return found

    @cached_property
    def word_count(self) -> int:
        """How many words the text has; of scripts without spaces an estimate, see UNSPACED."""
        counted = int(np.count_nonzero(self._is_word))
        if counted and len(self.text) > LONG_WORD * counted and not self.text.isascii():
            counted += sum(
                len(found[0]) // (4 if found[0] >= "\u0e00" and found[0] < "\u1800" else 2)
                for found in UNSPACED.finditer(self.text)
            )
        return counted

    @cached_property
    def stems(self) -> list[int]:
        """The stems of the words in order, as numbers of `vocabulary`, and END_NUMBER where a sentence ends."""
        found: list[int] = self._parts.stems.tolist()
        return found

    @cached_property
    def stem_set(self) -> set[int]:
        """Every stem of the text, as numbers of `vocabulary`."""
        return set(self.stems)

    @cached_property
    def different(self) -> int:
        """How many different stems the text has."""
        ordered = np.sort(self._parts.stems)
        count = np.count_nonzero(ordered[1:] != ordered[:-1]) + 1 if len(ordered) else 0
        return int(count) - (self.word_count < len(ordered))  # END is none

    def uses_any(self, stems: frozenset[int]) -> bool:
        """Whether one of a few stems stands in the text."""
        # They were met together, so that their numbers are neighbours: hardly any other lies between them.
        there = self._parts.stems
        near = there[(there >= min(stems)) & (there <= max(stems))]
        return len(near) > 0 and not stems.isdisjoint(near.tolist())

    @property
    def title_stems(self) -> tuple[int, ...]:
        """The stems of the title field, in order."""
        return self._parts.title

    @property
    def description_stems(self) -> tuple[int, ...]:
        """The stems of the description field, in order."""
        return self._parts.description

    @property
    def question_stems(self) -> tuple[int, ...]:
        """The stems of the question, in order."""
        return self._parts.question

    @property
    def keyword_stems(self) -> list[tuple[int, ...]]:
        """The stems of each of the page's keywords, in order."""
        return self._parts.keywords

    @cached_property
    def keyword_topics(self) -> list[frozenset[int]]:
        """The stems of each keyword that carry its meaning."""
        return [self.vocabulary.topics(stems) for stems in self.keyword_stems]

    @cached_property
    def _searched(self) -> bytes:
        return self._parts.searched.tobytes()

    @cached_property
    def _sentence_of(self) -> NDArray[np.intp]:
        """The number of the sentence in which each of the stems searched stands."""
        return np.cumsum(self._parts.searched == END_NUMBER)

    @cached_property
    def _searched_set(self) -> set[int]:
        parts = self._parts
        more = parts.searched[len(parts.stems) + 1 :]  # of headings and code; mostly there is none
        return self.stem_set.union(more.tolist()) if len(more) else self.stem_set

    @cached_property
    def supports(self) -> list[Support]:
        """How text, headings and code support each of the page's keywords; see `support_of`."""
        return [self.support_of(stems) for stems in self.keyword_stems]

    def keyword_support(self, keyword: str) -> Support:
        """How text, headings and code support any keyword; see `support_of`."""
        return Prose(replace(self.page, keywords=(keyword,))).supports[0]

    def support_of(self, stems: tuple[int, ...]) -> Support:
        """`phrase`: the stems stand side by side in one sentence; `sentence`: all within one sentence.

        Empty: neither, or there are no stems.
        """
        if not stems or not self._searched_set.issuperset(stems):
            return ""
        if len(stems) == 1 or found_at(self._searched, packed(stems)) >= 0:
            return "phrase"
        shared: set[int] | None = None
        for stem in dict.fromkeys(stems):
            here = set(self._sentence_of[self._parts.searched == stem].tolist())
            shared = here if shared is None else shared & here
        return "sentence" if shared else ""

    def frequent(self, least: int) -> set[int]:
        """The stems that stand in the text at least so often."""
        ordered = np.sort(self._parts.stems)
        found: list[int] = ordered[least - 1 :][ordered[least - 1 :] == ordered[: 1 - least or None]].tolist()
        return set(found)

    def uses(self, stems: tuple[int, ...]) -> int:
        """How often the stems stand side by side in the text; uses do not overlap."""
        wanted = packed(stems)
        stream = self._parts.stems.tobytes()
        count, at = 0, found_at(stream, wanted) if stems else -1
        while at >= 0:
            count, at = count + 1, found_at(stream, wanted, at + len(wanted))
        return count

    @cached_property
    def shingles(self) -> NDArray[np.uint32]:
        """Sorted, unique hashes of every 5 words in a row, across sentences; see `shingles_of`."""
        return shingles_of(self._parts.hashes[self._is_word])

    @cached_property
    def hash(self) -> str:
        """`text_hash` of the text; empty for an empty one."""
        return text_hash(self.text) if self.text else ""


def packed(stems: Sequence[int]) -> bytes:
    """Stems as they stand in a stream, 4 bytes each."""
    return array("I", stems).tobytes()


def found_at(stream: bytes, wanted: bytes, start: int = 0) -> int:
    """The first offset from `start` at which the stems stand in the stream; -1 when they do not.

    Skips where the bytes of two neighbours happen to look like them.
    """
    at = stream.find(wanted, start)
    while at % 4 and at >= 0:
        at = stream.find(wanted, at + 1)
    return at
