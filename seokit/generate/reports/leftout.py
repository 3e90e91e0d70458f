"""What an audit did not look at or report: parts of the site, old findings of a baseline, what no change is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from seokit.generate.baseline_file import command
from seokit.generate.reports.counts import counted
from seokit.model import Audit, Baselined, Changed

NAMED = 3  # rules


def left_out(audit: Audit) -> Iterator[str]:
    """The sentences about it; none where everything is reported."""
    if audit.baselined:
        yield from of_baseline(audit.baselined)
    if audit.changed:
        yield from of_changes(audit.changed)
    yield from of_links(audit)


def of_baseline(old: Baselined) -> Iterator[str]:
    """How many old findings there are, and how many are gone."""
    yield f"{counted(old.old, 'old finding')} in {old.file} not shown"
    if old.gone:
        verb = "is" if old.gone == 1 else "are"
        yield f"{counted(old.gone, 'old finding')} {verb} gone: {command('update PATH...', old.file)} takes them out"
    if old.newer:
        more = f" and {len(old.newer) - NAMED} more" if len(old.newer) > NAMED else ""
        rules = "a rule" if len(old.newer) == 1 else f"{len(old.newer)} rules"
        yield (
            f"new by {rules} that did not run when it was made: {', '.join(old.newer[:NAMED])}{more}; "
            f"{command('update --accept-new PATH...', old.file)} takes them in"
        )


def of_links(audit: Audit) -> Iterator[str]:
    """How many links look broken because they lead into parts of the site of which no page was audited."""
    folders = Counter(one.group for one in audit.findings if one.rule == "link-broken" and one.group)
    if folders:
        most = [folder for folder, _ in folders.most_common(NAMED)]
        more = f" and {len(folders) - NAMED:,} more" if len(folders) > NAMED else ""
        links = counted(folders.total(), "broken link")
        yield (
            f"{links} into parts of the site without any audited page ({', '.join(most)}{more}): "
            "if they are there, audit them too"
        )


def of_changes(since: Changed) -> Iterator[str]:
    """How much of the site is reported on."""
    gone = f", {counted(since.deleted, 'URL')} gone" if since.deleted else ""
    yield f"{since.pages:,} of {counted(since.of, 'page')} changed since {since.revision}{gone}"
    if since.config:
        yield "the config changed too: what it changes on other pages is not shown"
