"""The merge plan: of each cluster of pages that are alike, which one stays, and what becomes of the others.

Pages with one text (exact or nearly) become one page: the others redirect to the survivor where they lie in the
same folder, and name it as their canonical where they lie in another, since another section may want to keep its
page; of nearly equal texts somebody has to merge the texts first. Links to pages that go are to be rewritten.
Pages that share only a title keep their text and want another title. No page gets two plans: its text decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from msgspec import Struct

from seokit import urls
from seokit.model import Audit, Finding, Summary
from seokit.score.by_url import Target
from seokit.score.survivor import preference, told

Action = Literal["survivor", "redirect", "canonical", "already canonical", "new title", "leave"]
Kind = Literal["same text", "similar text", "same title", "similar title"]
EXACT = ("answer-duplicate", "content-duplicate")
NEAR = ("answer-near-duplicate", "content-near-duplicate")
TITLES = ("title-duplicate", "title-near-duplicate")
RULES = (*EXACT, *NEAR, *TITLES, "link-broken")  # the last brings the links


class Rewrite(Struct, frozen=True):
    """A link to a page that goes: where it is written, and what to write there."""

    path: str
    line: int | None
    column: int | None
    old: str
    new: str


class Member(Struct, frozen=True):
    """A page of a cluster, and what becomes of it. `similarity`: per cent, to the most similar other page."""

    page: Summary
    action: Action
    reason: str
    similarity: float | None = None
    rewrites: tuple[Rewrite, ...] = ()


class Cluster(Struct, frozen=True):
    """Pages that are alike; the survivor comes first. `name` is the smallest URL, as in findings."""

    kind: Kind
    name: str
    members: tuple[Member, ...]


def merge_plan(audit: Audit, targets: Iterable[Target]) -> list[Cluster]:
    """The plan for all clusters of an audit with RULES, the largest first; `targets` are its links by URL."""
    pages = {page.number: page for page in audit.pages}
    by_key = {target.key: target for target in targets if target.pages}
    texts = joined([f for f in audit.findings if f.rule in (*EXACT, *NEAR)])
    decided: set[int] = set()
    clusters = []
    for findings in texts:
        cluster = text_cluster(findings, pages, by_key, audit.config.base_url)
        clusters.append(cluster)
        decided |= {member.page.number for member in cluster.members[1:]}
    for findings in joined([f for f in audit.findings if f.rule in TITLES]):
        cluster = title_cluster([f for f in findings if f.page not in decided], pages)
        if len(cluster.members) > 1:
            clusters.append(cluster)
    return sorted(clusters, key=lambda one: (-len(one.members), one.kind, one.name))


def joined(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Findings that share a page or a group, together: an exact copy may be nearly like a third page."""
    parent: dict[object, object] = {}

    def root(key: object) -> object:
        parent.setdefault(key, key)
        while parent[key] != key:
            parent[key] = key = parent[parent[key]]
        return key

    for finding in findings:
        parent[root(finding.page)] = root((finding.rule, finding.group))
    found: dict[object, list[Finding]] = {}
    for finding in findings:
        found.setdefault(root(finding.page), []).append(finding)
    return list(found.values())


def text_cluster(
    findings: Sequence[Finding], pages: dict[int, Summary], links: dict[str, Target], base: str
) -> Cluster:
    """The plan for pages with one text."""
    members = unique(pages[finding.page] for finding in findings)
    exact = {finding.page for finding in findings if finding.rule in EXACT}
    similar = {f.page: float(f.value) for f in findings if f.rule in NEAR and not isinstance(f.value, str)}
    first, why = survivor(members, base)
    planned = [Member(first, "survivor", why, similar.get(first.number))]
    for page in members:
        if page is not first:
            alike = None if page.number in exact and page.number not in similar else similar.get(page.number)
            action, reason = fate(page, first, alike is not None, base)
            goes = action in ("redirect", "canonical", "already canonical")
            rewrites = tuple(rewritten(page, first, links, base)) if goes else ()
            planned.append(Member(page, action, reason, 100.0 if alike is None else alike, rewrites))
    kind: Kind = "similar text" if similar else "same text"
    return Cluster(kind, min(page.address for page in members), tuple(planned))


def fate(page: Summary, first: Summary, merge: bool, base: str) -> tuple[Action, str]:
    """What becomes of a page that is no survivor, and why. `merge`: its text is not quite the same."""
    if not page.url or page.not_indexable not in ("", "canonicalised"):
        return "leave", page.not_indexable or "it has no URL"
    if page.canonical and first.url and key(page.canonical, base) == key(first.url, base):
        return "already canonical", "it names the survivor"
    before = "merge the texts, then " if merge else ""
    if folder(page.url) == folder(first.url):
        return "redirect", f"{before}redirect: the survivor is in the same folder"
    return "canonical", f"{before}name the survivor: it is in another folder"


def title_cluster(findings: Sequence[Finding], pages: dict[int, Summary]) -> Cluster:
    """The plan for pages that share no more than a title."""
    members = unique(pages[finding.page] for finding in findings)
    if not members:
        return Cluster("same title", "", ())
    same = any(finding.rule == "title-duplicate" for finding in findings)
    first, why = survivor(members, "")
    planned = [Member(first, "survivor", why)]
    planned += [Member(page, "new title", "say what sets it apart") for page in members if page is not first]
    kind: Kind = "same title" if same else "similar title"
    return Cluster(kind, min(page.address for page in members), tuple(planned))


def unique(pages: Iterable[Summary]) -> list[Summary]:
    """Each page once, by address."""
    return sorted({page.number: page for page in pages}.values(), key=lambda page: (page.address, page.path))


def survivor(members: Sequence[Summary], base: str) -> tuple[Summary, str]:
    """The page that stays, and why. Only a page that is indexable can; of none of them the first is taken."""
    able = [page for page in members if page.url and page.indexable] or [page for page in members if page.url]
    own = {key(page.url, base): page.number for page in able}
    named = dict.fromkeys((page.number for page in able), 0)
    for page in members:
        target = own.get(key(page.canonical, base)) if page.canonical else None
        if target is not None and target != page.number:
            named[target] += 1
    if not able:
        return members[0], "none of them is indexable"
    first = min(able, key=lambda p: preference(p.url, p.date, p.unique_inlinks or 0, named[p.number]))
    return first, told(first.date, first.unique_inlinks or 0, named[first.number])


def rewritten(page: Summary, first: Summary, links: dict[str, Target], base: str) -> Iterator[Rewrite]:
    """The links to a page that goes, with the survivor's address in the same form."""
    target = links.get(key(page.url, base))
    for link in target.links if target else ():
        if link.page.number == page.number:
            continue
        old = str(link.value[1])
        yield Rewrite(link.page.path, link.line, link.column, old, in_form_of(old, first.url))


def in_form_of(old: str, url: str) -> str:
    """A URL as a link is written: with its host only where the link has one; the fragment stays."""
    _, mark, fragment = old.partition("#")
    path = url
    if "://" not in old and "://" in url:
        path = "/" + url.partition("://")[2].partition("/")[2]
    return f"{path}{mark}{fragment}"


def key(url: str, base: str) -> str:
    """What pages are told apart by."""
    return urls.site_key(url, base)


def folder(url: str) -> str:
    """The URL without its last segment."""
    return url.rstrip("/").rpartition("/")[0]
