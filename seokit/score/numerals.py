"""Numbers as texts write them: which numbers a text holds, however it groups, points, scales or spells them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from importlib.resources import files

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# Groups of thousands that spaces or apostrophes part: "1 000", "1'000".
GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u2009\u202f'’]\d{3})+(?!\d)")
GROUP_MARKS = dict.fromkeys(map(ord, " \u00a0\u2009\u202f'’"))
LONGEST = 25  # characters; a longer row of digits is compared as it stands
# Words by which a number is to be multiplied, as they begin: in twelve languages and in abbreviations. Where they
# mean different numbers (a billion is a milliard in English), any of them.
_SCALES: tuple[tuple[int, str], ...] = (
    (10**3, "k thousand tausend tsd mille mil mila duizend tysi tys tusen tusind тысяч тыс"),
    (
        10**6,
        "m mn mio mln million millionen millon millón milli miljo milj milh milj milió milion миллион млн",
    ),
    (10**9, "b bn mia mld mrd milliard milliárd miliard miljard billion billió миллиард млрд"),
    (10**12, "t trillion billion billones bilj bilhões biljon триллион"),
)
_WHOLE = frozenset(
    [
        "k",
        "m",
        "b",
        "t",
        "mn",
        "bn",
        "mio",
        "mln",
        "mld",
        "mrd",
        "mia",
        "tsd",
        "mil",
        "tys",
        "тыс",
        "млн",
        "млрд",
    ]
)
SCALED = re.compile(r"(\d+(?:[.,]\d+)*)[ \u00a0-]?([^\W\d_]+)")


def values(token: str) -> set[str]:
    """What a number as written may mean, each as a plain decimal: "1.000" is 1000, or 1.

    Empty for what is no single number, such as the version 3.11.2.
    """
    if len(token) > LONGEST:
        return {token}
    head, *groups = re.split("[.,]", token)
    marks = re.findall("[.,]", token)
    found = set()
    if len(set(marks)) < 2 and all(len(group) == 3 for group in groups):
        found.add(plain(head + "".join(groups)))
    # The last mark points a decimal if it is the only one, or no other is like it: 1,234.567 but not 1,234,567.
    if marks and marks[-1] not in marks[:-1] and all(len(group) == 3 for group in groups[:-1]):
        found.add(plain(f"{head}{''.join(groups[:-1])}.{groups[-1]}"))
    return found


def plain(number: str) -> str:
    """A number without zeros that say nothing; digits of other scripts as 0 to 9."""
    value = Decimal(number)
    return format(value.normalize(), "f") if value else "0"


def held(text: str) -> set[str]:
    """Every number of a text in digits, as it is written and as `values` has it, scaled by "million" and its like."""
    found: set[str] = set()
    for token in NUMBER.findall(text):
        found.add(token)
        found |= values(token)
    for grouped in GROUPED.findall(text):
        found.add(grouped.translate(GROUP_MARKS))
    for token, word in SCALED.findall(joined(text)):
        found.update(scaled(token, word))
    return found


def joined(text: str) -> str:
    """A text without the spaces and apostrophes that part groups of thousands."""
    return GROUPED.sub(lambda match: match[0].translate(GROUP_MARKS), text)


def scaled(token: str, word: str) -> Iterator[str]:
    """What a number means with the word behind it: 1.5 million is 1500000. Nothing for any other word."""
    folded = word.casefold()
    if len(token) > LONGEST:
        return
    for factor, words in _SCALES:
        if any(folded == one if one in _WHOLE else folded.startswith(one) for one in words.split()):
            for value in values(token):
                yield plain(str(Decimal(value) * factor))


@cache
def number_words() -> dict[str, dict[str, str]]:
    """Language → number → how it is spelled, as cardinal and ordinal (data/number_words.json)."""
    table = json.loads(files("seokit.data").joinpath("number_words.json").read_text(encoding="utf-8"))
    found: dict[str, dict[str, str]] = table["words"]
    return found


def is_spelled(number: str, text: str, language: str) -> bool:
    """Whether a text, casefolded, spells a number; in English where the language is not known.

    Of a hundred, thousand or million the word alone will do.
    """
    words = number_words().get(language or "en", {}).get(number, "")
    said = text.replace("-", " ")
    return any(
        re.search(rf"\b{re.escape(word)}", said)
        for way in words.split("|")
        if way
        for word in (way, alone(way, number))
    )


def alone(way: str, number: str) -> str:
    """The word for a hundred, a thousand, a million without its "one"; of other numbers the whole."""
    return way.rpartition(" ")[2] if number in ("100", "1000", "1000000") else way
