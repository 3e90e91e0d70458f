"""Suppressions at work: which findings are taken out, and which suppressions did nothing.

A suppressed rule counts for nothing on its page: it is neither passed nor failed, as if it were off there. What
holds for a source, by itself or by the config, holds for the page that is built from it too: editors write there.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from seokit import urls
from seokit.extract.rooted import Root, from_root
from seokit.extract.sections import ManyGlobs
from seokit.model import Fact, Finding, PathSuppression, Settings, Spot, Summary, Suppressed, Suppression

if TYPE_CHECKING:
    from seokit.score.look import Looked
    from seokit.score.plan import Plan
    from seokit.score.program import Standing

Named = Callable[[str], tuple[str, ...]]
TOPIC = "suppression"  # findings about suppressions are not to be suppressed


class Asked(Struct):
    """What the page pass knows of suppressions and of the rules that they may name. See look.Looked."""

    suppressions: dict[int, tuple[Suppression, ...]] = {}
    standings: dict[Standing, int] = {}  # each different one with its number
    standing: list[int] = []  # beside the pages
    unsaid: dict[int, list[int]] = {}
    whole: bool = True  # whether folders were audited, not files by their names

    def add(self, looked: Looked) -> None:
        """Add what a chunk of files gave."""
        self.suppressions |= looked.suppressions
        self.unsaid |= looked.unsaid
        numbers = [self.standings.setdefault(one, len(self.standings)) for one in looked.standings]
        self.standing += [numbers[place] for place in looked.standing]


class Muting(Struct):
    """One suppression at work: its names with the rules that each stands for, none where it is unknown.

    `used` are the rules of which it took a finding out, `standings` are those of the pages that it holds for.
    """

    where: Mapping[str, Fact | Spot]  # by name
    names: Mapping[str, frozenset[str]]
    reason: str
    until: dt.date | None
    expired: bool
    rules: frozenset[str]
    used: set[str]
    standings: set[int]

    @property
    def first(self) -> Fact | Spot:
        """Where it stands."""
        return next(iter(self.where.values()))


class Mutings:
    """All suppressions of a run, those of pages and those of the config."""

    def __init__(
        self, pages: Sequence[Summary], asked: Asked, settings: Settings, plan: Plan, named: Named
    ) -> None:
        """`named` tells the ids of the rules that a name stands for."""
        self.all: list[Muting] = []
        self.settings = settings
        self._asked = asked
        self._plan = plan
        self._named = named
        self._of_page: dict[int, list[Muting]] = {}
        self._covering: dict[tuple[int, ...], dict[str, Muting]] = {}
        self._points: dict[tuple[int, int], tuple[float, float]] = {}
        self._root = Root(settings.root)
        self._tables = [self._of_config(table) for table in settings.suppress]
        self._globs = ManyGlobs([table.files for table in settings.suppress])
        self._sources: dict[str, list[Summary]] = {}  # by the key of their URL, where something is built
        if (asked.suppressions or self._tables) and any(page.kind != "source" for page in pages):
            for page in pages:
                if page.kind == "source" and page.url:
                    self._sources.setdefault(self._key(page), []).append(page)
        for page in sorted(pages, key=lambda page: page.kind != "source") if asked.suppressions else ():
            self._of_page[page.number] = self._of(page)

    # -- what is written ------------------------------------------------------------------------

    def _add(self, where: Mapping[str, Fact | Spot], reason: str, until: dt.date | None) -> Muting:
        names = {name: frozenset(self._named(name)) for name in where}
        rules = frozenset(rule for ids in names.values() for rule in ids if not is_beyond(rule))
        expired = until is not None and until < self.settings.today
        self.all.append(Muting(where, names, reason, until, expired, rules, set(), set()))
        return self.all[-1]

    def _of_config(self, table: PathSuppression) -> Muting:
        """A [[suppress]] table of the config."""
        file = self.settings.file
        spot = Spot(from_root(file, os.curdir) if file else "seokit.toml", table.line, None, "suppress")
        return self._add(dict.fromkeys(table.rules, spot), table.reason, table.until)

    def _of(self, page: Summary) -> list[Muting]:
        """What a page asks for, then what its sources do. A comment that the build copied is not told twice."""
        inherited = [one for source in self._sources_of(page) for one in self._of_page.get(source.number, ())]
        known = {(*one.names, one.reason, one.until) for one in inherited}
        own = [
            self._add(places(page, one), one.reason, one.until)
            for one in self._asked.suppressions.get(page.number, ())
            if (*one.rules, one.reason, one.until) not in known
        ]
        return own + inherited

    def _sources_of(self, page: Summary) -> Sequence[Summary]:
        if page.kind == "source" or not page.url or not self._sources:
            return ()
        return self._sources.get(self._key(page), ())

    def _key(self, page: Summary) -> str:
        return urls.key(page.url, self.settings.base_url)

    # -- at work --------------------------------------------------------------------------------

    def on(self, page: Summary) -> list[Muting]:
        """What holds for a page: its own first."""
        found = self._of_page.get(page.number, [])
        if self._tables:
            paths = [page.path, *(source.path for source in self._sources_of(page))]
            numbers = {number for path in paths for number in self._globs.matching(self._root.name(path))}
            found = [*found, *(self._tables[number] for number in sorted(numbers))]
        return found

    def apply(
        self,
        pages: Sequence[Summary],
        findings: Sequence[list[Finding]],
        kept: list[list[Finding]],
        applicable: list[float],
        failed: list[float],
    ) -> list[Suppressed]:
        """Take what is suppressed out of `kept`, and its rules from the points. Returns what was taken.

        All lists are beside `pages`; `findings` are all of a page, those too that are said at its source.
        """
        taken: list[Suppressed] = []
        for place, page in enumerate(pages) if self.all else ():
            mutings = self.on(page)
            if not mutings:
                continue
            standing = self._asked.standing[place]
            for one in mutings:
                one.standings.add(standing)
            covering = self._covered(mutings)
            lifted, unasked = self._points_of(covering, standing)
            unsaid = {self._plan.rules[number].rule.id for number in self._asked.unsaid.get(page.number, ())}
            failing = unsaid.union([one.rule for one in findings[place]])
            applicable[place] -= lifted
            failed[place] -= unasked
            for rule in failing.intersection(covering):
                covering[rule].used.add(rule)
                failed[place] -= self._weights.get(rule, 0.0)
            kept[place], mine = split(kept[place], covering)
            taken += mine
        return taken

    def apply_beside(self, findings: Sequence[Finding]) -> tuple[list[Finding], list[Suppressed]]:
        """Findings in files that are no pages: those that stay, and those that the config suppresses."""
        kept: list[Finding] = []
        taken: list[Suppressed] = []
        for finding in findings:
            mutings = [self._tables[number] for number in self._globs.matching(self._root.name(finding.path))]
            stays, mine = split([finding], self._covered(mutings))
            kept += stays
            taken += mine
        return kept, taken

    def _covered(self, mutings: Sequence[Muting]) -> dict[str, Muting]:
        """Rule → the first suppression of it that still holds."""
        key = tuple(map(id, mutings))
        found = self._covering.get(key)
        if found is None:
            found = self._covering[key] = {
                rule: one for one in reversed(mutings) if not one.expired for rule in one.rules
            }
        return found

    def _points_of(self, covering: Mapping[str, Muting], standing: int) -> tuple[float, float]:
        """What the covered rules weigh on pages of a standing, and what those of them weigh that fail unasked."""
        key = id(covering), standing
        found = self._points.get(key)
        if found is None:
            weights = self._weights
            judged, missed = (
                sum([weights[rule] for rule in rules if rule in covering]) for rules in self._scored[standing]
            )
            found = self._points[key] = judged, missed
        return found

    @cached_property
    def _weights(self) -> dict[str, float]:
        """The weight of each rule that counts for scores."""
        return {one.rule.id: one.weight for one in self._plan.rules if not one.rule.record}

    @cached_property
    def _scored(self) -> list[tuple[list[str], list[str]]]:
        """Of each standing the ids of the rules that apply, and of those that fail unasked."""
        rules = self._plan.rules
        return [
            (
                [rules[number].rule.id for number in one.judged],
                [rules[number].rule.id for number in one.missed],
            )
            for one in self._asked.standings
        ]

    # -- afterwards -----------------------------------------------------------------------------

    def idle(self, muting: Muting) -> Iterator[str]:
        """The names in a suppression that took nothing out, though some of their rules looked at its pages.

        A rule about the whole site has not looked at a page whose file was named: what it compares was not read.
        """
        if muting.expired:
            return
        looked: set[str] = set()
        for standing in muting.standings:
            judged, missed = self._scored[standing]
            looked.update(set(judged).difference(missed))
        if not self._asked.whole:
            looked.difference_update([one.rule.id for one in self._plan.site_rules])
        looked &= muting.rules  # without those that cannot be suppressed
        for name, rules in muting.names.items():
            if not looked.isdisjoint(rules) and muting.used.isdisjoint(rules):
                yield name


def is_beyond(rule: str) -> bool:
    """Whether a rule cannot be suppressed: those about suppressions, which would hide themselves."""
    return rule.startswith(TOPIC)


def places(page: Summary, one: Suppression) -> dict[str, Fact | Spot]:
    """Each name with its place in the page."""
    spans = one.spans or (one.span,) * len(one.rules)
    return {
        name: Fact(page, None, one.field, span.line if span else None, span.column if span else None)
        for name, span in zip(one.rules, spans, strict=True)
    }


def split(findings: list[Finding], covering: Mapping[str, Muting]) -> tuple[list[Finding], list[Suppressed]]:
    """The findings that stay, and those that are suppressed."""
    kept: list[Finding] = []
    taken: list[Suppressed] = []
    for finding in findings:
        muting = covering.get(finding.rule)
        if muting is None:
            kept.append(finding)
        else:
            muting.used.add(finding.rule)
            taken.append(Suppressed(finding, muting.reason))
    return kept, taken
