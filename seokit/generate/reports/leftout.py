"""What an audit found and does not report: the old findings of a baseline, and those that no change is about."""

from __future__ import annotations

from collections.abc import Iterator

from seokit.generate.reports.counts import counted
from seokit.model import Audit, Baselined, Changed

NAMED = 3  # rules


def left_out(audit: Audit) -> Iterator[str]:
    """The sentences about it; none where everything is reported."""
    if audit.baselined:
        yield from of_baseline(audit.baselined)
    if audit.changed:
        yield from of_changes(audit.changed)


def of_baseline(old: Baselined) -> Iterator[str]:
    """How many old findings there are, and how many are gone."""
    yield f"{counted(old.old, 'old finding')} in {old.file} not shown"
    if old.gone:
        yield f"{old.gone:,} more {'is' if old.gone == 1 else 'are'} mended: seokit baseline update"
    if old.newer:
        more = f" and {len(old.newer) - NAMED} more" if len(old.newer) > NAMED else ""
        rules = "a rule" if len(old.newer) == 1 else f"{len(old.newer)} rules"
        yield (
            f"new by {rules} that did not run when it was made: {', '.join(old.newer[:NAMED])}{more}; "
            "seokit baseline update --accept-new"
        )


def of_changes(since: Changed) -> Iterator[str]:
    """How much of the site is reported on."""
    gone = f", {counted(since.deleted, 'URL')} gone" if since.deleted else ""
    yield f"{since.pages:,} of {counted(since.of, 'page')} changed since {since.revision}{gone}"
    if since.config:
        yield "the config changed too: what it changes on other pages is not shown"
