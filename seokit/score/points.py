"""Points: which rules apply to a page, what they weigh, and the scores of page, section and site."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from seokit import urls
from seokit.model import Page, Scores, Severity, Summary, Text

# The one table of weights (CONTRACT: scores).
WEIGHTS: dict[Severity, float] = {"error": 5.0, "warning": 2.0, "info": 0.5}
# A section is compared only when it has this many indexable pages; below, one page decides the mean.
SMALLEST_SECTION = 20

State = Literal["unknown", "missing", "present"]


def state(page: Page, attribute: str, missable: frozenset[str]) -> State:
    """Whether the page has what a rule judges.

    `missable` are the attributes for which some rule reports absence: only there does a missing
    value count as failed; elsewhere it makes the rule not applicable.
    """
    value = getattr(page, attribute)
    there = having(value)
    if there is None:
        return "unknown"
    if there:
        return "present"
    if attribute in missable:
        return "missing"
    return "unknown" if isinstance(value, Text | str) else "present"


def having(value: object) -> bool | None:
    """Whether a value of a page says anything; None where that cannot be known."""
    if value is None:
        return None
    if isinstance(value, Text):
        return not value.blank
    return bool(value.strip()) if isinstance(value, str) else bool(value)


def page_score(applicable: float, failed: float) -> float:
    """100 × weight of passed rules / weight of applicable rules; 100 where none applies."""
    return 100.0 * (applicable - failed) / applicable if applicable else 100.0


def percentile(sorted_values: Sequence[float], share: float) -> float:
    """The value below which `share` of the values lie, by linear interpolation (as pandas does)."""
    place = share * (len(sorted_values) - 1)
    below = int(place)
    above = min(below + 1, len(sorted_values) - 1)
    return sorted_values[below] + (sorted_values[above] - sorted_values[below]) * (place - below)


def site_scores(pages: Iterable[Summary]) -> Scores:
    """Mean, 10th percentile, health and sections over the indexable pages."""
    pages = list(pages)
    counted = [page for page in pages if page.indexable]
    if not counted:
        return Scores(pages=len(pages))
    scores = sorted(page.score for page in counted)
    by_section: dict[str, list[float]] = {}
    for page in counted:
        by_section.setdefault(page.section, []).append(page.score)
    sections = {name: round(sum(values) / len(values), 2) for name, values in sorted(by_section.items())}
    large = [name for name in sections if len(by_section[name]) >= SMALLEST_SECTION]
    return Scores(
        site=round(sum(scores) / len(scores), 2),
        percentile_10=round(percentile(scores, 0.1), 2),
        health=round(100.0 * (1 - faulty(counted) / len(counted)), 2),
        indexable=len(counted),
        pages=len(pages),
        sections=sections,
        lowest_section=min(large, key=lambda name: (sections[name], name), default=None),
    )


def faulty(pages: Sequence[Summary]) -> int:
    """How many pages have an error. What source and built page both have is said once, and counts for both."""
    sources = {urls.key(page.url) for page in pages if page.errors and page.kind == "source" and page.url}
    return sum(
        bool(page.errors) or (page.kind == "built" and bool(page.url) and urls.key(page.url) in sources)
        for page in pages
    )
