"""`audit --since REV`: the whole site is read, and only what a change did to it is reported.

That is all that is found on changed pages, new collisions with unchanged ones among it; and what is found on
unchanged pages because of the change: a link to a page that was deleted, or is shut to search engines now; that
no page links to them any more.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Collection, Iterator

from msgspec import Struct
from msgspec.structs import replace

from seokit import urls
from seokit.extract.discover import Source
from seokit.extract.files import Unreadable
from seokit.extract.frontmatter import parse
from seokit.extract.gitchanges import Changes
from seokit.extract.layout import SUFFIXES, built_url
from seokit.extract.published import ExpressionError
from seokit.extract.sections import Sections
from seokit.extract.source import Reader, Skip
from seokit.generate.baseline import counted
from seokit.model import Audit, Changed, Finding, Page
from seokit.score.by_url import FILE, named_file
from seokit.score.registry import RULES


def only_since(audit: Audit, changes: Changes, roots: Collection[str]) -> Audit:
    """The audit with the findings that the changes have to do with; scores are those of the whole site.

    `roots` are the paths that were audited.
    """
    changed = changed_pages(audit, changes)
    before = read_before(changes, audit, roots)
    caused = Caused(audit, changed, before)
    kept = tuple(
        finding
        for finding in audit.findings
        if finding.page in changed
        or (finding.page < 0 and os.path.realpath(finding.path) in changes.changed)
        or caused.has(finding)
    )
    shown = changed | {finding.page for finding in kept}
    pages = tuple(page for page in audit.pages if page.number in shown)
    told = Changed(
        revision=changes.revision,
        pages=len(changed),
        of=len(audit.pages),
        deleted=sum(not key.startswith(FILE) for key in before.lost),
        config=bool(audit.config.file) and os.path.realpath(audit.config.file) in changes.changed,
    )
    return replace(counted(replace(audit, pages=pages), kept), changed=told)


def changed_pages(audit: Audit, changes: Changes) -> set[int]:
    """The numbers of the pages whose files changed, and of those that are built of such a source.

    Built pages are seldom under version control; a source that changed has a built page that did.
    """
    base = audit.config.base_url
    changed = {page.number for page in audit.pages if os.path.realpath(page.path) in changes.changed}
    sources = {
        urls.key(page.url, base)
        for page in audit.pages
        if page.number in changed and page.kind == "source" and page.url
    }
    built = {
        page.number
        for page in audit.pages
        if page.kind != "source" and page.url and urls.key(page.url, base) in sources
    }
    return changed | built


class Before(Struct, frozen=True):
    """What files that differ held before.

    `lost`: the keys that their pages had and no published page has now, with those of files that are gone.
    `linked`: the keys that they led to.
    """

    lost: frozenset[str]
    linked: frozenset[str]


class Caused:
    """What unchanged pages have because others changed."""

    def __init__(self, audit: Audit, changed: Collection[int], before: Before) -> None:
        self.base = audit.config.base_url
        self.lost, self.linked = before.lost, before.linked
        self.changed = {
            urls.key(page.url, self.base) for page in audit.pages if page.number in changed and page.url
        }
        # What a changed page says of another, that one need not say again.
        self.said = {
            (finding.rule, urls.key(other, self.base))
            for finding in audit.findings
            if finding.page in changed
            for other in finding.related
        }

    def has(self, finding: Finding) -> bool:
        """Whether a finding of an unchanged page is about an address that is gone, or a page that changed."""
        rule = RULES.get(finding.rule)
        if rule is None or rule.index is None:
            return False
        related = {urls.key(other, self.base) for other in finding.related}
        if not self.lost.isdisjoint(related) or (self.lost and not self.lost.isdisjoint(self.named(finding))):
            return True
        own = urls.key(finding.url, self.base) if finding.url else FILE + finding.path
        if not self.changed.isdisjoint(related):
            return (finding.rule, own) not in self.said
        # About the page's own place among links, and not about one of its links: that would be the value.
        placed = rule.topic == "link" and not (isinstance(finding.value, str) and finding.value)
        return placed and own in self.linked

    def named(self, finding: Finding) -> Iterator[str]:
        """What the value of a finding would lead to if it is an address."""
        if isinstance(finding.value, str):
            yield from keys_of(finding.value, finding.url, finding.path, self.base)


def keys_of(href: str, url: str, path: str, base_url: str) -> Iterator[str]:
    """The keys that an address may mean which stands on the page of this URL and path."""
    if key := urls.internal(href, url, base_url):
        yield key
    if file := named_file(href, path):
        yield file


def read_before(changes: Changes, audit: Audit, roots: Collection[str]) -> Before:
    """Read what the files that differ were before, as far as they belong to the site."""
    base = audit.config.base_url
    there = {urls.key(page.url, base) for page in audit.pages if page.url and page.not_indexable != "draft"}
    reader, sections = Reader(audit.config), Sections(audit.config)
    lost: set[str] = set()
    linked: set[str] = set()
    for path, data in changes.before.items():
        root = next((root for root in sorted(roots) if is_below(path, root)), None)
        if root is None:
            continue
        name = posixpath.join(root, os.path.relpath(path, os.path.realpath(root)).replace(os.sep, "/"))
        source = Source(posixpath.normpath(name), root)
        if not os.path.lexists(path):
            lost.add(FILE + source.path)
        page = old_page(source, data.decode("utf-8", "replace"), reader, sections)
        if page is None or page.draft:
            continue
        for link in page.links or ():
            linked.update(keys_of(link.href, page.url or "", page.path, base))
        if page.url and (key := urls.key(page.url, base)) not in there:
            lost.add(key)
    return Before(frozenset(lost), frozenset(linked))


def is_below(path: str, root: str) -> bool:
    """Whether a real path is a folder, or lies in it."""
    real = os.path.realpath(root)
    return path == real or path.startswith(real.rstrip(os.sep) + os.sep)


def old_page(source: Source, text: str, reader: Reader, sections: Sections) -> Page | None:
    """The page that a file of this text was; of a built one only the address. None if it was no page."""
    try:
        if source.path.lower().endswith(SUFFIXES) and not parse(text, source.path).kind:
            return Page(path=source.path, kind="built", url=built_url(source.path, reader.settings))
        return reader.read_text(source, sections.of(source.path), text)
    except (Skip, Unreadable, ExpressionError):
        return None
