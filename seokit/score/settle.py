"""Settling: facts by key → site rules → findings, then the scores of every page and of the site."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from time import perf_counter
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from seokit import urls
from seokit.model import (
    Fact,
    Finding,
    Hit,
    Scores,
    Settings,
    Summary,
    Suppressed,
)
from seokit.score.by_url import Target, by_url
from seokit.score.context import SiteContext
from seokit.score.facts import Groups, Index
from seokit.score.look import Noted, Row, note, stamp
from seokit.score.once import say_once
from seokit.score.plan import Active, Plan, make_plan
from seokit.score.points import page_score, site_scores
from seokit.score.records import judge_records
from seokit.score.records import order as records_order
from seokit.score.registry import named
from seokit.score.stopwatch import FINISH, PREPARE, SITE_RULES, Stopwatch
from seokit.score.suppress import Asked, Mutings

Point = tuple[str, str | None]
See = Callable[[Index, Any], None]
Record = Callable[[tuple[Summary, ...]], Any]  # makes a record when the pages are known
# What a built page, which has no answer of its own, calls the faults of an answer.
FOR_BUILT = {"answer-duplicate": "content-duplicate", "answer-near-duplicate": "content-near-duplicate"}


class Settled(Struct, frozen=True):
    """The finished halves of an Audit."""

    pages: tuple[Summary, ...]
    findings: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...]
    scores: Scores


def settle(
    pages: Sequence[Summary],
    noted: list[list[Noted]],
    facts: dict[str, list[Row]],
    settings: Settings,
    *,
    asked: Asked,
    records: Mapping[str, Record] | None = None,
    see: See | None = None,
    watch: Stopwatch | None = None,
) -> Settled:
    """Run the site rules and finish pages, findings (sorted) and scores. `noted` is beside `pages`.

    `asked` is what pages suppress; `records` makes what was read of files that are no pages, by the names that rules
    give them; `see` gets each index with what its rules get, of each kind of page, and then all findings are kept,
    those too that a built page only repeats. `facts` and `noted` are used up, an
    index and a page at a time: both forms of a large site are too much.
    """
    watch = Stopwatch() if watch is None else watch
    now = perf_counter()
    plan = make_plan(settings)
    findings = [stamped(plan, noted[place], page) for place, page in enumerate(pages)]
    by_number = {page.number: place for place, page in enumerate(pages)}
    contexts = contexts_of(pages, settings)
    failed = [page.failed for page in pages]
    links: dict[int, tuple[int, int]] = {}
    near: dict[int, tuple[str, int]] = {}  # place of a page → its nearest in per cent, and how many are near
    now = watch.add(now, FINISH)
    for index in plan.indexes:
        rows = facts.pop(index.name, None)
        if rows is None:
            continue
        parts = by_kind(rows, index, pages, by_number, contexts)
        if see:
            for _, prepared in parts:
                see(index, prepared)
        if index is by_url:
            for context, targets in parts:
                links.update(count_inlinks(targets))
                context.inlinks = links
            tell_sources(parts)
        now = watch.add(now, PREPARE, index.name)
        for active in plan.site_rules:
            if active.rule.index is not index:
                continue
            hit_pages: set[int] = set()
            for hit in chain.from_iterable(hits(active, prepared, context) for context, prepared in parts):
                fact = hit.where
                if not isinstance(fact, Fact):
                    raise TypeError(f"{active.rule.id}: a site rule points at a Fact")
                place = by_number[fact.page.number]
                findings[place].append(stamp(active, note(active, hit), fact.page))
                hit_pages.add(place)
                if active.rule.id in NEAR_COPIES:
                    near[place] = str(hit.values["value"]), hit.values["count"]
            for place in hit_pages:
                failed[place] += active.weight
            now = watch.add(now, SITE_RULES, active.rule.id)
    for place in range(len(pages)):
        if len(findings[place]) > 1:
            findings[place].sort(key=order)
    repeats = len(contexts) > 1 and not see
    kept = said_once(pages, findings, settings.base_url) if repeats else [*findings]
    known = {name: make(tuple(pages)) for name, make in (records or {}).items()}
    whole = contexts.get("") or SiteContext(settings, {})
    beside = add_beside(kept, judge_records(plan.record_rules, known, whole), by_number)
    mutings = Mutings(pages, asked, settings, plan, named)
    applicable = [page.applicable for page in pages]
    suppressed = mutings.apply(pages, findings, kept, applicable, failed)
    beside, more = mutings.apply_beside(beside)
    say_once(pages, kept, plan)
    beside += add_beside(kept, judge_records(plan.record_rules, {"suppressions": mutings}, whole), by_number)
    finished = tuple(
        finish(
            page,
            applicable[place],
            failed[place],
            findings[place],
            kept[place],
            links.get(page.number),
            near.get(place),
        )
        for place, page in enumerate(pages)
    )
    every = (*chain.from_iterable(kept), *sorted(beside, key=records_order))
    settled = Settled(finished, every, (*suppressed, *more), site_scores(finished))
    watch.add(now, FINISH)
    return settled


def stamped(plan: Plan, noted: list[Noted], page: Summary) -> list[Finding]:
    """The findings of a page; empties the list that they came in."""
    findings = [stamp(plan.rules[one[0]], one, page) for one in noted]
    noted.clear()
    return findings


def contexts_of(pages: Sequence[Summary], settings: Settings) -> dict[str, SiteContext]:
    """Kind → what site rules know of the pages of that kind; under "" of all, where there are several kinds."""
    sizes: dict[str, dict[str, int]] = {}
    for page in pages:
        of_kind = sizes.setdefault(page.kind, {})
        of_kind[page.section] = of_kind.get(page.section, 0) + 1
    contexts = {kind: SiteContext(settings, sizes[kind], kind) for kind in sorted(sizes, reverse=True)}
    if len(contexts) == 1:
        return contexts
    merged: dict[str, int] = {}
    for of_kind in sizes.values():
        for section, count in of_kind.items():
            merged[section] = merged.get(section, 0) + count
    return {**contexts, "": SiteContext(settings, merged)}


def by_kind(
    rows: list[Row],
    index: Index,
    pages: Sequence[Summary],
    by_number: dict[int, int],
    contexts: dict[str, SiteContext],
) -> list[tuple[SiteContext, Any]]:
    """The facts of an index as its rules want them, sources apart from built pages."""
    parts: list[tuple[SiteContext, Any]] = []
    for kind, context in contexts.items():
        if len(contexts) > 1 and index.across == bool(kind):
            continue
        own = rows
        if kind and len(contexts) > 1:
            own = [row for row in rows if pages[by_number[row[1]]].kind == kind]
        groups = grouped(own, index.least, pages, by_number)
        parts.append((context, index.prepare(groups) if index.prepare else groups))
    return parts


def tell_sources(parts: list[tuple[SiteContext, Any]]) -> None:
    """Let the sources' rules know the URLs and the links that only templates make."""
    built: set[str] = set()
    linked: set[str] = set()
    sources = [context for context, _ in parts if context.kind == "source"]
    for context, targets in parts if sources else ():
        if context.kind == "source":
            continue
        for target in targets:
            if target.live:
                built.add(target.key)
            if not {page.page.number for page in target.pages}.issuperset(target.links.numbers()):
                linked.add(target.key)
    for context in sources:
        context.built, context.built_links = frozenset(built), frozenset(linked)


def said_once(pages: Sequence[Summary], findings: list[list[Finding]], base_url: str) -> list[list[Finding]]:
    """The findings without what a built page only repeats of its source, see `point`."""
    said: dict[str, set[Point]] = {}
    for place, page in enumerate(pages):
        if page.kind == "source" and page.url:
            said.setdefault(urls.key(page.url, base_url), set()).update(map(point, findings[place]))
    nothing: set[Point] = set()
    kept = []
    for place, page in enumerate(pages):
        of_source = said.get(urls.key(page.url, base_url), nothing) if page.kind != "source" else nothing
        mine = findings[place]
        kept.append([finding for finding in mine if point(finding) not in of_source] if of_source else mine)
    return kept


def point(finding: Finding) -> Point:
    """What a finding says: the rule, and the value where that is a text.

    A template adds words to each page, so that what is counted or measured is never the same, and of a cluster
    every value is another.
    """
    rule = FOR_BUILT.get(finding.rule, finding.rule)
    return rule, finding.value if isinstance(finding.value, str) and not finding.group else None


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
        linking = target.links.numbers() if target.pages else []
        pages = set(linking)
        for page in target.pages:
            own = page.page.number
            counts[own] = (len(linking) - linking.count(own), len(pages) - (own in pages))
    return counts


def order(finding: Finding) -> tuple[int, int, str, str]:
    """Findings of one page stand in the order of its lines."""
    return finding.line or 0, finding.column or 0, finding.rule, finding.message


def add_beside(
    kept: list[list[Finding]], found: Iterable[Finding], by_number: Mapping[int, int]
) -> list[Finding]:
    """Put what rules on records found on pages beside those pages' findings; the rest is returned."""
    beside: list[Finding] = []
    for finding in found:
        if finding.page < 0:
            beside.append(finding)
            continue
        place = by_number[finding.page]
        kept[place] = sorted([*kept[place], finding], key=order)
    return beside


EXACT_COPIES = ("answer-duplicate", "content-duplicate")
NEAR_COPIES = ("answer-near-duplicate", "content-near-duplicate")


def finish(
    page: Summary,
    applicable: float,
    failed: float,
    findings: list[Finding],
    kept: list[Finding],
    inlinks: tuple[int, int] | None,
    near: tuple[str, int] | None,
) -> Summary:
    """A Summary with its score and with what only the site knows; of its findings those kept are counted."""
    counts = {"error": 0, "warning": 0, "info": 0}
    for finding in kept:
        counts[finding.severity] += 1
    closest, others = near or ("", 0)
    if any(finding.rule in EXACT_COPIES for finding in findings):
        closest = "100"
    return replace(
        page,
        applicable=applicable,
        failed=failed,
        score=round(page_score(applicable, failed), 2),
        errors=counts["error"],
        warnings=counts["warning"],
        infos=counts["info"],
        inlinks=inlinks[0] if inlinks else None,
        unique_inlinks=inlinks[1] if inlinks else None,
        closest_match=closest,
        near_duplicates=others,
    )
