"""Search Console's figures joined to the audited pages, and what they make of priorities."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from seokit import urls
from seokit.extract.searchconsole import Shown
from seokit.model import SEVERITIES, Audit, Priority, Searched, Severity, Traffic

LEVELS: tuple[Priority, ...] = ("High", "Medium", "Low")
# An issue moves up a level where the pages that have it make up this share of the impressions of all audited
# pages, and down where they have none at all, but an error never below Medium: a page that is shut out of the
# index is shown to nobody because of it.
MOST = 0.25


def with_traffic(audit: Audit, rows: Sequence[Shown], file: str) -> Audit:
    """The audit with each page's clicks and impressions, and what of the export fits no page.

    Rows are joined by URL, as pages are told apart: without scheme, fragment, trailing slash, index.html. Rows
    of one page are added up; its position is their mean, weighted by impressions. Without a base URL only the
    path counts. A source and its built page get the same figures.
    """
    base = audit.config.base_url
    told = added(rows, base)
    keys = [urls.site_key(page.url, base) if page.url else "" for page in audit.pages]
    pages = tuple(replace(page, traffic=told.get(key)) for page, key in zip(audit.pages, keys, strict=True))
    here = set(keys)
    matched = [traffic for key, traffic in told.items() if key in here]
    strangers = [traffic for key, traffic in told.items() if key not in here]
    searched = Searched(
        file=file,
        rows=len(rows),
        matched=len(matched),
        clicks=sum(one.clicks for one in matched),
        impressions=sum(one.impressions for one in matched),
        unmatched=tuple(sorted(strangers, key=lambda one: (-one.impressions, one.address))),
    )
    return replace(audit, pages=pages, searched=searched)


def added(rows: Iterable[Shown], base_url: str) -> dict[str, Traffic]:
    """The rows by the key of their URL, those of one page as one."""
    together: dict[str, list[Shown]] = {}
    for row in rows:
        together.setdefault(urls.site_key(row.address, base_url), []).append(row)
    return {key: total(alike) for key, alike in together.items()}


def total(rows: Sequence[Shown]) -> Traffic:
    """One page's figures; its address is that of the row with most impressions."""
    clicks = sum(row.clicks for row in rows)
    impressions = sum(row.impressions for row in rows)
    ranked = [(row.position, max(row.impressions, 1)) for row in rows if row.position is not None]
    weight = sum(count for _, count in ranked)
    return Traffic(
        address=max(rows, key=lambda row: row.impressions).address,
        clicks=clicks,
        impressions=impressions,
        ctr=round(100 * clicks / impressions, 2) if impressions else None,
        position=round(sum(place * count for place, count in ranked) / weight, 2) if weight else None,
    )


def priority(severity: Severity, impressions: int | None = None, of_all: int = 0) -> Priority:
    """The priority of an issue: by severity alone, or weighed by the impressions of the pages that have it."""
    level = SEVERITIES.index(severity)
    if impressions is not None and of_all:
        if impressions >= MOST * of_all:
            level -= 1
        elif not impressions:
            level = level + 1 if level else 1
    return LEVELS[min(max(level, 0), len(LEVELS) - 1)]
