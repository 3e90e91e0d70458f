"""Which rules a page has to be asked: worked out once for each combination of what pages have, and kept.

The pages of a site come from a few templates, so that there are few combinations; a hundred rules would else be
looked through for every page.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from seokit.model import Page
from seokit.score.plan import Active, Group
from seokit.score.points import having, state

HTML = "html."  # how names in `when` begin of what only a built page knows
MOST = 500  # programs that are kept; a site of templates has about ten


class Standing(Struct, frozen=True):
    """Which rules apply to a page, and which of them fail unasked; by their numbers in the plan."""

    judged: tuple[int, ...]
    missed: tuple[int, ...]


class Program(Struct, frozen=True):
    """The weight of all rules that apply, the weight that fails unasked, and the rules to call, in order."""

    applicable: float
    failed: float
    rules: tuple[Active, ...]
    standing: Standing


class Programs:
    """The programs of the pages that one plan's groups are for."""

    def __init__(self, groups: Sequence[Group], missable: frozenset[str]) -> None:
        self._groups = groups
        self._missable = missable
        judged = [name for group in groups for name in group.fields]
        asked = [one.rule.when for group in groups for one in group.page_rules if one.rule.when]
        names = dict.fromkeys([*judged, *asked])
        self._of_page = tuple([name for name in names if not name.startswith(HTML)])
        self._of_html = tuple([name.removeprefix(HTML) for name in names if name.startswith(HTML)])
        self._kept: dict[tuple[bool | None, ...], Program] = {}

    def of(self, page: Page) -> Program:
        """The program of a page."""
        values = [getattr(page, name) for name in self._of_page]
        if page.html is not None:
            values += [getattr(page.html, name) for name in self._of_html]
        form = tuple([None if value is None else having(value) for value in values])
        found = self._kept.get(form)
        if found is None:
            if len(self._kept) >= MOST:
                self._kept.clear()
            found = self._kept[form] = self._make(page)
        return found

    def _make(self, page: Page) -> Program:
        applicable = failed = 0.0
        rules: list[Active] = []
        judged: list[int] = []
        missed: list[int] = []
        for group in self._groups:
            states = {state(page, name, self._missable) for name in group.fields}
            if "unknown" in states:
                continue
            applicable += group.weight
            judged += group.numbers
            if "missing" in states:
                failed += group.missing_weight
                missed += group.missing_numbers
            asked = group.absence_rules if "missing" in states else group.page_rules
            rules += [one for one in asked if not one.rule.when or has(page, one.rule.when)]
        return Program(applicable, failed, tuple(rules), Standing(tuple(judged), tuple(missed)))


def has(page: Page, name: str) -> bool:
    """Whether a page has what a rule looks for, see `rule.when`."""
    of_html = name.startswith(HTML)
    holder = page.html if of_html else page
    return holder is not None and bool(having(getattr(holder, name.removeprefix(HTML))))
