"""What a page asks not to hear of: `seokit:` in its front matter, and comments in its text or HTML.

    seokit: {ignore: [title-too-long], reason: "The name of a law.", until: 2027-01-01}
    <!-- seokit-ignore title-too-long, content-thin until 2027-01-01: The name of a law. -->

`seokit` may also be a list of such mappings. What is written wrongly becomes a Problem of suppression-invalid.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

from seokit.extract.places import span_of
from seokit.extract.regions import scan
from seokit.model import Entry, Problem, Span, Suppression

KEY, MARK, COMMENT = "seokit", "seokit-ignore", "@comment"
FAULT = "suppression-invalid"
MOST = 100  # comments of a page, and mappings of its front matter: more is no list of exceptions
_KEYS = ("ignore", "reason", "until")
Found = tuple[tuple[Suppression, ...], tuple[Problem, ...]]


def suppressions_of(values: Mapping[str, Any], entries: Mapping[str, Entry], text: str) -> Found:
    """Those of a source: its front matter's, whose leaves are `entries`, and the comments in its text."""
    found: list[Suppression] = []
    problems: list[Problem] = []
    written = values.get(KEY)
    if written is not None:
        items = written if isinstance(written, list) else [written]
        for item in items[:MOST]:
            read_mapping(item, entries, found, problems)
    if MARK in text:
        in_comments, wrong = read_comments(text, markdown=True)
        found += in_comments
        problems += wrong
    return tuple(found), tuple(problems)


def read_mapping(
    item: Any, entries: Mapping[str, Entry], found: list[Suppression], problems: list[Problem]
) -> None:
    """One mapping of the front matter; where it stands is known to its key, in a list to the list."""

    def place(key: str) -> tuple[Span | None, str]:
        entry = entries.get(f"{KEY}.{key}") or entries.get(KEY)
        return (entry.span, entry.name) if entry else (None, KEY)

    def fault(message: str, key: str, value: object) -> None:
        span, field = place(key)
        problems.append(Problem(FAULT, message, span, field, str(value)))

    if not isinstance(item, dict):
        fault('"seokit" is a mapping such as {ignore: [title-too-long], reason: "…"}', "", item)
        return
    for key in item:
        if key not in _KEYS:
            fault(f'"seokit" has no key "{key}"; there are {", ".join(_KEYS)}', key, key)
    names = item.get("ignore")
    listed = [names] if isinstance(names, str) else names
    if (
        not isinstance(listed, list)
        or not listed
        or not all(isinstance(n, str) and n.strip() for n in listed)
    ):
        fault('"ignore" is a list of names of rules', "ignore", names if names is not None else "")
        return
    until, reason = item.get("until"), item.get("reason")
    day = as_day(until)
    if until is not None and day is None:
        fault('"until" is a date such as 2027-01-01', "until", until)
        return
    span, field = place("ignore")
    rules = tuple(dict.fromkeys(name.strip() for name in listed))
    found.append(Suppression(rules, "" if reason is None else str(reason), day, span, field))


def as_day(value: object) -> dt.date | None:
    """An ISO date, written as text or read as a date; a time behind it does not count."""
    try:
        return dt.date.fromisoformat(str(value).strip()[:10])
    except ValueError:
        return None


def read_comments(text: str, *, markdown: bool = False) -> Found:
    """Those in the comments of HTML, or of Markdown, where code that shows one does not count."""
    found: list[Suppression] = []
    problems: list[Problem] = []
    code = [region for region in scan(text) if region.kind in ("fence", "code")] if markdown else []
    for start, end in comments(text):
        if any(region.start <= start < region.end for region in code):
            continue
        inside = text[start + 4 : end].strip()
        rest = inside.removeprefix(MARK)
        if not inside.startswith(MARK) or rest[:1].strip(" \t\r\n:,"):
            continue
        read = read_comment(rest, span_of(text, start, end + 3))
        if isinstance(read, Problem):
            problems.append(read)
        else:
            found.append(read)
        if len(found) + len(problems) >= MOST:
            break
    return tuple(found), tuple(problems)


def read_comment(text: str, span: Span) -> Suppression | Problem:
    """What stands behind the mark: names of rules, perhaps "until" and a day, a colon and the reason."""
    head, _, reason = text.partition(":")
    words = head.replace(",", " ").split()
    day: dt.date | None = None
    if "until" in words:
        written = " ".join(words[words.index("until") + 1 :])
        words = words[: words.index("until")]
        day = as_day(written)
        if day is None:
            return Problem(FAULT, f'"until {written}" is no date such as 2027-01-01', span, COMMENT, written)
    if not words:
        return Problem(FAULT, f"no rule is named: <!-- {MARK} title-too-long: why -->", span, COMMENT, text)
    return Suppression(tuple(dict.fromkeys(words)), " ".join(reason.split()), day, span, COMMENT)


def comments(text: str) -> Iterator[tuple[int, int]]:
    """Where the insides of comments that hold the mark begin (with `<!--`) and end (before `-->`).

    Scripts and attributes have none. Without turbohtml there is no tokenizer, and every `<!--` counts.
    """
    from seokit.extract.html import turbo_is_there

    if turbo_is_there():
        from seokit.extract.template_tokens import html_tokens

        spans = ((token.start, token.end) for token in html_tokens(text, ()) if token.kind == "comment")
    else:
        spans = ((one.start(), one.end()) for one in re.finditer(r"<!--.*?-->", text, re.DOTALL))
    for start, end in spans:
        if (
            text.startswith("<!--", start)
            and text.endswith("-->", start + 4, end)
            and MARK in text[start:end]
        ):
            yield start, end - 3
