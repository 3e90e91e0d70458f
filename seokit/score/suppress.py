"""Suppressions at work: which findings are taken out, and which suppressions did nothing.

A suppressed rule counts for nothing on its page: it is neither passed nor failed. What a source suppresses holds
for the page that is built from it too, since that is where editors can write it.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from seokit import urls
from seokit.extract.sections import Globs
from seokit.model import Fact, Finding, PathSuppression, Settings, Spot, Summary, Suppressed, Suppression

Named = Callable[[str], tuple[str, ...]]
TOPIC = "suppression"  # findings about suppressions are not to be suppressed where they stand


class Muting(Struct):
    """One suppression at work: its names with the rules that each stands for, none where it is unknown.

    `used` are the rules of which it took a finding out.
    """

    where: Fact | Spot
    names: Mapping[str, frozenset[str]]
    reason: str
    until: dt.date | None
    expired: bool
    rules: frozenset[str]
    used: set[str]

    def covers(self, rule: str) -> bool:
        """Whether it holds, and for this rule."""
        return not self.expired and rule in self.rules


class Mutings:
    """All suppressions of a run, those of pages and those of the config."""

    def __init__(
        self,
        pages: Sequence[Summary],
        written: Mapping[int, Sequence[Suppression]],
        settings: Settings,
        named: Named,
    ) -> None:
        """`written` is by number of page; `named` tells the ids of the rules that a name stands for."""
        self.named = named
        self.today = settings.today
        self.running = frozenset(settings.rules.severity)
        self.all: list[Muting] = []
        self._of_page: dict[int, list[Muting]] = {}
        self._globs = [
            (Globs(table.files, settings.root), self.of_config(table, settings))
            for table in settings.suppress
        ]
        if written:
            self.of_pages(pages, written, settings.base_url)

    def make(self, where: Fact | Spot, names: Sequence[str], reason: str, until: dt.date | None) -> Muting:
        """Note a suppression."""
        by_name = {name: frozenset(self.named(name)) for name in names}
        rules = frozenset(rule for ids in by_name.values() for rule in ids if not rule.startswith(TOPIC))
        expired = until is not None and until < self.today
        self.all.append(Muting(where, by_name, reason, until, expired, rules, set()))
        return self.all[-1]

    def of_config(self, table: PathSuppression, settings: Settings) -> Muting:
        """A [[suppress]] table of the config."""
        spot = Spot(os.path.relpath(settings.file).replace(os.sep, "/"), table.line, None, "suppress")
        return self.make(spot, table.rules, table.reason, table.until)

    def of_pages(
        self, pages: Sequence[Summary], written: Mapping[int, Sequence[Suppression]], base_url: str
    ) -> None:
        """Those that pages hold; a source's are its built page's too."""
        by_key: dict[str, list[Muting]] = {}
        for page in pages:
            for one in written.get(page.number, ()):
                line, column = (one.span.line, one.span.column) if one.span else (None, None)
                fact = Fact(page, None, one.field, line, column)
                made = self.make(fact, one.rules, one.reason, one.until)
                self._of_page.setdefault(page.number, []).append(made)
                if page.kind == "source" and page.url:
                    by_key.setdefault(urls.key(page.url, base_url), []).append(made)
        for page in pages if by_key else ():
            if page.kind != "source" and page.url and (more := by_key.get(urls.key(page.url, base_url))):
                self._of_page.setdefault(page.number, []).extend(more)

    def of(self, page: Summary) -> list[Muting]:
        """What holds for a page: its own first."""
        found = self._of_page.get(page.number, [])
        if self._globs:
            found = [*found, *(muting for globs, muting in self._globs if globs.match(page.path))]
        return found

    def split(self, page: Summary, findings: list[Finding]) -> tuple[list[Finding], list[Suppressed]]:
        """The page's findings that stay, and those that are suppressed."""
        mutings = self.of(page) if findings else []
        if not mutings:
            return findings, []
        kept: list[Finding] = []
        suppressed: list[Suppressed] = []
        for finding in findings:
            muting = next((one for one in mutings if one.covers(finding.rule)), None)
            if muting is None:
                kept.append(finding)
            else:
                muting.used.add(finding.rule)
                suppressed.append(Suppressed(finding, muting.reason))
        return kept, suppressed

    def idle(self, muting: Muting) -> list[str]:
        """The names in a suppression that took nothing out, though some of their rules ran."""
        if muting.expired:
            return []
        return [
            name
            for name, rules in muting.names.items()
            if not self.running.isdisjoint(rules) and muting.used.isdisjoint(rules)
        ]
