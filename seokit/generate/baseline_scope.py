"""What an audit looked for of that which a baseline knows: only of that it can be said that it is gone.

A finding on one page was looked for when its page was audited, or would have been: the file lies in an audited
folder and is no page of it any more, since it was deleted, excluded or lost its front matter. Nothing is said of

- files outside of the audited folders,
- what lies below a place that could not be read,
- a topmost folder (public/, content/) in which no page was audited: it is not there as a whole, as where a site was
  not built, or it was not meant.

A rule that looks at several pages, or at a file such as the sitemap, was given all it needs only where everything
was audited that the baseline was made of.
"""

from __future__ import annotations

import os
from pathlib import Path

from seokit.extract.rooted import Root, from_root
from seokit.generate.baseline_file import EVERYWHERE, Baseline
from seokit.model import Audit
from seokit.score.registry import RULES


def folders_of(audit: Audit) -> frozenset[str]:
    """The folders that were audited, relative to the config's."""
    return frozenset(from_root(folder, audit.config.root) for folder in audit.folders)


def looked_for(audit: Audit, baseline: Baseline) -> frozenset[str]:
    """The files of the baseline that this audit looked at or for; with EVERYWHERE where that was the whole site."""
    root = audit.config.root
    rooted = Root(root).name
    pages = {rooted(page.path) for page in audit.pages}
    tops = {top(page) for page in pages} | {""}  # the config's own folder is there
    audited = [absolute(folder, root) for folder in folders_of(audit)]
    unread = {absolute(rooted(failure.path), root) for failure in audit.errors}

    def within_audited(path: str) -> bool:
        place = absolute(path, root)
        return any(
            place == folder or place.startswith(f"{folder.rstrip(os.sep)}{os.sep}") for folder in audited
        )

    def looked(path: str) -> bool:
        if path in pages:
            return True
        if top(path) not in tops or not within_audited(path):
            return False
        return not unread or unread.isdisjoint(
            map(str, [place := Path(absolute(path, root)), *place.parents])
        )

    found = {path for path in paths_of(baseline) if looked(path)}
    whole = not unread and pages_of(baseline) <= found and all(map(within_audited, baseline.folders))
    return frozenset(found | {EVERYWHERE} if whole else found)


def scope(path: str, rule: str) -> str:
    """What must have been looked for before a finding can be gone: its file, or everything."""
    return EVERYWHERE if is_on_record(rule) or RULES[rule].index is not None else path


def is_on_record(rule: str) -> bool:
    """Whether a rule judges no pages, but a file such as the sitemap; one that is not known any more does not."""
    return rule in RULES and bool(RULES[rule].record)


def paths_of(baseline: Baseline) -> set[str]:
    """The files that a baseline has findings of, pages or not."""
    return {path for path, _ in baseline.findings} - {EVERYWHERE}


def pages_of(baseline: Baseline) -> set[str]:
    """The pages that a baseline has findings of."""
    return {path for path, rule in baseline.findings if not is_on_record(rule)} - {EVERYWHERE}


def absolute(path: str, root: str) -> str:
    """A path that is relative to `root`, in one spelling."""
    return os.path.normpath(os.path.join(root, path))


def top(path: str) -> str:
    """The topmost folder of a path, the first below the config's or beside those above it; of a file there "" ."""
    parts = path.split("/")
    deep = next((number for number, part in enumerate(parts) if part != os.pardir), 0) + 1
    return "/".join(parts[:deep] if len(parts) > deep else parts[: deep - 1])
