"""Stop words by language; apart from the vocabulary, whose numpy nothing loads that counts no words."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def stop_words(language: str = "en") -> frozenset[str]:
    """Words that carry no topic in a language, a code as `languages.primary` gives it; none where it has no list.

    English is data/stopwords_en.txt, fourteen others are data/stopwords.txt.
    """
    return english() if language == "en" else tables().get(language, frozenset())


def english() -> frozenset[str]:
    """The English words: those of a text that is written for this project."""
    table = files("seokit.data").joinpath("stopwords_en.txt").read_text(encoding="utf-8")
    return frozenset(word for line in table.split("\n") if line[:1] != "#" for word in line.split())


@cache
def tables() -> dict[str, frozenset[str]]:
    """Language → its words. A line that begins with a space goes on with the language before."""
    text = files("seokit.data").joinpath("stopwords.txt").read_text(encoding="utf-8")
    lines = [line for line in text.split("\n") if line[:1] != "#"]
    found: dict[str, frozenset[str]] = {}
    for entry in "\n".join(lines).replace("\n ", " ").split("\n"):
        language, _, words = entry.partition(":")
        if words:
            found[language] = frozenset(words.split())
    return found
