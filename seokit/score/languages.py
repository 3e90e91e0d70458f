"""What is known of languages: the script that each is written in, and how its sites say "page not found"."""

from __future__ import annotations

import re

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
