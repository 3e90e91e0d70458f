"""Indexes: what pages contribute under a key, so that rules can look across pages.

An index is a function that runs once per page, in the worker, however many rules use it. It yields
`(key, value, where)`: a text key, a JSON-plain value, and the Text, Link or Entry that it stands in
(or None). Nothing else crosses pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from msgspec import Struct

from seokit.model import Entry, Fact, Link, Page, Text
from seokit.score.context import Context

Row = tuple[str | int, Any, Text | Link | Entry | None]
# A fact on its way to the parent: key, page number, value, field, line, column.
PackedRow = tuple[str | int, int, Any, str, int | None, int | None]
Groups = Sequence[tuple[Any, Sequence[Fact]]]


class Index(Struct, frozen=True):
    """A named index. Keys with fewer than `least` facts never reach a rule.

    `prepare` makes of the groups, once, what all rules of the index begin with; it gives (key, facts) pairs
    to rules that are called once per key, else whatever they want.
    Source and built pages never meet in one group, unless the index is `across`: its rules compare the two,
    and run only where both were audited.
    `pack` makes the rows of a chunk of pages smaller, in the worker, before they travel.
    `after` is an index that has to be settled before: its rules go by what that tells the SiteContext.
    """

    name: str
    facts: Callable[[Page, Context], Iterator[Row]]
    least: int
    prepare: Callable[[Groups], Any] | None = None
    across: bool = False
    pack: Callable[[list[PackedRow]], list[PackedRow]] | None = None
    after: Index | None = None


def index(
    *,
    least: int = 1,
    prepare: Callable[[Groups], Any] | None = None,
    across: bool = False,
    pack: Callable[[list[PackedRow]], list[PackedRow]] | None = None,
    after: Index | None = None,
) -> Callable[[Callable[[Page, Context], Iterator[Row]]], Index]:
    """Make an Index of a function; its name is the function's."""

    def declare(function: Callable[[Page, Context], Iterator[Row]]) -> Index:
        return Index(function.__name__, function, least, prepare, across, pack, after)

    return declare
