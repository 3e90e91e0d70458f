"""What a page asks not to hear of: `seokit:` in its front matter, and comments in its text or HTML.

    seokit: {ignore: [title-too-long], reason: "The name of a law.", until: 2027-01-01}
    <!-- seokit-ignore title-too-long, content-thin until 2027-01-01: The name of a law. -->
    {/* seokit-ignore title-too-long: the same in MDX */}

`seokit` may also be a list of such mappings. What is written wrongly becomes a Problem of suppression-invalid.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from seokit.extract.html.comments import comments
from seokit.extract.markdown import rendered
from seokit.extract.places import span_of
from seokit.model import Entry, Problem, Span, Suppression, Text

KEY, MARK, COMMENT = "seokit", "seokit-ignore", "@comment"
FAULT = "suppression-invalid"
MOST = 100  # names of rules in a page, and as many mappings and comments: more is no list of exceptions
_KEYS = ("ignore", "reason", "until")
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ][0-9:.+Z-]*)?")  # a time behind it does not count
Found = tuple[tuple[Suppression, ...], tuple[Problem, ...]]


def as_day(value: object) -> dt.date | None:
    """A date such as 2027-01-01, as text or read as a date; None for anything else."""
    found = _DAY.fullmatch(str(value).strip())
    try:
        return dt.date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


class Reading:
    """The suppressions of one file, as far as they are read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Suppression] = []
        self.problems: list[Problem] = []
        self._names = self._others = 0
        self._full = False

    def result(self) -> Found:
        """All of them, and what is wrong with others."""
        return tuple(self.found), tuple(self.problems)

    def read_field(self, value: Any, entries: Mapping[str, Entry]) -> None:
        """The front matter's, whose leaves are `entries`."""
        whole = entries.get(KEY)
        at = whole.span.start if whole and whole.span else 0
        for item in value if isinstance(value, list) else [value]:
            if not self._has_room(whole.span if whole else None, KEY):
                return
            at = self._read_mapping(item, entries, at)

    def read_html(self, start: int = 0) -> None:
        """Those in the comments of HTML, from an offset on."""
        for begin, inside, end in comments(self.text[start:] if start else self.text):
            said = self.text[start + begin + 4 : start + inside]
            if is_ours(said) and not self._read_comment(said, start + begin, start + end):
                return

    def read_markdown(self, field: Text) -> None:
        """Those in the comments of a Markdown text: what it is rendered to has them, and where it is code has not."""
        if field.span is None or MARK not in field.value:
            return
        html = rendered(field.value)
        at, last = field.span.start, field.span.end
        for begin, inside, _ in comments(html):
            said = html[begin + 4 : inside]
            if not is_ours(said):
                continue
            start, end = find_comment(self.text, said, at, last)
            at = end if start >= 0 else at
            if not self._read_comment(said, *((start, end) if start >= 0 else (field.span.start, last))):
                return

    def read_braces(self, places: Iterable[tuple[int, int]]) -> None:
        """Those in the comments of MDX, which stand at these places: `{/* … */}`."""
        for start, end in places:
            said = self.text[start + 3 : end - 3]
            if is_ours(said) and not self._read_comment(said, start, end):
                return

    def _read_mapping(self, item: Any, entries: Mapping[str, Entry], at: int) -> int:
        """One mapping; returns where the next one is looked for."""
        first = next(iter(entries.values()), None)
        where, after = self._places(item, entries, at) if isinstance(item, dict) else ({}, at)

        def fault(message: str, key: str, value: object) -> int:
            span = where.get(key) or (first.span if first else None)
            self.problems.append(Problem(FAULT, message, span, KEY, str(value)[:MOST]))
            return after

        if not isinstance(item, dict):
            return fault('"seokit" is a mapping such as {ignore: [title-too-long], reason: "…"}', "", item)
        for key in list(item)[:MOST]:
            if key not in _KEYS:
                fault(f'"seokit" has no key "{key[:MOST]}"; there are {", ".join(_KEYS)}', key, key)
        names, reason, until = (item.get(key) for key in _KEYS)
        listed = [names] if isinstance(names, str) else names
        good = isinstance(listed, list) and all(isinstance(name, str) and name.strip() for name in listed)
        if not good or not listed:
            return fault('"ignore" is a list of names of rules', "ignore", "" if names is None else names)
        day = as_day(until)
        if until is not None and day is None:
            return fault('"until" is a date such as 2027-01-01', "until", until)
        span = where.get("ignore") or (first.span if first else None)
        start, end = (span.start, max(span.end, after)) if span else (0, 0)
        self._add(listed, "" if reason is None else str(reason), day, span, f"{KEY}.ignore", start, end)
        return after

    def _places(
        self, item: dict[str, Any], entries: Mapping[str, Entry], at: int
    ) -> tuple[dict[str, Span], int]:
        """Where the values of a mapping stand, of one in a list where its keys do; and where that mapping ends.

        Of a list only its own place is known: the words of the mappings are looked for, one after another.
        """
        whole = entries.get(KEY)
        if whole is None:
            named = ((key, entries.get(f"{KEY}.{key}")) for key in list(item)[:MOST])
            return {key: entry.span for key, entry in named if entry}, 0
        where: dict[str, Span] = {}
        for key, value in list(item.items())[:MOST]:
            found = self.text.find(key, at, whole.span.end)
            if found < 0:
                break
            at = found + len(key)
            where[key] = span_of(self.text, found, at)
            for part in map(str, (value if isinstance(value, list) else [value])[:MOST]):
                found = self.text.find(part, at, whole.span.end)
                if found < 0:
                    break
                at = found + len(part)
        return where, at

    def _read_comment(self, said: str, start: int, end: int) -> bool:
        """A comment that has the mark; returns whether more are read."""
        span = span_of(self.text, start, end)
        if not self._has_room(span, COMMENT):
            return False
        head, _, reason = said.strip().removeprefix(MARK).partition(":")
        words = head.replace(",", " ").split()
        day: dt.date | None = None
        if "until" in words:
            written = " ".join(words[words.index("until") + 1 :])
            words = words[: words.index("until")]
            day = as_day(written)
            if day is None:
                message = f'"until {written[:MOST]}" is no date such as 2027-01-01'
                self.problems.append(Problem(FAULT, message, span, COMMENT, written[:MOST]))
                return True
        if not words:
            message = f"no rule is named: <!-- {MARK} title-too-long: why -->"
            self.problems.append(Problem(FAULT, message, span, COMMENT, said.strip()[:MOST]))
            return True
        self._add(words, " ".join(reason.split()), day, span, COMMENT, start, end)
        return True

    def _add(
        self,
        names: Sequence[str],
        reason: str,
        day: dt.date | None,
        span: Span | None,
        field: str,
        start: int,
        end: int,
    ) -> None:
        """Note a suppression whose names stand one after another in [start, end)."""
        rules = list(dict.fromkeys(name.strip() for name in names))
        room = MOST - self._names
        self._names += len(rules)
        if len(rules) > room:
            self._say_full(span, field)
            rules = rules[:room]
        spans: list[Span | None] = []
        for rule in rules:
            at = self.text.find(rule, start, end)
            spans.append(span_of(self.text, at, at + len(rule)) if at >= 0 else span)
            start = at + len(rule) if at >= 0 else start
        if rules:
            self.found.append(Suppression(tuple(rules), reason, day, span, field, tuple(spans)))

    def _has_room(self, span: Span | None, field: str) -> bool:
        """Whether one more mapping or comment is read."""
        self._others += 1
        if self._others > MOST:
            self._say_full(span, field)
        return self._others <= MOST

    def _say_full(self, span: Span | None, field: str) -> None:
        if not self._full:
            message = (
                f"more than {MOST} suppressions in one page: the rest is not read; {KEY}.toml can hold them"
            )
            self.problems.append(Problem(FAULT, message, span, field, str(MOST)))
        self._full = True


def is_ours(said: str) -> bool:
    """Whether a comment's inside begins with the mark, as a word of its own."""
    said = said.lstrip()
    after = said[len(MARK) : len(MARK) + 1]
    return said.startswith(MARK) and (not after or after.isspace() or after in ":,")


def find_comment(text: str, said: str, start: int, end: int) -> tuple[int, int]:
    """Where a comment stands that was rendered, white space apart; (-1, -1) where it is written otherwise."""
    words = said.split()
    while (begin := text.find("<!--", start, end)) >= 0:
        close = text.find("-->", begin + 4, end)
        if close < 0:
            break
        for opening in (begin, text.rfind("<!--", begin, close)):  # the first may be an example in code
            if text[opening + 4 : close].split() == words:
                return opening, close + 3
        start = close + 3
    return -1, -1


def of_source(
    asked: Any,
    entries: Mapping[str, Entry],
    text: str,
    fields: Iterable[Text],
    html: int | None,
    braces: Iterable[tuple[int, int]] = (),
) -> Found:
    """Those of a source: what its front matter says under KEY, and the comments in its texts.

    `entries` are the leaves of the front matter, `fields` its Markdown, `html` is where a body of HTML begins,
    `braces` are the places of MDX comments.
    """
    reading = Reading(text)
    if asked is not None:
        reading.read_field(asked, entries)
    if MARK in text:
        if html is not None:
            reading.read_html(html)
        for field in fields:
            reading.read_markdown(field)
        reading.read_braces(braces)
    return reading.result()


def of_built(text: str) -> Found:
    """Those of a built page."""
    if MARK not in text:
        return (), ()
    reading = Reading(text)
    reading.read_html()
    return reading.result()
