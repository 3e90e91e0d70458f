"""Rules about dates: whether they are there, can be read, have passed, and how they are shown."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from seokit.extract.dates import parse_date
from seokit.extract.html.page import first_value
from seokit.model import Hit, Page, Text
from seokit.score.context import Context
from seokit.score.dateformat import format_fault
from seokit.score.rule import rule

BYLINES = "https://developers.google.com/search/docs/appearance/publication-dates"
MOMENT = "https://momentjs.com/docs/#/displaying/format/"
NUMERIC = re.compile(r"\d{4}-\d{1,2}-\d{1,2}(?!\d)")
# Eleventy computes these when it builds: https://www.11ty.dev/docs/dates/
COMPUTED = frozenset({"last modified", "created", "git last modified", "git created"})


def written_dates(page: Page) -> Iterator[tuple[Text, dt.datetime | None]]:
    """The page's date and modified fields, as far as there is something to judge, and what they say."""
    for text in (page.date, page.modified):
        if text is not None and not text.blank:
            moment = parse_date(text.value)
            if moment is not None or text.value.strip().casefold() not in COMPUTED:
                yield text, moment


@rule(
    "date-missing",
    severity="info",
    evidence="convention",
    source=BYLINES,
    message="the page has no date",
    field="date",
    missing=True,
)
def missing(page: Page) -> Iterator[Hit]:
    """A reader, and a search engine that shows a date beside the result, cannot tell how old the page is.

    A home page or a listing has none: not asked are the home page, Hugo's `_index.md`, and built pages that do
    not say that they are articles, in og:type or in their structured data.

    Fix: write the day on which the page was first published, as 2024-06-07.

    Bad:
        title: When does sourdough need a colder place?
    Good:
        title: When does sourdough need a colder place?
        date: 2024-06-07
    """
    if page.date is not None and page.date.blank:
        yield Hit(page.date)


@rule(
    "date-invalid",
    severity="error",
    evidence="documented",
    source=BYLINES,
    message="{name} {value} is {reason}",
    field="date",
)
def invalid(page: Page) -> Iterator[Hit]:
    """A date that cannot be read stops some builds and is dropped by others, from the page and its markup.

    Accepted are ISO dates and times with or without a zone, and the forms that site generators take beside
    them, such as 2024-06-07 12:00:00 +0000 or Jan 22, 2025.

    Fix: write the date as 2024-06-07, or with time and zone as 2024-06-07T12:00:00Z.

    Bad:
        date: 2024-02-30
    Good:
        date: 2024-02-29
    """
    for text, moment in written_dates(page):
        if moment is None:
            reason = (
                "a day or time that does not exist"
                if NUMERIC.match(text.value)
                else "no date that can be read"
            )
            yield Hit(text, {"value": text.value, "name": text.field or "date", "reason": reason})


@rule(
    "date-future",
    severity="warning",
    evidence="documented",
    source=BYLINES,
    message="{name} {value} is after today, {today}",
    field="date",
)
def future(page: Page, ctx: Context) -> Iterator[Hit]:
    """Google asks not to use future dates, and most generators leave such a page out of the build.

    Only the days are compared, as written; today is the day of the audit (`--today`).

    Fix: write the day of publication, or keep the page as a draft until then.

    Bad:
        date: 2999-01-01
    Good:
        date: 2024-06-07
    """
    for text, moment in written_dates(page):
        if moment is not None and moment.date() > ctx.today:
            yield Hit(text, {"value": text.value, "name": text.field or "date", "today": ctx.today})


@rule(
    "date-format-invalid",
    severity="warning",
    evidence="convention",
    source=MOMENT,
    message="date format {value}: {reason}",
    field="date_format",
    when="date_format",
)
def format_invalid(page: Page) -> Iterator[Hit]:
    """A wrong letter in a date pattern is printed as it stands, on every page that uses the pattern.

    The library is told by the pattern's shape: strftime (`%b %d, %Y`), Go (`Jan 2, 2006`), PHP (`M j, Y`),
    or Moment.js and Day.js (`MMM DD, YYYY`), with the Unicode letters of date-fns and Luxon (`MMM d, yyyy`).
    A pattern without a year is reported too, since a reader cannot tell how old the page is.

    Fix: use the tokens of the library that the template formats dates with, and put words in its quotes.

    Bad:
        date_format: MMM DDth, YYYY
    Good:
        date_format: MMM DD, YYYY
    """
    written = page.date_format
    reason = format_fault(written.value) if written else ""
    if written and reason:
        yield Hit(written, {"value": written.value, "reason": reason})


@rule(
    "date-modified-before-published",
    severity="error",
    evidence="documented",
    source=BYLINES,
    message="{name} {value} is before {first} {published}",
    field=("date", "modified"),
    when="modified",
)
def modified_before_published(page: Page) -> Iterator[Hit]:
    """A page cannot have been changed before it was there: one of the two dates is wrong.

    Two moments with a zone are compared to the second, others by their days.

    Fix: correct the date that is wrong, or take the modified one out.

    Bad:
        title: How sour is rye?
        date: 2024-06-07
        lastmod: 2024-05-01
    Good:
        title: How sour is rye?
        date: 2024-06-07
        lastmod: 2024-06-08
    """
    if page.date is None or page.modified is None:
        return
    published, modified = parse_date(page.date.value), parse_date(page.modified.value)
    if published and modified and apart(published, modified) > dt.timedelta(0):
        names = {"name": page.modified.field or "modified", "first": page.date.field or "date"}
        yield Hit(page.modified, {"value": page.modified.value, "published": page.date.value, **names})


def apart(one: dt.datetime, other: dt.datetime) -> dt.timedelta:
    """How much later the first is: exactly where both have a zone, else in whole days as written."""
    if one.tzinfo and other.tzinfo:
        return one - other
    return one.date() - other.date()


@rule(
    "date-stale",
    severity="info",
    evidence="convention",
    source=BYLINES,
    message="the page was last changed on {value}, {days} days ago",
    field="date",
    default=False,
)
def stale(page: Page, ctx: Context, *, limit: int = 730) -> Iterator[Hit]:
    """A list of the pages that nobody has touched for long, to be read again.

    The modified date counts, else the date; `limit` is in days. Off by default: age alone is no fault.

    Fix: read the page again; correct it, or write down that it was looked at.

    Bad:
        title: How sour is rye?
        date: 2019-06-07
    Good:
        config: rules.date-stale.limit = 100000
        title: How sour is rye?
        date: 2019-06-07
    """
    for text in (page.modified, page.date):
        moment = parse_date(text.value) if text and not text.blank else None
        if text and moment:
            days = (ctx.today - moment.date()).days
            if days > limit:
                yield Hit(text, {"value": text.value, "days": days})
            return


@rule(
    "date-disagrees",
    severity="warning",
    evidence="documented",
    source=BYLINES,
    message="{name} says {value}, {other} in the structured data {schema}",
    field="html",
    when="html.jsonld",
)
def disagrees(page: Page) -> Iterator[Hit]:
    """Google wants one date in all places: a page that names several is shown with none, or with a wrong one.

    Compared are `article:published_time` with `datePublished` in the JSON-LD, and `article:modified_time`
    with `dateModified`, of the first node that has one; two moments within a day are the same.

    Fix: let the template write both from one field.

    Bad:
        <meta property="article:published_time" content="2024-06-07">
        <script type="application/ld+json">{"@type": "Article", "datePublished": "2023-01-01"}</script>
    Good:
        <meta property="article:published_time" content="2024-06-07">
        <script type="application/ld+json">{"@type": "Article", "datePublished": "2024-06-07"}</script>
    """
    if page.html is None or not page.html.jsonld:
        return
    for key, name in (("article:published_time", "datePublished"), ("article:modified_time", "dateModified")):
        written = page.html.content(key)
        schema = next(filter(None, (first_value(script, name) for script in page.html.jsonld)), "")
        one, other = parse_date(written.value) if written else None, parse_date(schema)
        if written and one and other and abs(apart(one, other)) >= dt.timedelta(days=1):
            yield Hit(written, {"value": written.value, "name": key, "other": name, "schema": schema})
            return
