"""Rules on records: what is no page at all, such as a sitemap, robots.txt, or the suppressions of a run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from seokit.model import Fact, Finding, Spot
from seokit.score.context import SiteContext
from seokit.score.look import note, stamp
from seokit.score.plan import Active


def judge_records(
    rules: Sequence[Active], records: Mapping[str, Any], context: SiteContext
) -> Iterator[Finding]:
    """Run the rules on the records that there are. A Spot is a place in a file, a Fact one in a page."""
    for active in rules:
        record = records.get(active.rule.record)
        if record is None:
            continue
        for hit in active.check(record, context) if active.wants_context else active.check(record):
            where = hit.where
            if not isinstance(where, Spot | Fact):
                raise TypeError(f"{active.rule.id}: a rule on a record points at a Spot or a Fact")
            yield stamp(active, note(active, hit), where if isinstance(where, Spot) else where.page)


def order(finding: Finding) -> tuple[str, int, int, str, str]:
    """Findings of a file stand in the order of its lines."""
    return finding.path, finding.line or 0, finding.column or 0, finding.rule, finding.message
