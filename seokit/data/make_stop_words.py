"""Makes stop_words.json: words that carry no topic, in nine languages beside English.

Source: the lists of stopwords-iso, https://github.com/stopwords-iso/stopwords-iso (MIT), by the package stopwordsiso.
Run it with that installed: python -m seokit.data.make_stop_words
"""

from __future__ import annotations

import json
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

TARGET = Path(__file__).parent / "stop_words.json"
LANGUAGES = ("de", "es", "fr", "it", "nl", "pl", "pt", "ru", "sv")


def main() -> None:
    """Write the table: language → words, each list as one text."""
    lists = import_module("stopwordsiso")
    table = {
        "source": f"stopwordsiso {version('stopwordsiso')}, https://github.com/stopwords-iso/stopwords-iso, MIT licence",
        "words": {
            code: " ".join(sorted(word for word in lists.stopwords(code) if word.isalpha()))
            for code in LANGUAGES
        },
    }
    TARGET.write_text(json.dumps(table, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
