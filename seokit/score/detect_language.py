"""Which language a text is in: of pages that declare none, found once for each section from a sample of its pages.

English is told by its stop words. Only a text that does not look English is shown to py3langid, whose model takes
0.6 seconds to load and 0.2 ms a text. So a site that is English, or declares its languages, pays for reading the
sample alone. Where the texts of a section do not agree, or py3langid is unsure, the language stays unknown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from msgspec.structs import replace

from seokit.extract.discover import Source
from seokit.extract.files import Unreadable
from seokit.extract.layout import SUFFIXES, built_folder
from seokit.extract.published import ExpressionError
from seokit.extract.sections import Sections
from seokit.extract.source import Reader, Skip
from seokit.model import Settings
from seokit.score.languages import primary
from seokit.score.stop_words import stop_words

SAMPLE, LEAST_SAMPLE = 12, 3  # pages of a section: fewer of each where there are many sections
MOST_READ = 240  # pages of the whole site: 0.1 s
MOST_SECTIONS = MOST_READ // LEAST_SAMPLE
LETTERS = 200  # characters of a text that tells its language
LOOKED_AT = 2_000  # characters of it
AGREE = 0.75  # of the sample
ENGLISH = 0.25  # share of stop words from which on a text is English: prose has 0.4 and more, German 0.05
SURE = 0.5  # of py3langid, for a guess that many texts share
CERTAIN = 0.9  # of py3langid, where one text contradicts what its page declares
# A text that has fewer stop words of a language may be in another one: prose has 0.35 and more of its own.
FOREIGN = 0.28
FAMILIAR, MORE = 0.25, 1.5  # share from which on it may be in a language; times that of the declared one


# -- pages that declare none -------------------------------------------------------------------------------


def find_languages(files: Sequence[Source], settings: Settings) -> Settings:
    """The settings with the language of the pages that declare none, section by section (`Settings.languages`).

    Nothing is read where the config names the language of such pages (`[head] lang`).
    """
    if settings.head.lang:
        return settings
    reader, sections = Reader(settings), Sections(settings)
    groups = by_section(files, reader, sections)
    count = max(LEAST_SAMPLE, min(SAMPLE, MOST_READ // max(len(groups), 1)))
    found = {name: agreed(samples(members, count, reader, sections)) for name, members in groups.items()}
    identifier.cache_clear()  # 94 MB, which every worker would take along; hardly a page asks again
    if not set(found.values()) - {"", "en"}:
        return settings
    sizes = Counter[str]()
    for name, members in groups.items():
        sizes[found[name]] += len(members)
    language, size = sizes.most_common(1)[0]
    if size >= AGREE * len(files):  # a section that cannot be told, of short pages, is as the site is
        found = {name: told or language for name, told in found.items()}
    return replace(settings, languages=dict(sorted(found.items())))


def by_section(files: Sequence[Source], reader: Reader, sections: Sections) -> dict[str, list[Source]]:
    """The files of each section; of folders inside each other those above, where there are too many to look at."""
    groups: dict[str, list[Source]] = {}
    named = any(section.name for section in reader.settings.sections)
    last: str | None = None
    name = ""
    for source in files:
        folder = source.path.rpartition("/")[0]
        if (
            named or folder != last or source.path.endswith(SUFFIXES)
        ):  # files come sorted: most are beside the last
            last, name = folder, sections.of(source.path).name if named else ""
            if not name:
                name = reader.folder(source)
                if source.path.endswith(SUFFIXES):
                    last, name = None, built_folder(name, source.path)
        groups.setdefault(name, []).append(source)
    while len(groups) > MOST_SECTIONS:
        depth = max(name.count("/") for name in groups)
        joined: dict[str, list[Source]] = {}
        for name, members in groups.items():
            above = name.rpartition("/")[0] if name.count("/") == depth else name
            joined.setdefault(above, []).extend(members)
        groups = joined
    return groups


def samples(members: Sequence[Source], count: int, reader: Reader, sections: Sections) -> Iterator[str]:
    """Texts of pages that declare no language, `count` files of a section spread evenly.

    None where the first files that are pages all declare theirs.
    """
    declared = pages = 0
    for number in range(min(count, len(members))):
        source = members[number * len(members) // min(count, len(members))]
        try:
            page = reader.read(source, sections.of(source.path))
        except (Skip, Unreadable, ExpressionError):
            continue
        pages += 1
        declared += bool(page.lang)
        if declared == pages == LEAST_SAMPLE:
            return
        text = " ".join((page.text or "")[:LOOKED_AT].split())
        if not page.lang and len(text) >= LETTERS:
            yield text


def agreed(texts: Iterator[str] | Sequence[str]) -> str:
    """The language that most of the texts are in; empty where they do not agree, or there is none."""
    told = [language_of(text, SURE) for text in texts]
    language, count = Counter(told).most_common(1)[0] if told else ("", 0)
    return language if count >= AGREE * len(told) else ""


# -- one text ----------------------------------------------------------------------------------------------


def language_of(text: str, sure: float) -> str:
    """The language of a text as a code of two letters; empty where py3langid gives it less than `sure` (0 to 1)."""
    if share_of_stop_words(text, "en") >= ENGLISH:
        return "en"
    language, certainty = identifier()(text)
    return primary(language) if certainty >= sure else ""


@cache
def identifier() -> Callable[[str], tuple[str, float]]:
    """py3langid over the languages of ISO 639-1: a text → its language and how sure that is, 0 to 1.

    Those of three letters are its least sure, and no other part of this program knows them.
    """
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    model.set_languages([label for label in model.labels if len(label) == 2])
    found: Callable[[str], tuple[str, float]] = model.classify
    return found


def share_of_stop_words(text: str, language: str, most: int = 300) -> float:
    """The share of the first words of a text that are stop words of a language, 0 to 1; 0 where it has no list."""
    words = [word.strip(".,;:!?()\"'«»„“”").casefold() for word in text[: most * 8].split()[:most]]
    known = stop_words(language)
    return sum(word in known for word in words) / len(words) if words and known else 0.0


def contradicts(text: str, declared: str, share: float) -> str:
    """The language that a text is in for certain, where it is another than the declared one; else empty.

    `share` is that of the declared language's stop words in the text. Both must be languages whose stop words are
    known: nearly all texts are then done with at once, and the few others have two witnesses against them.
    """
    if share >= FOREIGN or not stop_words(declared):
        return ""
    found = language_of(" ".join(text[:LOOKED_AT].split()), CERTAIN)
    certain = found != declared and share_of_stop_words(text, found) >= max(FAMILIAR, MORE * share)
    return found if certain else ""
