"""The plan for pages with one text: which ones stay, and what becomes of each of the others."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from seokit.model import Finding
from seokit.score.alike import Search
from seokit.score.merged import NEAR, Action, Cluster, Kind, Member, Seen, Site
from seokit.score.near import unpacked
from seokit.score.survivor import Claim, by_preference, told

Text = tuple[str, bytes]
ALIKE = 100.0  # per cent, of exact copies
MERGED_INTO = "others are merged into it"


def text_cluster(
    findings: Sequence[Finding],
    site: Site,
    seen: Seen,
    limits: Mapping[str, float],
    decided: Container[int],
    staying: Container[int],
) -> Cluster | None:
    """The plan for the pages of these findings; None where fewer than two are left.

    `limits`: rule → how alike (0 to 1) two texts have to be. Pages in `decided` go already, and to those in
    `staying` others go already.
    """
    claims = site.claims_of([finding.page for finding in findings], but=decided)
    if len(claims) < 2:
        return None
    near = [finding for finding in findings if finding.rule in NEAR]
    limit = min((limits[finding.rule] for finding in near), default=1.0)
    nearest = {site.claims[f.page].page.number: float(f.value) for f in near}
    able = [claim for claim in by_preference(claims) if claim.page.url and not claim.page.not_indexable]
    able.sort(key=lambda claim: claim.page.number not in staying)
    groups = stars(able, texts_of(findings, site, seen), limit)
    planned: list[Member] = []
    for survivor, others in groups:
        similarity = nearest.get(survivor.page.number)
        if others or len(groups) == 1:
            rivals = [survivor, *(other for other, _ in others)] if len(groups) > 1 else [survivor, *claims]
            planned.append(Member(survivor.page, "survivor", why(survivor, rivals, staying), similarity))
            planned += [fate(other, survivor, like, site, staying) for other, like in others]
        else:
            planned.append(Member(survivor.page, "leave", "not enough like a page that stays", similarity))
    named = {site.claims[member.page.number].key: member for member in reversed(planned)}
    done = {member.page.number for member in planned}
    planned += [
        unable(claim, named.get(claim.canonical), nearest.get(claim.page.number, ALIKE))
        for claim in claims
        if claim.page.number not in done
    ]
    kind: Kind = "similar text" if near else "same text"
    return Cluster(kind, min(claim.page.address for claim in claims), tuple(planned))


def why(survivor: Claim, rivals: Sequence[Claim], staying: Container[int]) -> str:
    """Why a page stays and none of its rivals, of which it may be one."""
    if survivor.page.number in staying:
        return MERGED_INTO
    return told([survivor, *by_preference([claim for claim in rivals if claim != survivor])])


def texts_of(findings: Sequence[Finding], site: Site, seen: Seen) -> dict[int, Text]:
    """Number of a page → the name of its text, equal for equal texts, and what that is compared by."""
    texts: dict[int, Text] = {}
    for finding in sorted(findings, key=lambda finding: finding.rule in NEAR):
        name = f"{finding.rule} {finding.group}"
        texts[site.claims[finding.page].page.number] = seen.texts.get(finding.page, (name, b""))
    return texts


def stars(
    able: Sequence[Claim], texts: Mapping[int, Text], limit: float
) -> list[tuple[Claim, list[tuple[Claim, float]]]]:
    """The pages that stay, with those that are like them (per cent): each page goes to the first that it is like.

    `able` are in the order of preference.
    """
    pages: dict[Text, list[Claim]] = {}
    for claim in able:
        pages.setdefault(texts[claim.page.number], []).append(claim)
    places = {text: place for place, text in enumerate(pages)}
    by_place = list(pages)
    search = Search([unpacked(data) for _, data in by_place], limit)
    found = []
    taken: set[Text] = set()
    for text, (survivor, *copies) in pages.items():
        if text in taken:
            continue
        like = [(copy, ALIKE) for copy in copies]
        for place, similarity in search.take(places[text]):
            taken.add(by_place[place])
            # Two texts may differ in nothing that is compared, such as a comma; they are no copies all the same.
            like += [(claim, min(round(100 * similarity, 1), 99.9)) for claim in pages[by_place[place]]]
        found.append((survivor, like))
    return found


def fate(page: Claim, survivor: Claim, similarity: float, site: Site, staying: Container[int]) -> Member:
    """What becomes of a page that may stay and does not; `similarity`, in per cent, to the survivor."""
    action: Action = "leave"
    before = "merge the texts, then " if similarity < ALIKE else ""
    if page.key == survivor.key:
        reason = "it has the survivor's URL: url-duplicate"
    elif site.are_versions(page, survivor):
        reason = "a version of the survivor in another language"
    elif page.page.number in staying:
        reason = MERGED_INTO
    elif page.entry:
        action, reason = "canonical", f"{before}name the survivor: the home page and entries cannot redirect"
    elif folder(page.page.url) == folder(survivor.page.url):
        action, reason = "redirect", f"{before}redirect: the survivor is in the same folder"
    else:
        action, reason = "canonical", f"{before}name the survivor: it is in another folder"
    target = "" if action == "leave" else survivor.page.address
    return Member(page.page, action, reason, similarity, (), target)


def unable(page: Claim, named: Member | None, similarity: float) -> Member:
    """What becomes of a page that may not stay: it is out of the index, or names another page, maybe `named`."""
    canonical = page.page.canonical.strip()
    if page.page.not_indexable != "canonicalised":
        return Member(page.page, "leave", page.page.not_indexable or "it has no URL", similarity)
    if named is not None and named.action == "survivor":
        target = named.page.address
        return Member(page.page, "already canonical", "it names the survivor", similarity, (), target)
    if named is not None and named.target:
        reason = f"name the survivor: {canonical}, which it names, goes"
        return Member(page.page, "canonical", reason, similarity, (), named.target)
    return Member(page.page, "leave", f"its canonical is {canonical}", similarity)


def folder(url: str) -> str:
    """The URL without its last segment."""
    return url.rstrip("/").rpartition("/")[0]
