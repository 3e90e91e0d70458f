"""Years in titles: whether one is what the page is about, or the label of an edition that has grown old.

No list of words decides, so that any language will do: what tells is where the year stands in the title, and how
the text uses it.
"""

from __future__ import annotations

import re

from seokit.extract.dates import parse_date
from seokit.model import Page

# A year by itself: no span (2021-22), no part of a number, no model (XR2021). Letters of other scripts may touch it.
YEAR = re.compile(r"(?<![0-9A-Za-z_.,/–-])20\d\d(?![0-9A-Za-z_/–-]|[.,]\d)")
WORD = re.compile(r"\w+")
# What may stand around a year that labels a title: its ends, brackets, the bars and dashes between its parts.
BEFORE = re.compile(r"(?:^|[([|:·•–—,]|\s-)\s*$")
AFTER = re.compile(r"[年년]?\s*(?:$|[)\]|:·•–—,!]|-\s)")
SENTENCE_ENDS = ("?", ".", "？", "。", "؟", "۔", "।")
LAST_WORDS, FIRST_WORD = re.compile(r"(?:\w+\W+)?\w+\W*$"), re.compile(r"\W*\w+")
NEAR = 30  # characters around a year in which its neighbours stand
DAYS = 31


def past_year(title: str, newest: int, oldest: int) -> re.Match[str] | None:
    """The latest year in a title, if it lies from `oldest` to `newest` and belongs to no date ("5 March 2021")."""
    if "20" not in title:
        return None
    found = max(YEAR.finditer(title), key=lambda match: match[0], default=None)
    if found is None or not oldest <= int(found[0]) <= newest:
        return None
    before = WORD.findall(title[: found.start()])[-2:]
    return None if any(word.isdecimal() and int(word) <= DAYS for word in before) else found


def moved_on(text: str, year: int, today: int) -> bool:
    """Whether a text speaks of this year or the last more often than of the title's year."""
    if not any(str(recent) in text for recent in (today - 1, today)):
        return False
    years = [int(match[0]) for match in YEAR.finditer(text)]
    return sum(today - 1 <= one <= today for one in years) > years.count(year)


def labels(title: str, year: re.Match[str], text: str) -> bool:
    """Whether the year is a title's label, as in "Best kettles 2021": it names an edition, and not an event.

    It stands at an end of the title, of a part of it, or in brackets. The text does not use it at all, or in the
    title's own words alone. No label is the year of a question, of a statement, or of a name (the Companies Act
    2013), which is one whose last word has a capital and stands nowhere in the text without.
    """
    if title.rstrip().endswith(SENTENCE_ENDS):
        return False
    before, after = title[: year.start()], title[year.end() :]
    if not (BEFORE.search(before) or AFTER.match(after)):
        return False
    words = WORD.findall(before)
    if len(words) > 1 and is_name(words[-1], text):
        return False
    places = [found.start() for found in re.finditer(year[0], text)]
    if words:
        own = words_before(title, year.start())
        return all(words_before(text, at).endswith(own) for at in places)
    own = word_after(title, year.start())
    return all(word_after(text, at).startswith(own) for at in places)


def is_name(word: str, text: str) -> bool:
    """Whether a word of a title, not its first, is a name's: with a capital, in the text too wherever it stands."""
    if not word[0].isupper():
        return False
    return re.search(rf"\b{re.escape(word.lower())}\b", text) is None


def words_before(text: str, at: int) -> str:
    """The two words before an offset, casefolded, with single spaces; what there is of them."""
    found = LAST_WORDS.search(text[max(at - NEAR, 0) : at])
    return " ".join(WORD.findall(found[0].casefold())) if found else ""


def word_after(text: str, at: int) -> str:
    """The word after a year that stands at an offset, casefolded; empty without one."""
    found = FIRST_WORD.match(text[at + 4 : at + 4 + NEAR])
    return "".join(WORD.findall(found[0].casefold())) if found else ""


def written_later(page: Page, year: int) -> bool:
    """Whether the page was published long after a year, so that it looks back on it."""
    moment = parse_date(page.date.value) if page.date and not page.date.blank else None
    return moment is not None and moment.year > year + 1


def outdated_year(page: Page, today: int, limit: int, window: int) -> int | None:
    """The year in the page's title that is past, where the title should have another one; None if there is none.

    Years count from `window` years before `today` to before the last `limit` years.
    """
    title = page.title.value if page.title else ""
    found = past_year(title, today - limit - 1, today - window)
    if found is None:
        return None
    year = int(found[0])
    text = "\n".join([page.text or "", *(heading.text for heading in page.headings or ())])
    if moved_on(text, year, today):
        return year
    return year if labels(title, found, text) and not written_later(page, year) else None
