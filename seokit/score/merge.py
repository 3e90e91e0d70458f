"""The merge plan: of each cluster of pages that are alike, which ones stay, and what becomes of the others.

Pages with one text (exact or nearly) become one page: the others redirect to the survivor where they lie in the
same folder, and name it as their canonical where they lie in another, since another section may want to keep its
page; of nearly equal texts somebody has to merge the texts first. A page goes only to a survivor that it is like
itself: of a long chain of pages, each like the next, several stay. Links to pages that go are to be rewritten.
Pages that share only a title keep their text and want another title. No page gets two plans: its text decides,
and a built page is left to its source.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence

from msgspec.structs import replace

from seokit.model import Audit, Finding
from seokit.score.merge_links import LinkBook
from seokit.score.merge_texts import text_cluster, why
from seokit.score.merged import EXACT, GOES, NEAR, TITLES, Cluster, Member, Seen, Site
from seokit.score.survivor import by_preference

RULES = (*EXACT, *NEAR, *TITLES, "link-broken")  # the last brings the links


def merge_plan(audit: Audit, seen: Seen) -> list[Cluster]:
    """The plan for all clusters of an audit with RULES, the largest first; `seen` is what its indexes held."""
    site = Site(audit.pages, seen.targets, audit.config)
    limits = {rule: audit.config.rules.options[rule]["limit"] for rule in NEAR}
    kinds = {page.number: page.kind for page in audit.pages}
    texts: list[Cluster] = []
    decided: set[int] = set()
    staying: set[int] = set()
    for found in joined(audit.findings, (*EXACT, *NEAR), kinds):
        cluster = text_cluster(found, site, seen, limits, decided, staying)
        if cluster is not None:
            texts.append(cluster)
            decided |= {member.page.number for member in cluster.members if member.action in GOES}
            targets = {member.target for member in cluster.members}
            staying |= {
                member.page.number
                for member in cluster.members
                if member.action == "survivor" and member.page.address in targets
            }
    texts = [*with_rewrites(texts, LinkBook(seen.targets, site), site)]
    titles: list[Cluster] = []
    titled: set[int] = set()
    for found in joined(audit.findings, TITLES, kinds):
        cluster = title_cluster(found, site, decided | titled, staying)
        if cluster is not None:
            titles.append(cluster)
            titled |= {member.page.number for member in cluster.members}
    return sorted([*texts, *titles], key=rank)


def rank(cluster: Cluster) -> tuple[int, str, str, str]:
    """The largest cluster first; the last part makes the order one."""
    return -len(cluster.members), cluster.kind, cluster.name, cluster.members[0].page.path


def joined(
    findings: Sequence[Finding], rules: Container[str], kinds: Mapping[int, str]
) -> list[list[Finding]]:
    """The findings of some rules that share a page or a group, together; those of sources first.

    An exact copy may be nearly like a third page. Groups of two rules, or of two kinds of page, may have one name.
    """
    parent: dict[object, object] = {}

    def root(key: object) -> object:
        parent.setdefault(key, key)
        while parent[key] != key:
            parent[key] = key = parent[parent[key]]
        return key

    wanted = [finding for finding in findings if finding.rule in rules]
    for finding in wanted:
        parent[root(finding.page)] = root((finding.rule, finding.group, kinds[finding.page]))
    found: dict[object, list[Finding]] = {}
    for finding in wanted:
        found.setdefault(root(finding.page), []).append(finding)
    return sorted(found.values(), key=lambda several: kinds[several[0].page] != "source")


def with_rewrites(clusters: Sequence[Cluster], links: LinkBook, site: Site) -> Iterator[Cluster]:
    """The clusters with the links to the pages that go."""
    gone = {site.claims[m.page.number].key for one in clusters for m in one.members if m.action == "redirect"}
    for cluster in clusters:
        by_address = {member.page.address: member.page for member in reversed(cluster.members)}
        members: list[Member] = []
        for member in cluster.members:
            if member.action in GOES:
                rewrites = links.rewrites(member.page, by_address[member.target], gone)
                member = replace(member, rewrites=tuple(rewrites))
            members.append(member)
        yield replace(cluster, members=tuple(members))


def title_cluster(
    findings: Sequence[Finding], site: Site, decided: Container[int], staying: Container[int]
) -> Cluster | None:
    """The plan for pages that share no more than a title; None where fewer than two are left.

    Pages in `decided` have a plan already. Those in `staying`, into which others are merged, keep their title.
    """
    found = site.claims_of([finding.page for finding in findings], but=decided)
    claims = [claim for claim in found if not claim.page.not_indexable]
    # Of files with one URL one speaks for it: what becomes of the others, url-duplicate says.
    ordered = sorted(by_preference(claims), key=lambda claim: claim.page.number not in staying)
    speak = {claim.key: claim for claim in reversed(ordered)}
    claims = [claim for claim in claims if claim is speak[claim.key]]
    if len(claims) < 2:
        return None
    first = ordered[0]
    planned = [Member(first.page, "survivor", why(first, claims, staying))]
    for claim in claims:
        if claim is not first:
            version = site.are_versions(claim, first)
            planned.append(
                Member(claim.page, "leave", "a version of the survivor in another language")
                if version
                else Member(claim.page, "new title", "say what sets it apart")
            )
    same = any(finding.rule == "title-duplicate" for finding in findings)
    return Cluster(
        "same title" if same else "similar title",
        min(claim.page.address for claim in claims),
        tuple(planned),
    )
