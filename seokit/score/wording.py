"""What can be said of a title or a description as a phrase: cut, outdated, in another script, unsupported."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from seokit.extract.remember import remembered
from seokit.model import Page, Text
from seokit.score.same import normal

if TYPE_CHECKING:
    from seokit.score.prose import Prose

ELLIPSIS = ("…", "...")
# Separators between the parts of a title. A hyphen only between spaces: "well-known" is one word.
SLOTS = re.compile(r"\s*[|,;•·»]\s*|\s+[-–—:]+\s+|:\s+")
PARTS = re.compile(r"\s*[|•·»]\s*|\s+(?:[-–—]|::)\s+")
PART_MARKS = "|-•·»–—"  # one of them, or "::", is in whatever PARTS matches
EDGES = " \t\n|-–—:·•»/"
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


# Words that make a year in a title an edition of the page, and those that make it history or a name.
EDITION = listed("""
    admission admissions best brochure buying calendar catalog catalogue cheap cheapest checklist compared
    comparison complete cost costs current curriculum dates deadline deadlines deals edition fees forecast
    guide holidays latest new newest outlook plans predictions price prices pricing rates requirements
    review reviews roadmap salaries schedule syllabus timetable tips top trends ultimate updated
""")
PAST = listed("after before did during had happened historical history since till until was were")
NAMED = listed("""
    act acts agreement amendment bill budget code conference constitution convention decree directive law
    laws order project regulation regulations rule rules season summit treaty version
""")
MONTHS = listed("""
    january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec
""")
YEAR = re.compile(r"(?<![\w.,/–-])20\d\d(?![\w/–-]|[.,]\d)")


def moved_on(text: str, year: int, today: int) -> bool:
    """Whether a text speaks of this year or the last at least as often as of an older year."""
    years = [int(match[0]) for match in YEAR.finditer(text)]
    recent = sum(today - 1 <= one <= today for one in years)
    return recent > 0 and recent >= years.count(year)


def past_year(title: str, newest: int, oldest: int) -> int | None:
    """The latest year in a title, in any language, from `oldest` to `newest`; None in a name, a date or history."""
    if "20" not in title:
        return None
    found = [(int(match[0]), match.start()) for match in YEAR.finditer(title)]
    if not found:
        return None
    year, at = max(found)
    words = re.findall(r"\w+", title.casefold())
    if not oldest <= year <= newest or not PAST.isdisjoint(words):
        return None
    before = re.findall(r"\w+", title[:at].casefold())[-2:]
    dated = not MONTHS.isdisjoint(before) and any(map(str.isdigit, before))
    return None if dated or not NAMED.isdisjoint(before[-1:]) else year


def outdated_year(title: str, newest: int, oldest: int) -> int | None:
    """The latest year in an English title that names an edition ("Best kettles 2021"); None if there is none.

    Only years from `oldest` to `newest` count, only beside a word such as "best", "guide" or "prices", and
    not where the title tells of the past ("What did it cost in 2019?"), the year belongs to a name
    ("the Companies Act 2013") or to a full date ("1 January 2018"), or a newer year stands beside it.
    """
    year = past_year(title, newest, oldest)
    if year is None or EDITION.isdisjoint(re.findall(r"\w+", title.casefold())):
        return None
    return year


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


def may_have_parts(title: str) -> bool:
    """Whether PARTS could split a title; most have none of its characters, which is quick to tell."""
    return any(map(title.__contains__, PART_MARKS)) or "::" in title


def occurrences(name: str, text: str) -> int:
    """How often a name stands in a text as a whole word, in this case."""
    if text.count(name) < 2:
        return text.count(name)
    return len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", text))


NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# A capitalised word behind a lower-case one: not the first of its sentence. The space stands first in the
# pattern, since the engine looks for it fast.
NAME = re.compile(r" (?<=[a-z,;] )([A-Z][\w’'-]+)")
SPELLED = 12  # numbers up to here are often spelled out, or count the points of a list
TITLE_CASE = 0.4  # share of capitalised words from which capitals mean nothing


def has_digits(text: str) -> bool:
    """Whether a text has a digit; also said of any text that is not ASCII, since others have theirs."""
    return not text.isascii() or any(map(text.__contains__, "0123456789"))


def stands_alone(number: str, text: str) -> bool:
    """Whether the first place of a number in a text is no part of a longer one; false also when in doubt."""
    before, found, after = text.partition(number)
    if not found or any(map(str.isdigit, after[:2])):
        return False
    return not before or not (before[-1].isdigit() or before[-1] in ".,")


@lru_cache(maxsize=16)
def bare(text: str) -> str:
    """The text without accents, in Latin letters."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).replace(
        "ß", "ss"
    )


def unsupported(
    description: str, page: Page, prose: Prose, site_name: str = "", *, of_title: bool = False
) -> Iterator[str]:
    """Numbers and names of a description, or of the title, that stand nowhere on the page, each once, in order.

    The site's own name claims nothing; LLCs are there where an LLC is, and a name that lost its accents where it
    stands with them. What the title claims has to stand elsewhere than in the title, the question and an h1.
    """
    text = page.text or ""
    found = NUMBER.findall(description) if has_digits(description) else ()
    numbers = [one for one in found if len(one) > 2 or int(one) > SPELLED]
    names = NAME.findall(description)
    if len(names) > 3 and len(names) > TITLE_CASE * description.count(" "):
        names = []
    # Most are there: the cheap questions first.
    numbers = [number for number in numbers if not stands_alone(number, text)]
    names = [name for name in names if name not in text]
    if not numbers and not names:
        return
    parts = (page.subject, page.author, *((page.description,) if of_title else (page.title, page.question)))
    shown = [part.value for part in parts if part]
    shown += [site_name, *(heading.text for heading in page.headings or () if heading.level > of_title)]
    whole = "\n".join([text, *shown, *page.code, *page.math]).casefold()
    there = {one.replace(",", "") for one in NUMBER.findall(whole)} if numbers else set()
    claims = [number for number in numbers if number.replace(",", "") not in there]
    for name in names:
        plain = re.sub(r"['’]s?$", "", name)
        folded = plain.casefold()
        if (
            len(plain) < 3
            or folded.removesuffix("s") in whole
            or all(part in whole for part in folded.split("-"))
        ):
            continue
        if not prose.stem_set.issuperset(prose.vocabulary.stem_numbers(plain)) and bare(folded) not in bare(
            whole
        ):
            claims.append(plain)
    yield from dict.fromkeys(claims)
