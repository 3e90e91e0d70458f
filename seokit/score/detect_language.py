"""The language of pages that declare none: found once for each section, from a sample of its pages.

A site that declares its languages pays nothing. English is told by its stop words; only a text that does not look
English is shown to py3langid, whose model takes a second to load and 0.2 ms a text. Where the sample does not agree,
nothing is concluded, and the page is taken for English as before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache

from msgspec.structs import replace

from seokit.extract.discover import Source
from seokit.extract.files import Unreadable
from seokit.extract.published import ExpressionError
from seokit.extract.sections import Sections
from seokit.extract.source import Reader, Skip
from seokit.model import Page, Settings
from seokit.score.stop_words import stop_words

SAMPLE = 12  # pages of a section
MOST_SECTIONS = 60  # that are looked at, the largest first: 0.3 s
LETTERS = 200  # characters of a text that tells its language
LOOKED_AT = 2_000  # characters of it
AGREE = 0.75  # of the sample
ENGLISH = 0.25  # share of stop words from which on a text is English: prose has 0.4 and more
FOREIGN = 0.15  # share below which a text is not in a language


def find_languages(files: Sequence[Source], settings: Settings) -> Settings:
    """The settings with the language of each section that has pages which declare none, and is not English."""
    reader, sections = Reader(settings), Sections(settings)
    groups: dict[str, list[Source]] = {}
    for source in files:
        name = sections.of(source.path).name or reader.folder(source)
        groups.setdefault(name, []).append(source)
    largest = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))[:MOST_SECTIONS]
    found = {}
    for name, members in sorted(largest):
        texts = list(undeclared(members, reader, sections))
        language = agreed(texts)
        if language not in ("", "en"):
            found[name] = language
    return replace(settings, languages=found) if found else settings


def undeclared(members: Sequence[Source], reader: Reader, sections: Sections) -> Iterable[str]:
    """The texts of some pages of a section, spread evenly; none where the first of them declares its language."""
    count = min(SAMPLE, len(members))
    for number in range(count):
        source = members[number * len(members) // count]
        try:
            page: Page = reader.read(source, sections.of(source.path))
        except (Skip, Unreadable, ExpressionError):
            continue
        if page.lang:
            return
        text = " ".join((page.text or "")[:LOOKED_AT].split())
        if len(text) >= LETTERS:
            yield text


def agreed(texts: Sequence[str]) -> str:
    """The language that most of the texts are in; empty where they do not agree, or there is none."""
    counts = Counter(map(language_of, texts))
    if not counts:
        return ""
    language, count = counts.most_common(1)[0]
    return language if count >= AGREE * len(texts) else ""


@lru_cache(maxsize=256)
def language_of(text: str) -> str:
    """The language of a text as an ISO 639-1 code."""
    if share_of_stop_words(text, "en") >= ENGLISH:
        return "en"
    return str(identify()(text)[0])


@cache
def identify() -> Callable[[str], tuple[str, float]]:
    """py3langid, whose model is loaded by its first call."""
    import py3langid

    found: Callable[[str], tuple[str, float]] = py3langid.classify
    return found


def share_of_stop_words(text: str, language: str, most: int = 150) -> float:
    """The share of the first words of a text that are stop words of a language, 0 to 1; 0 where it has no list."""
    words = [word.strip(".,;:!?()\"'«»„“”").casefold() for word in text[: most * 8].split()[:most]]
    known = stop_words(language)
    return sum(word in known for word in words) / len(words) if words and known else 0.0


def contradicts(text: str, declared: str) -> str:
    """The language that a text is in for certain, where it is another than the declared one; else empty.

    Both must be languages whose stop words are known, so that most pages are done with after a few microseconds.
    """
    share = share_of_stop_words(text, declared)
    if not stop_words(declared) or share >= FOREIGN:
        return ""
    found = language_of(" ".join(text[:LOOKED_AT].split()))
    certain = share_of_stop_words(text, found) >= max(ENGLISH, 2 * share)
    return found if found != declared and certain else ""
