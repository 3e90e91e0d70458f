"""The analysed text of a page: words, stems, sentences, shingles, each made once, when first asked for.

All rules share one token pass (words.py). Stems are PyStemmer's Snowball stems behind a cache, in the page's
language where Snowball has it, else English. Nothing here depends on the process: hashes are xxh3.
"""

from __future__ import annotations

import unicodedata
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

import xxhash

from seokit.extract.spaces import collapse
from seokit.score.words import END, sentences, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

    from seokit.model import Page

CACHED_WORDS = 200_000  # per cache; it is emptied when it is full. About 25 MB at most
SHINGLE = 5  # words a shingle
# MinHash bands: two texts of Jaccard similarity s share a band with probability 1 - (1 - s^ROWS)^BANDS:
# 0.99989 at s = 0.9 (1 pair of 8,900 is missed), 0.17 at 0.5, 0.009 at 0.3, 0.00006 at 0.1.
BANDS = 12
ROWS = 6
_SEED = 2026

Support = Literal["phrase", "sentence", ""]


class _Stems(dict[str, str]):
    """Word → stem of one language, bounded."""

    def __init__(self, language: str) -> None:
        super().__init__()
        import Stemmer

        stemmer = Stemmer.Stemmer(language)
        stemmer.maxCacheSize = 0
        self.stem = stemmer.stemWord
        self[END] = END

    def __missing__(self, word: str) -> str:
        if len(self) >= CACHED_WORDS:
            self.clear()
            self[END] = END
        self[word] = stem = self.stem(word) or word
        return stem


class _Hashes(dict[str, bytes]):
    """Word → 8 bytes of its xxh3, bounded; nothing for END, so that joining drops it."""

    def __init__(self) -> None:
        super().__init__()
        self[END] = b""

    def __missing__(self, word: str) -> bytes:
        if len(self) >= CACHED_WORDS:
            self.clear()
            self[END] = b""
        self[word] = digest = xxhash.xxh3_64_digest(word.encode("utf-8", "surrogatepass"))
        return digest


@cache
def _stems_of(language: str) -> _Stems:
    return _Stems(language)


@cache
def _hashes() -> _Hashes:
    return _Hashes()


@cache
def _language(code: str) -> str:
    """Snowball's name for a language code such as `de-AT`; English for what it has not."""
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


def _cache_for(lang: str | None) -> _Stems:
    return _stems_of(_language(lang) if lang and lang != "en" else "english")


def stem_words(text: str, lang: str | None = None) -> list[str]:
    """The stems of a short text (a title, a keyword) in order, without marks of sentence ends."""
    stems = list(map(_cache_for(lang).__getitem__, tokens(text)))
    return [stem for stem in stems if stem != END] if END in stems else stems


def content_stems(text: str, lang: str | None = None) -> list[str]:
    """As `stem_words`, without English stop words; other languages have no list, and keep all words."""
    if lang and _language(lang) not in ("en", "english"):
        return stem_words(text, lang)
    stop = stop_words()
    return list(map(_cache_for(lang).__getitem__, [w for w in tokens(text) if w not in stop and w != END]))


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


def jaccard(a: NDArray[np.uint32], b: NDArray[np.uint32]) -> float:
    """The true similarity of two `shingles`, 0 to 1: shared over all. Two empty ones are not alike (0)."""
    import numpy as np

    if not len(a) or not len(b):
        return 0.0
    shared = len(np.intersect1d(a, b, assume_unique=True))
    return shared / (len(a) + len(b) - shared)


def shingles_of(words: Iterable[str]) -> NDArray[np.uint32]:
    """Sorted, unique 32-bit hashes of every run of 5 words; of all words where there are fewer.

    END marks are passed over: a shingle may cross sentences.
    """
    import numpy as np

    hashes = b"".join(map(_hashes().__getitem__, words))
    if not hashes:
        return np.empty(0, dtype=np.uint32)
    if len(hashes) < 8 * SHINGLE:
        hashes = (hashes * SHINGLE)[: 8 * SHINGLE]
    count = len(hashes) // 8 - SHINGLE + 1
    windows = np.ndarray((count, SHINGLE), dtype="<u8", buffer=hashes, strides=(8, 8))
    short = ((windows @ _weights()) >> np.uint64(32)).astype(np.uint32)
    short.sort()
    kept = np.empty(count, dtype=bool)
    kept[0] = True
    np.not_equal(short[1:], short[:-1], out=kept[1:])
    return short[kept]


@cache
def _weights() -> NDArray[np.uint64]:
    """Odd factors modulo 2^64, one for each place in a shingle, so that the order of words matters."""
    import numpy as np

    return np.array(
        [pow(0x9E3779B97F4A7C15, power, 1 << 64) for power in range(1, SHINGLE + 1)], dtype=np.uint64
    )


class Prose:
    """A page's scored text, analysed. A page whose text is unknown or empty has no words."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.text = page.text or ""
        self._stem = _cache_for(page.lang)

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
    def _stems_marked(self) -> list[str]:
        return list(map(self._stem.__getitem__, self.tokens))

    @cached_property
    def stems(self) -> list[str]:
        """The stems of the words, in order."""
        return list(filter(END.__ne__, self._stems_marked))

    @cached_property
    def stem_set(self) -> set[str]:
        """Every stem of the text."""
        stems = set(self._stems_marked)
        stems.discard(END)
        return stems

    @cached_property
    def _stream(self) -> str:
        """Stems of text, headings and code, joined by spaces, with END between sentences."""
        extra = [heading.text for heading in self.page.headings or () if heading.text not in self.text]
        extra += self.page.code
        stems = self._stems_marked
        if extra:
            stems = [*stems, END, *map(self._stem.__getitem__, tokens("\n".join(extra)))]
        return f" {' '.join(stems)} "

    @cached_property
    def _stream_sentences(self) -> list[str]:
        return self._stream.split(END)

    def keyword_support(self, keyword: str) -> Support:
        """How text, headings and code support a keyword, by stems.

        `phrase`: its words stand side by side in one sentence; `sentence`: all within one sentence;
        empty: neither, or the keyword has no words.
        """
        stems = stem_words(keyword, self.page.lang)
        stream = self._stream
        if not stems:
            return ""
        if f" {' '.join(stems)} " in stream:
            return "phrase"
        padded = [f" {stem} " for stem in dict.fromkeys(stems)]
        if len(padded) == 1 or any(stem not in stream for stem in padded):
            return ""
        first, *rest = padded
        for sentence in self._stream_sentences:
            if first in sentence and all(stem in sentence for stem in rest):
                return "sentence"
        return ""

    @cached_property
    def shingles(self) -> NDArray[np.uint32]:
        """Sorted, unique hashes of every 5 words in a row; see `shingles_of`."""
        return shingles_of(self.tokens)

    def min_hash_keys(self) -> list[int]:
        """One key for each MinHash band: texts that share a key may be near duplicates (see BANDS).

        The same in every process. Empty for a text without words. 63 bits, so that any store holds them.
        """
        import numpy as np
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
