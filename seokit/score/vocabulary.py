"""Words as numbers: each word that a process meets is stemmed and hashed once, ever after it is one look-up.

Numbers are the process's own and never leave it; hashes are xxh3 and the same everywhere.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
import xxhash

from seokit.score.words import END, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

# Words a vocabulary holds before a new one is begun, between two pages. About 40 MB at most.
CACHED_WORDS = 200_000
END_NUMBER = 0


class Vocabulary(dict[str, int]):
    """Word → number, of one language. `stems` and `hashes` are by number; END is 0 in all."""

    def __init__(self, language: str) -> None:
        super().__init__()
        import Stemmer

        stemmer = Stemmer.Stemmer(language)
        stemmer.maxCacheSize = 0  # this is the cache
        self._stem = stemmer.stemWord
        self._stem_numbers: dict[str, int] = {}
        self.stems: NDArray[np.uint32] = np.zeros(1024, dtype=np.uint32)
        self.hashes: NDArray[np.uint64] = np.zeros(1024, dtype=np.uint64)
        self[END] = END_NUMBER
        stop = stop_words() if language in ("en", "english") else ()
        self.stop_stems = frozenset(self.stem_numbers(" ".join(sorted(stop))))
        self.stop_numbers = frozenset(self[word] for word in stop)

    def __missing__(self, word: str) -> int:
        number = len(self)
        if number >= len(self.stems):
            self.stems = np.concatenate([self.stems, np.zeros_like(self.stems)])
            self.hashes = np.concatenate([self.hashes, np.zeros_like(self.hashes)])
        stem = self._stem(word) or word
        self.stems[number] = self._stem_numbers.setdefault(stem, len(self._stem_numbers) + 1)
        self.hashes[number] = xxhash.xxh3_64_intdigest(word.encode("utf-8", "surrogatepass"))
        self[word] = number
        return number

    def numbers(self, words: list[str]) -> NDArray[np.uint32]:
        """The numbers of words, and END's, in order."""
        return np.fromiter(map(self.__getitem__, words), np.uint32, len(words))

    def stem_numbers(self, text: str) -> list[int]:
        """The stems of a short text (a title, a keyword) in order, without sentence ends."""
        return [number for number in self._stems_of(tokens(text)) if number]

    def content_numbers(self, text: str) -> set[int]:
        """The stems of a text's words that carry a topic; only English has stop words."""
        stop = self.stop_numbers
        words = [word for word in tokens(text) if self[word] not in stop]
        return {number for number in self._stems_of(words) if number}

    def stems_of_each(self, texts: Iterable[str]) -> list[tuple[int, ...]]:
        """`stem_numbers` of each of several short texts, in one pass."""
        texts = list(texts)
        found: list[tuple[int, ...]] = []
        part: list[int] = []
        for number in self._stems_of(tokens("\n".join(texts))):
            if number:
                part.append(number)
            else:
                found.append(tuple(part))
                part = []
        found.append(tuple(part))
        # A text with a sentence end of its own, or a line break, came apart: then one by one.
        return found if len(found) == len(texts) else [tuple(self.stem_numbers(text)) for text in texts]

    def _stems_of(self, words: list[str]) -> list[int]:
        if not words:
            return []
        numbers = self.numbers(words)  # first: it may make `stems` grow
        stems: list[int] = self.stems[numbers].tolist()
        return stems


_vocabularies: dict[str, Vocabulary] = {}


def vocabulary(lang: str | None = None) -> Vocabulary:
    """The vocabulary of a language (a code such as `de-AT`; English by default), begun anew when it is full.

    Ask once a page: numbers of two vocabularies must not be compared.
    """
    language = snowball(lang) if lang and lang != "en" else "english"
    found = _vocabularies.get(language)
    if found is None or len(found) > CACHED_WORDS:
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


@cache
def stop_words() -> frozenset[str]:
    """English words that carry no topic (data/stopwords_en.txt)."""
    table = files("seokit.data").joinpath("stopwords_en.txt").read_text(encoding="utf-8")
    return frozenset(word for line in table.split("\n") if line[:1] != "#" for word in line.split())
