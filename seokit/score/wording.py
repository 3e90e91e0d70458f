"""What can be said of a title or a description as a phrase: cut, in another script, part template."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache

from seokit.extract.remember import remembered
from seokit.model import Text
from seokit.score.same import normal

ELLIPSIS = ("…", "...")
# Separators between the parts of a title. A hyphen only between spaces: "well-known" is one word.
SLOTS = re.compile(r"\s*[|,;•·»]\s*|\s+[-–—:]+\s+|:\s+")
PARTS = re.compile(r"\s*[|•·»]\s*|\s+(?:[-–—]|::)\s+")
PART_MARKS = "|-•·»–—"  # one of them, or "::", is in whatever PARTS matches
EDGES = " \t\n|-–—:·•»/"
BARS = re.compile(r"\s+[|•·]\s+")
DASH = re.compile(r"\s+(?:[-–—»]|::)\s+")
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)


# The normal form of a title or another short field: several indexes and rules ask for it while a page is
# looked at, and the next page has the same subject and author.
same = remembered(1_024)(normal)


def beside(published: str | None, written: Text, measure: Callable[[str], int]) -> str:
    """What a message adds where the published value is not the field's: the field's own measure."""
    if published is None or published.strip() == written.value.strip():
        return ""
    return f" as published ({measure(written.value)} in the field)"


def cut(value: str, wholes: Iterable[str | None]) -> str:
    """How a text ends too early: `in "…"`, `inside the word "volcano"`, or "" if it does not.

    It ends inside a word where another text of the page holds all of it and goes on in that word.
    """
    value = value.rstrip()
    if value.endswith(ELLIPSIS):
        return 'in "…"'
    if not value[-1:].isalpha():
        return ""
    for whole in wholes:
        at = whole.find(value) if whole else -1
        if whole and at >= 0:
            end = at + len(value)
            if whole[end : end + 1].isalpha():
                start = max(value.rfind(" "), value.rfind("\n")) + 1
                word = re.match(r"[\w’'-]+", whole[at + start :])
                return f'inside the word "{word[0] if word else value[start:]}"'
    return ""


def listed(words: str) -> frozenset[str]:
    """A set of words from a text."""
    return frozenset(words.split())


SCRIPTS = dict.fromkeys(listed("CJK HIRAGANA KATAKANA HANGUL BOPOMOFO"), "East Asian") | {
    name.upper(): name
    for name in listed("""
        Latin Greek Cyrillic Armenian Hebrew Arabic Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu
        Kannada Malayalam Sinhala Thai Lao Tibetan Myanmar Georgian Ethiopic Khmer Mongolian
    """)
}
NO_LETTERS = bytes(code for code in range(256) if not chr(code).isalpha() or code > 127)
NO_ASCII = dict.fromkeys(range(128))
SCRIPT_SAMPLE = 2000  # characters of a text that tell its script
SCRIPT_LETTERS = 4  # a title with fewer letters, such as "π = 3.14", has no script to speak of


@lru_cache(maxsize=4096)
def script(character: str) -> str:
    """The script of a character, or "" for what belongs to none or to many."""
    return SCRIPTS.get(unicodedata.name(character, "").partition(" ")[0].partition("-")[0], "")


def scripts(text: str) -> Counter[str]:
    """Letters of a text by script. Chinese, Japanese and Korean are one, since they share Han."""
    counts = Counter({"Latin": len(text.encode("ascii", "ignore").translate(None, NO_LETTERS))})
    if not text.isascii():
        counts.update(map(script, filter(str.isalpha, text.translate(NO_ASCII))))
        counts.pop("", None)
    return counts


def main_script(text: str) -> str:
    """The script of most letters in the first `SCRIPT_SAMPLE` characters, "" without any letter."""
    sample = text[:SCRIPT_SAMPLE]
    latin = len(sample.encode("ascii", "ignore").translate(None, NO_LETTERS))
    if 2 * latin >= len(sample):  # nothing can outnumber them
        return "Latin" if latin else ""
    name, count = max(scripts(sample).items(), key=lambda item: (item[1], item[0]))
    return name if count else ""


@lru_cache(maxsize=64)
def fixed_parts(template: str) -> tuple[str, ...]:
    """The literal texts of a Jinja2 expression, in order, without empty ones."""
    return tuple(part for part in JINJA.split(template) if part) if "{" in template else ()


@lru_cache(maxsize=64)
def brand(template: str) -> str:
    """The site's name as a title template shows it: its last literal text, without separators."""
    return next((part.strip(EDGES) for part in reversed(fixed_parts(template)) if part.strip(EDGES)), "")


def headline(title: str) -> str:
    """What a page says of itself in its title: without sections and the site's name, which templates put behind it.

    That is what stands before the first spaced bar, else before the last spaced dash.
    """
    if not may_have_parts(title):
        return title
    before = BARS.split(title, maxsplit=1)[0]
    if before != title:
        return before
    dashes = list(DASH.finditer(title))
    return title[: dashes[-1].start()] if dashes else title


def may_have_parts(title: str) -> bool:
    """Whether PARTS could split a title; most have none of its characters, which is quick to tell."""
    return any(map(title.__contains__, PART_MARKS)) or "::" in title


def occurrences(name: str, text: str) -> int:
    """How often a name stands in a text as a whole word, in this case."""
    if text.count(name) < 2:
        return text.count(name)
    return len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", text))
