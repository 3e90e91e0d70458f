"""What is known of languages: a page's, the script of each, and how its sites say "page not found"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from seokit.model import Page, Settings

_LANGUAGES = {
    "Latin": "ca cs cy da de en es et eu fi fr ga gl hr hu id is it lt lv mt nb nl nn no pl pt ro sk sl sq sv sw tr vi",
    "Cyrillic": "ru uk be bg mk",
    "Arabic": "ar fa ur ps",
    "Devanagari": "hi mr ne",
    "East Asian": "zh ja ko",
    "Greek": "el",
    "Hebrew": "he",
    "Armenian": "hy",
    "Georgian": "ka",
    "Thai": "th",
    "Lao": "lo",
    "Bengali": "bn",
    "Gujarati": "gu",
    "Tamil": "ta",
    "Telugu": "te",
    "Kannada": "kn",
    "Malayalam": "ml",
    "Sinhala": "si",
    "Khmer": "km",
    "Myanmar": "my",
    "Ethiopic": "am",
    "Tibetan": "bo",
}
# Language → script, by the names of wording.SCRIPTS; only languages that are written in one script. Serbian,
# Uzbek and others are left out.
SCRIPT_OF = {code: script for script, codes in _LANGUAGES.items() for code in codes.split()}

# Titles and headings of error pages, in the languages in which sites of several languages are mostly written.
NOT_FOUND = re.compile(
    r"""\b(?:
        (?:page|file|article|product|post|document|content)\s+(?:(?:was|is|could|can)\s+)?
            (?:not\s+(?:be\s+)?found|does\ not\ exist|no\ longer\ (?:exists|available))
      | seite\s+(?:wurde\s+)?nicht\s+gefunden | page\s+(?:introuvable|non\s+trouvée)
      | página\s+no\s+encontrada | página\s+não\s+encontrada | pagina\s+non\s+trovata
      | pagina\s+niet\s+gevonden
    )\b | ^\s*(?:error\s+|erreur\s+|fehler\s+)?404\s*(?:$|[-–—|:!.]|error\b|not\s+found\b)""",
    re.IGNORECASE | re.VERBOSE,
)
# One of these, casefolded, is in whatever NOT_FOUND matches; most titles have none.
NOT_FOUND_WORDS = (
    "404", "found", "exist", "longer", "gefunden", "introuvable", "trouvée", "encontrada", "trovata", "gevonden"
)  # fmt: skip

# Norwegian in either of its written forms: stemmers and lists of words have one for both.
SAME_WORDS = {"nb": "no", "nn": "no"}


@lru_cache(maxsize=512)
def primary(code: str) -> str:
    """The primary subtag of a language code in lower case: "de" of `de-AT`; `no` of both forms of Norwegian."""
    found = code.strip().replace("_", "-").partition("-")[0].casefold()
    return SAME_WORDS.get(found, found)


def language_of_page(page: Page, settings: Settings) -> str:
    """The primary subtag of a page's language: the one that it declares, else the config's, else the one found.

    Empty where none is known. Such a page is taken for English where something has to be assumed.
    """
    return primary(page.lang or settings.head.lang or found_language(page.section, settings.languages))


def found_language(section: str, languages: dict[str, str]) -> str:
    """The language found for a section, or for the nearest folder above it; empty where none was."""
    while languages:
        if section in languages:
            return languages[section]
        if not section:
            break
        section = section.rpartition("/")[0]
    return ""


@cache
def question_words() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Language → words that ask wherever they stand, and those that ask at the beginning, casefolded.

    The table is data/question_words.txt.
    """
    table = files("seokit.data").joinpath("question_words.txt").read_text(encoding="utf-8")
    found = {}
    for line in table.splitlines():
        if line and not line.startswith("#"):
            language, _, words = line.partition(":")
            anywhere, _, first = words.partition("|")
            found[language] = frozenset(anywhere.split()), frozenset(first.split())
    return found


def asks(words: Sequence[str], language: str) -> bool:
    """Whether the words of a phrase without a question mark, casefolded, ask something; true where nobody can tell.

    Punctuation may stick to the words.
    """
    if language not in question_words() or not words:
        return True
    anywhere, first = question_words()[language]
    bare = [word.strip('.,;:!…()"“”„«»¿¡') for word in words]
    return not anywhere.isdisjoint(bare) or bare[0] in first
