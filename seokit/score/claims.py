"""What a title or description claims: numbers and names, looked for on the page that should hold them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING

from msgspec import Struct

from seokit.model import Page
from seokit.score.numerals import NUMBER, held, is_spelled, joined, scaled, values

if TYPE_CHECKING:
    from seokit.score.prose import Prose

# A capitalised word behind a lower-case one: not the first of its sentence. The space stands first in the
# pattern, since the engine looks for it fast.
NAME = re.compile(r" (?<=[a-zß-öø-ÿа-яё,;] )([A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚŁŃŇŐŘŚŞŠŤŮŹŻŽΑ-ΩА-ЯЁ][\w’'-]+)")
CAPITALISED = re.compile(r"[^\W\d_][\w’'-]{2,}")
POSSESSIVE = re.compile(r"['’]s?$")
SPELLED = 12  # numbers up to here are often spelled out, or count the points of a list
TITLE_CASE = 0.4  # share of capitalised words from which capitals mean nothing
CAPITAL_NOUNS = frozenset(
    {"de", "lb"}
)  # every noun has a capital in German: none of them is known to be a name
INITIALS = range(2, 8)  # letters of an abbreviation that may stand for words of the text
LIKE = 0.8  # difflib's ratio from which a name is another one misspelt: Colberg and Kohlberg have 0.8
ENDING = 4  # letters by which a name's adjective is longer: Jungian of Jung
LIST_ITEM = re.compile(r"^[ \t]*(?:[-*+•]|\d{1,9}[.)])[ \t]", re.MULTILINE)


class Claim(Struct, frozen=True):
    """A number or name that the page does not hold, and the word there that must be meant, if there is one."""

    said: str
    meant: str = ""

    def __str__(self) -> str:
        return f"{self.said} (the text has {self.meant})" if self.meant else self.said


def has_digits(text: str) -> bool:
    """Whether a text has a digit; also said of any text that is not ASCII, since others have theirs."""
    return not text.isascii() or any(map(text.__contains__, "0123456789"))


def stands_alone(number: str, text: str) -> bool:
    """Whether the first place of a number in a text is no part of a longer one; false also when in doubt."""
    before, found, after = text.partition(number)
    if not found or any(map(str.isdigit, after[:2])):
        return False
    return not before or not (before[-1].isdigit() or before[-1] in ".,")


def unsupported(
    value: str, page: Page, prose: Prose, site_name: str = "", *, of_title: bool = False
) -> Iterator[Claim]:
    """Numbers and names of a description, or of the title, that stand nowhere on the page, each once, in order.

    The site's own name claims nothing. What the title claims has to stand elsewhere than in the title, the
    question and an h1.
    """
    text = page.text or ""
    found = NUMBER.findall(joined(value)) if has_digits(value) else ()
    numbers = [one for one in found if len(one) > 2 or int(one) > SPELLED]
    names = [] if prose.language in CAPITAL_NOUNS else NAME.findall(value)
    if len(names) > 3 and len(names) > TITLE_CASE * value.count(" "):
        names = []
    # Most are there: the cheap questions first.
    numbers = [number for number in numbers if not stands_alone(number, text)]
    names = [name for name in names if name not in text]
    if not numbers and not names:
        return
    whole = shown(page, site_name, of_title)
    folded = whole.casefold()
    there = held(folded) if numbers else set()
    claims = [
        Claim(number)
        for number in numbers
        if not is_held(number, joined(value), there) and not is_told(number, folded, page, prose.language)
    ]
    for name in names:
        plain = POSSESSIVE.sub("", name)
        if len(plain) > 2 and not is_named(plain, whole, folded, prose):
            claims.append(Claim(plain, meant(plain, whole)))
    yield from dict.fromkeys(claims)


def shown(page: Page, site_name: str, of_title: bool) -> str:
    """All that the page shows beside what is judged."""
    parts = (page.subject, page.author, *((page.description,) if of_title else (page.title, page.question)))
    said = [page.text or "", *(part.value for part in parts if part), site_name]
    said += [heading.text for heading in page.headings or () if heading.level > of_title]
    return "\n".join([*said, *page.code, *page.math])


# -- numbers -----------------------------------------------------------------------------------------------


def is_held(number: str, value: str, there: set[str]) -> bool:
    """Whether a number of `value` is among those of the page, in another form or as the end of a span of years."""
    if number in there or not values(number).isdisjoint(there):
        return True
    after = value.partition(number)[2]
    word = re.match(r"[ \u00a0-]?([^\W\d_]+)", after)
    if word and not set(scaled(number, word[1])).isdisjoint(there):
        return True
    # "2023-24" ends in 2024.
    years = re.search(rf"(?<!\d)(\d\d)\d\d[-–/]{re.escape(number)}(?!\d)", value)
    return bool(years) and len(number) == 2 and f"{years[1]}{number}" in there if years else False


def is_told(number: str, folded: str, page: Page, language: str) -> bool:
    """Whether the page spells a number, or has so many headings of a level, or points of lists."""
    ways = values(number)
    if any(is_spelled(way, folded, language) for way in ways):
        return True
    counts = {str(count) for count in Counter(heading.level for heading in page.headings or ()).values()}
    written = page.text_field.value if page.text_field else ""
    counts.add(str(len(LIST_ITEM.findall(written))))
    return not ways.isdisjoint(counts)


# -- names -------------------------------------------------------------------------------------------------


def is_named(name: str, whole: str, folded: str, prose: Prose) -> bool:
    """Whether the page has a name in another form: a plural, a stem, other accents, what an abbreviation is of."""
    said = name.casefold()
    if said.removesuffix("s") in folded:
        return True
    parts = [part for part in re.split(r"[-’']", said) if part]
    if len(parts) > 1 and all(part in folded for part in parts):
        return True
    if prose.stem_set.issuperset(prose.vocabulary.stem_numbers(name)):
        return True
    if bare(said) in bare(folded):
        return True
    letters = name.removesuffix("s")
    if letters.isupper() and len(letters) in INITIALS and is_abbreviated(letters.casefold(), folded):
        return True
    return is_of_a_name(name, whole)


def bare(text: str) -> str:
    """The text without accents, in Latin letters."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return plain.replace("ß", "ss").replace("ø", "o").replace("ł", "l")


def is_abbreviated(letters: str, folded: str) -> bool:
    """Whether words of the text begin with these letters, small words between them: LLC is a limited liability company.

    Also whether they stand there with marks between them, as in CBT-SP or U.S.A.
    """
    if len(letters) > 3 and letters in re.sub(r"[-.]", "", folded):
        return True
    small = r"(?:[^\W\d_]{1,3}[\s-]+){0,2}?"
    words = rf"[^\W\d_]{{3,}}[\s-]+{small}".join(letters)
    return re.search(rf"\b{words}[^\W\d_]{{3,}}", folded) is not None


def is_of_a_name(name: str, whole: str) -> bool:
    """Whether a name of the text is in it: Jung in Jungian, India in Indian."""
    least = max(4, len(name) - ENDING)
    ends = [end for end in range(least, len(name)) if end < len(name) - 1 or name[end - 1] in "aeiou"]
    return any(re.search(rf"\b{re.escape(name[:end])}\b", whole) is not None for end in ends)


def meant(name: str, whole: str) -> str:
    """The word of the text that a name must be: the same but for letters that were lost, or nearly the same.

    A name that went through ASCII on its way has lost letters: Schrdinger.
    """
    found = (POSSESSIVE.sub("", word) for word in CAPITALISED.findall(whole) if word[0].isupper())
    words: list[str] = list(dict.fromkeys(found))
    for word in words:
        if not word.isascii() and word.encode("ascii", "ignore").decode() == name:
            return word
    return next(iter(get_close_matches(name, words, n=1, cutoff=LIKE)), "")
