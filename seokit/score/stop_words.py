"""Stop words of ten languages; apart from the vocabulary, whose numpy nothing loads that counts no words."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files


@cache
def stop_words(language: str = "en") -> frozenset[str]:
    """Words of a language that carry no topic: English in data/stopwords_en.txt, nine others in stop_words.json."""
    data = files("seokit.data")
    if language == "en":
        table = data.joinpath("stopwords_en.txt").read_text(encoding="utf-8")
        return frozenset(word for line in table.split("\n") if line[:1] != "#" for word in line.split())
    words = json.loads(data.joinpath("stop_words.json").read_text(encoding="utf-8"))["words"]
    return frozenset(words.get(language, "").split())
