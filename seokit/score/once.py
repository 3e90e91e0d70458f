"""Faults of the template or the import: where most pages have the same one, it is said once for the whole site."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from seokit.model import Finding, Summary
from seokit.score.plan import Plan
from seokit.score.points import SMALLEST_SECTION

MOST = 0.5  # of the indexable pages of a kind: what more have than this, editors did not forget page by page

CAUSES = {"source": "the editor's or the import's", "built": "the template's", "live": "the template's"}


def say_once(pages: Sequence[Summary], kept: list[list[Finding]], plan: Plan) -> None:
    """Of a rule that is declared `once` keep the first finding alone, where most pages have one.

    `kept` is beside `pages`. Sources and built pages are told apart; sites of a few pages are left as they are.
    Points are not touched: each page lacks what it lacks.
    """
    rules = frozenset(one.rule.id for one in plan.rules if one.rule.once)
    for kind in dict.fromkeys(page.kind for page in pages) if rules else ():
        places = [place for place, page in enumerate(pages) if page.kind == kind]
        indexable = sum(pages[place].indexable for place in places)
        if indexable < SMALLEST_SECTION:
            continue
        having: dict[str, list[int]] = {}
        for place in places:
            for rule in {finding.rule for finding in kept[place]} & rules:
                having.setdefault(rule, []).append(place)
        for rule, found in having.items():
            if len(found) > MOST * indexable:
                keep_first(kept, rule, found, len(places), CAUSES[kind])


def keep_first(kept: list[list[Finding]], rule: str, places: Sequence[int], pages: int, cause: str) -> None:
    """Leave the first finding of the rule, and say there how many pages it stands for, and whose doing it is."""
    first = places[0]
    for place in places:
        others = [finding for finding in kept[place] if finding.rule != rule]
        if place == first:
            one = next(finding for finding in kept[place] if finding.rule == rule)
            message = f"{one.message}; so on {len(places):,} of {pages:,} pages: most likely {cause} doing"
            at = kept[place].index(one)
            others.insert(min(at, len(others)), replace(one, message=message, everywhere=True))
        kept[place] = others
