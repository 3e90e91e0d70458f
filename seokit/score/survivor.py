"""Which of several pages with one content should stay."""

from __future__ import annotations

from seokit.extract.dates import parse_date

UNDATED = "9999"  # sorts behind every date


def preference(url: str, date: str, inlinks: int, named: int) -> tuple[int, int, str, int, str]:
    """The smallest is the survivor: most named as canonical by the others, most inlinks, oldest, shortest URL.

    A canonical that is written is somebody's decision; links are what others know the page by; an old page is
    known to search engines; of two equal URLs the smaller one, so that the answer is always the same.
    """
    moment = parse_date(date) if date else None
    day = moment.date().isoformat() if moment else UNDATED
    return -named, -inlinks, day, len(url), url


def told(date: str, inlinks: int, named: int) -> str:
    """Why a page stays, in a few words."""
    if named:
        return f"{named} of the others name{'s' if named == 1 else ''} it as canonical"
    if inlinks:
        return f"{inlinks:,} page{' links' if inlinks == 1 else 's link'} to it"
    return f"the oldest, of {date[:10]}" if date and parse_date(date) else "the shortest URL"
