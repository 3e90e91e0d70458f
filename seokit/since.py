"""`audit --since REV`: the whole site is read, and only what a change did to it is reported."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator

from msgspec.structs import replace

from seokit import urls
from seokit.extract.discover import Source
from seokit.extract.files import Unreadable
from seokit.extract.gitchanges import Changes, changes_since
from seokit.extract.layout import SUFFIXES, built_url
from seokit.extract.published import ExpressionError
from seokit.extract.sections import Sections
from seokit.extract.source import Reader, Skip
from seokit.generate.baseline import counted
from seokit.model import Audit, Changed, Finding, Settings

# Rules whose finding names the address of another page, which may have been deleted.
POINTING = ("link", "canonical", "hreflang", "sitemap")


def only_since(audit: Audit, revision: str, roots: Collection[str]) -> Audit:
    """The audit with the findings of changed files, and of links to pages that were deleted.

    Pages that did not change are left out, unless a deletion broke them. Scores are those of the whole site.
    `roots` are the folders that were audited.
    Raises GitError.
    """
    folder = audit.config.root
    changes = changes_since(revision, folder)
    real = {page.number: os.path.realpath(page.path) for page in audit.pages}
    changed = {number for number, path in real.items() if path in changes.changed}
    lost = frozenset(lost_keys(changes, audit, roots))
    kept = tuple(
        finding
        for finding in audit.findings
        if finding.page in changed
        or (finding.page < 0 and os.path.realpath(finding.path) in changes.changed)
        or points_at(finding, lost, audit.config)
    )
    shown = changed | {finding.page for finding in kept}
    pages = tuple(page for page in audit.pages if page.number in shown)
    told = Changed(
        revision=revision,
        pages=len(changed),
        of=len(audit.pages),
        deleted=len(lost),
        config=bool(audit.config.file) and os.path.realpath(audit.config.file) in changes.changed,
    )
    return replace(counted(replace(audit, pages=pages), kept), changed=told)


def points_at(finding: Finding, lost: frozenset[str], settings: Settings) -> bool:
    """Whether the finding is about an address that a deleted page had."""
    if not lost or not finding.rule.startswith(POINTING):
        return False
    base = settings.base_url
    named = [finding.value] if isinstance(finding.value, str) else []
    keys = (urls.internal(href, finding.url, base) for href in (*named, *finding.related))
    return any(key in lost for key in keys)


def lost_keys(changes: Changes, audit: Audit, roots: Collection[str]) -> Iterator[str]:
    """The keys of the URLs that deleted pages had and no page has now."""
    base = audit.config.base_url
    there = {urls.key(page.url, base) for page in audit.pages if page.url}
    reader, sections = Reader(audit.config, with_text=False), Sections(audit.config)
    for path, data in changes.deleted.items():
        name = os.path.relpath(path).replace(os.sep, "/")
        root = next(
            (root for root in roots if f"{name}/".startswith(f"{root.rstrip('/')}/") or root == "."), None
        )
        if root is None:
            continue
        key = urls.key(old_url(Source(name, root), data, reader, sections), base)
        if key and key not in there:
            yield key


def old_url(source: Source, data: bytes, reader: Reader, sections: Sections) -> str:
    """The URL that a deleted file had; empty where it had none."""
    if source.path.lower().endswith(SUFFIXES):
        return built_url(source.path, reader.settings)
    try:
        page = reader.read_text(source, sections.of(source.path), data.decode("utf-8", "replace"))
    except (Skip, Unreadable, ExpressionError):
        return ""
    return page.url or ""
