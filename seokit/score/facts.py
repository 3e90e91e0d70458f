"""Indexes: what pages contribute under a key, so that rules can look across pages.

An index is a function that runs once per page, in the worker, however many rules use it. It yields
`(key, value, where)`: a text key, a JSON-plain value, and the Text, Link or Entry that it stands in
(or None). Nothing else crosses pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from msgspec import Struct

from seokit.model import Entry, Link, Page, Text
from seokit.score.context import Context

Row = tuple[str | int, Any, Text | Link | Entry | None]


class Index(Struct, frozen=True):
    """A named index. Keys with fewer than `least` facts never reach a rule."""

    name: str
    facts: Callable[[Page, Context], Iterator[Row]]
    least: int


def index(*, least: int = 1) -> Callable[[Callable[[Page, Context], Iterator[Row]]], Index]:
    """Make an Index of a function; its name is the function's."""

    def declare(function: Callable[[Page, Context], Iterator[Row]]) -> Index:
        return Index(function.__name__, function, least)

    return declare
