"""The shapes of a merge plan, and what of an audit it is made of."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from typing import Any, Literal

from msgspec import Struct

from seokit import urls
from seokit.model import Settings, Summary
from seokit.score.by_url import FILE, PAGE, Target, by_url, home_and_entries
from seokit.score.facts import Index
from seokit.score.near import near_answers, near_texts
from seokit.score.survivor import Claim

Action = Literal["survivor", "redirect", "canonical", "already canonical", "new title", "leave"]
Kind = Literal["same text", "similar text", "same title", "similar title"]
EXACT = ("answer-duplicate", "content-duplicate")
NEAR = ("answer-near-duplicate", "content-near-duplicate")
TITLES = ("title-duplicate", "title-near-duplicate")
GOES: tuple[Action, ...] = ("redirect", "canonical", "already canonical")
TO_DO: tuple[Action, ...] = ("redirect", "canonical", "new title")


class Rewrite(Struct, frozen=True):
    """A link to a page that goes: where it is written, and what to write there; "" = take the link out."""

    path: str
    line: int | None
    column: int | None
    old: str
    new: str


class Member(Struct, frozen=True):
    """A page of a cluster, and what becomes of it.

    `target` is the address of the survivor that a page goes to. `similarity`, in per cent: of a page that goes to
    its target, of another page with a similar text to the most similar one.
    """

    page: Summary
    action: Action
    reason: str
    similarity: float | None = None
    rewrites: tuple[Rewrite, ...] = ()
    target: str = ""


class Cluster(Struct, frozen=True):
    """Pages that are alike. A survivor stands before those that go to it. `name` is the smallest address."""

    kind: Kind
    name: str
    members: tuple[Member, ...]

    @property
    def is_open(self) -> bool:
        """Whether there is anything left to do."""
        return any(member.action in TO_DO for member in self.members)


class Seen:
    """What the indexes of an audit held that its findings do not tell; `see` is for `engine.run`."""

    def __init__(self) -> None:
        self.targets: list[Target] = []
        self.texts: dict[
            int, tuple[str, bytes]
        ] = {}  # number of a page → hash of its text, what that is compared by

    def see(self, index: Index, prepared: Any) -> None:
        """Keep what is wanted of an index."""
        if index is by_url:
            self.targets += prepared
        elif index in (near_answers, near_texts):
            for _, facts in prepared:
                self.texts.update((fact.page.number, tuple(fact.value)) for fact in facts)


class Site:
    """The pages of an audit as claims, by number, and which of them are versions of each other in other languages.

    The claim of a built page whose source is there is that of the source, which speaks for both.
    """

    def __init__(self, pages: Sequence[Summary], targets: Sequence[Target], settings: Settings) -> None:
        self.base_url = settings.base_url
        there = home_and_entries(settings)
        self.claims: dict[int, Claim] = {}
        sources: dict[str, Claim] = {}
        for page in sorted(pages, key=lambda page: page.kind != "source"):
            key = self.key(page.url) if page.url else FILE + page.path
            canonical = self.key(page.canonical.strip()) if page.canonical.strip() else ""
            claim = Claim(page, key, canonical, page.date, page.unique_inlinks or 0, key in there)
            if page.kind == "source":
                sources.setdefault(key, claim)
            self.claims[page.number] = claim if page.kind == "source" else sources.get(key, claim)
        self.sources = frozenset(sources)  # keys
        self._alternates: dict[int, frozenset[str]] = {
            fact.page.number: frozenset(fact.value[4])
            for target in targets
            for fact in target.pages
            if fact.value[0] == PAGE and fact.value[4]
        }

    def key(self, url: str) -> str:
        """What pages are told apart by."""
        return urls.site_key(url, self.base_url)

    def claims_of(self, numbers: Iterable[int], but: Container[int] = ()) -> list[Claim]:
        """The pages of these numbers, each once, by address; without those whose number is in `but`."""
        claims = {self.claims[number].page.number: self.claims[number] for number in numbers}
        kept = [claim for number, claim in claims.items() if number not in but]
        return sorted(kept, key=lambda claim: (claim.page.address, claim.page.path))

    def are_versions(self, one: Claim, other: Claim) -> bool:
        """Whether one of two pages names the other as its version in another language."""
        return other.key in self._alternates.get(one.page.number, ()) or one.key in self._alternates.get(
            other.page.number, ()
        )
