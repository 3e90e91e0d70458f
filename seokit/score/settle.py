"""Settling: facts by key → site rules → findings, then the scores of every page and of the site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from seokit.model import Fact, Finding, Hit, Scores, Settings, Summary
from seokit.score.by_url import Target, by_url
from seokit.score.context import SiteContext
from seokit.score.facts import Groups
from seokit.score.look import Noted, Row, note, stamp
from seokit.score.plan import Active, Plan, make_plan
from seokit.score.points import page_score, site_scores


class Settled(Struct, frozen=True):
    """The finished halves of an Audit."""

    pages: tuple[Summary, ...]
    findings: tuple[Finding, ...]
    scores: Scores


def settle(
    pages: Sequence[Summary], noted: list[list[Noted]], facts: dict[str, list[Row]], settings: Settings
) -> Settled:
    """Run the site rules and finish pages, findings (sorted) and scores. `noted` is beside `pages`.

    `facts` and `noted` are used up, an index and a page at a time: both forms of a large site are too much.
    """
    plan = make_plan(settings.rules)
    findings = [stamped(plan, noted[place], page) for place, page in enumerate(pages)]
    by_number = {page.number: place for place, page in enumerate(pages)}
    sizes: dict[str, int] = {}
    for page in pages:
        sizes[page.section] = sizes.get(page.section, 0) + 1
    context = SiteContext(settings, sizes)
    failed = [page.failed for page in pages]
    links: dict[int, tuple[int, int]] = {}
    for index in plan.indexes:
        rows = facts.pop(index.name, None)
        if rows is None:
            continue
        groups = grouped(rows, index.least, pages, by_number)
        prepared: Any = index.prepare(groups) if index.prepare else groups
        if index is by_url:
            links = count_inlinks(prepared)
        for active in plan.site_rules:
            if active.rule.index is not index:
                continue
            hit_pages: set[int] = set()
            for hit in hits(active, prepared, context):
                fact = hit.where
                if not isinstance(fact, Fact):
                    raise TypeError(f"{active.rule.id}: a site rule points at a Fact")
                place = by_number[fact.page.number]
                findings[place].append(stamp(active, note(active, hit), fact.page))
                hit_pages.add(place)
            for place in hit_pages:
                failed[place] += active.weight
    for place in range(len(pages)):
        if len(findings[place]) > 1:
            findings[place].sort(key=order)
    finished = tuple(
        finish(page, failed[place], findings[place], links.get(page.number))
        for place, page in enumerate(pages)
    )
    return Settled(finished, tuple(chain.from_iterable(findings)), site_scores(finished))


def stamped(plan: Plan, noted: list[Noted], page: Summary) -> list[Finding]:
    """The findings of a page; empties the list that they came in."""
    findings = [stamp(plan.rules[one[0]], one, page) for one in noted]
    noted.clear()
    return findings


def grouped(rows: list[Row], least: int, pages: Sequence[Summary], by_number: dict[int, int]) -> Groups:
    """Facts by key, in the order of the files; keys with fewer than `least` facts are left out."""
    if least > 1:
        # Most keys are alone: find those that are not before any list is made.
        seen: set[Any] = set()
        again: set[Any] = set()
        for row in rows:
            key = row[0]
            (again if key in seen else seen).add(key)
        rows = [row for row in rows if row[0] in again]
    found: dict[Any, list[Fact]] = {}
    for key, number, value, field, line, column in rows:
        fact = Fact(pages[by_number[number]], value, field, line, column)
        listed = found.get(key)
        if listed is None:
            found[key] = [fact]
        else:
            listed.append(fact)
    return [(key, facts) for key, facts in found.items() if len(facts) >= least]


def hits(active: Active, groups: Any, context: SiteContext) -> Iterator[Hit]:
    """Call a site rule: once for the whole index, or once per key."""
    if active.rule.whole:
        yield from active.check(groups, context)
        return
    wants = active.wants_context
    for key, facts in groups:
        yield from active.check(key, facts, context) if wants else active.check(key, facts)


def count_inlinks(targets: Iterable[Target]) -> dict[int, tuple[int, int]]:
    """Page number → (links to it, pages that link to it), self-links not counted."""
    counts: dict[int, tuple[int, int]] = {}
    for target in targets:
        linking = [link.page.number for link in target.links] if target.pages else []
        pages = set(linking)
        for page in target.pages:
            own = page.page.number
            counts[own] = (len(linking) - linking.count(own), len(pages) - (own in pages))
    return counts


def order(finding: Finding) -> tuple[int, int, str, str]:
    """Findings of one page stand in the order of its lines."""
    return finding.line or 0, finding.column or 0, finding.rule, finding.message


EXACT_COPIES = ("answer-duplicate", "content-duplicate")


def finish(page: Summary, failed: float, findings: list[Finding], inlinks: tuple[int, int] | None) -> Summary:
    """A Summary with its score and with what only the site knows."""
    counts = {"error": 0, "warning": 0, "info": 0}
    closest, near = "", 0
    for finding in findings:
        counts[finding.severity] += 1
        if finding.rule == "answer-near-duplicate" and not closest:
            closest, near = str(finding.value), len(finding.related)
        elif finding.rule in EXACT_COPIES:
            closest = "100"
    return replace(
        page,
        failed=failed,
        score=round(page_score(page.applicable, failed), 2),
        errors=counts["error"],
        warnings=counts["warning"],
        infos=counts["info"],
        inlinks=inlinks[0] if inlinks else None,
        unique_inlinks=inlinks[1] if inlinks else None,
        closest_match=closest,
        near_duplicates=near,
    )
