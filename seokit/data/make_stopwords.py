"""Makes stopwords.txt: words that carry no topic, in languages other than English.

Sources: the lists of the Snowball project, from which the stemmers come too (snowballstem.org, BSD licence), as
Whoosh has them in `whoosh/lang/stopwords.py` (BSD licence); for Polish, which Snowball has none of, that of the
package stop-words (BSD licence). They are short: function words, and forms of "to be" and "to have". Longer lists
hold words such as "year" or "important", by which pages are searched.

Run `python -m seokit.data.make_stopwords` with both installed (`pip install Whoosh==2.7.4 stop-words==2025.11.4`).
Only their files are read. The table is committed.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from importlib.metadata import files
from pathlib import Path
from textwrap import fill
from unicodedata import normalize

TABLE = Path(__file__).with_name("stopwords.txt")
SNOWBALL = ("da", "de", "es", "fi", "fr", "hu", "it", "nl", "no", "pt", "ru", "sv", "tr")
HEAD = """\
# Words that carry no topic: a language, then its words. English stands in stopwords_en.txt.
# Made by make_stopwords.py, which says where they come from. Polish is of stop-words, the others are Snowball's.
"""


def package_text(package: str, name: str) -> str:
    """The text of a file of an installed package."""
    for file in files(package) or ():
        if file.as_posix() == name:
            return file.read_text("utf-8")
    raise SystemExit(f"{package} is not installed, or has no {name}: pip install {package}")


def snowball_lists(source: str) -> dict[str, list[str]]:
    """The lists in Whoosh's module: its assignment of `frozenset("…".split())` for each language."""
    found: dict[str, list[str]] = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                texts = [part.value for part in ast.walk(value) if isinstance(part, ast.Constant)]
                if isinstance(key, ast.Constant):
                    found[str(key.value)] = " ".join(map(str, texts)).split()
    return found


def words_of(listed: Iterable[str]) -> list[str]:
    """The words of a list, sorted, each once. What is no word of small letters is left out.

    The Polish list has numerals, abbreviations with a full stop and some words in a broken encoding.
    """
    words = {normalize("NFC", word) for word in listed}
    return sorted(word for word in words if word.isalpha() and word.islower() and "å" not in word)


def make(snowball: str, polish: str) -> str:
    """The table as text."""
    lists = snowball_lists(snowball)
    # "å" is a letter in Scandinavia; in Polish it is what is left of a letter that was decoded wrongly.
    table = {code: sorted({normalize("NFC", word) for word in lists[code]}) for code in SNOWBALL}
    table["pl"] = words_of(polish.split())
    lines = [
        fill(f"{code}: {' '.join(words)}", 110, subsequent_indent=" ", break_on_hyphens=False)
        for code, words in sorted(table.items())
    ]
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    TABLE.write_text(
        make(
            package_text("Whoosh", "whoosh/lang/stopwords.py"),
            package_text("stop-words", "stop_words/stop-words/polish.txt"),
        ),
        "utf-8",
        newline="\n",
    )
