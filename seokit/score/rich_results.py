"""What search engines ask of structured data, from the dated table, and what a node lacks of it."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from seokit.score.structured import Node, Structured, is_one_of

TABLE = Path(__file__).parent.parent / "data" / "rich_results.toml"


class Feature(Struct, frozen=True, forbid_unknown_fields=True):
    """A feature of the results page. The table's head says what the fields mean."""

    name: str
    types: tuple[str, ...]
    source: str
    checked: dt.date
    required: tuple[str, ...] = ()
    recommended: tuple[str, ...] = ()
    subtypes: bool = False
    home: bool = False
    needs: str = ""
    retired: dt.date | None = None


@cache
def features() -> tuple[Feature, ...]:
    """All features of the table."""
    table = tomllib.loads(TABLE.read_text("utf-8"))
    return msgspec.convert(table["feature"], tuple[Feature, ...])


@lru_cache(maxsize=1_024)
def features_of(types: tuple[str, ...]) -> tuple[Feature, ...]:
    """The features that nodes of these types are for."""
    return tuple(
        one
        for one in features()
        if (is_one_of(types, one.types) if one.subtypes else not set(types).isdisjoint(one.types))
    )


def retired_since(types: tuple[str, ...]) -> dt.date | None:
    """The day on which the feature that nodes of these types are for came to its end."""
    return next((one.retired for one in features_of(types) if one.retired), None)


def asked(structured: Structured, home: bool) -> Iterator[tuple[Node, Feature]]:
    """The nodes that say what the page is about, each with the features that it is for."""
    for node in structured.main():
        for feature in features_of(node.types):
            if (feature.home and not home) or (feature.needs and not structured.values(node, feature.needs)):
                continue
            yield node, feature


def lacking(structured: Structured, node: Node, paths: tuple[str, ...]) -> list[str]:
    """Those of the paths that the node does not have, in words."""
    return [words(path) for path in paths if not _has(structured, [node], path.split("."))]


def words(path: str) -> str:
    """A path as messages show it: "offers.price or priceSpecification"."""
    return ".".join(" or ".join(part.split("|")) for part in _shown(path))


def _shown(path: str) -> list[str]:
    # Of steps on the way the first name will do; "a=0" is an exception, nothing to ask for.
    *way, last = path.split(".")
    return [step.partition("|")[0] for step in way] + ["|".join(p for p in last.split("|") if "=" not in p)]


def _has(structured: Structured, values: list[Any], steps: list[str]) -> bool:
    """Whether all of the nodes have what the steps lead to. Where a step leads nowhere, its own path says so."""
    for number, step in enumerate(steps):
        further: list[Any] = []
        last = number == len(steps) - 1
        for node in values:
            found = _values(structured, node, step)
            if last and not found:
                return False
            # A text, or a node of another page, may have anything.
            further += [one for value in found if (one := structured.follow(value)) is not None]
        values = further
    return True


def _values(structured: Structured, node: Node, step: str) -> list[Any]:
    found: list[Any] = []
    for name in step.split("|"):
        name, equals, wanted = name.partition("=")
        values = structured.values(node, name)
        found += [value for value in values if not equals or str(value) == wanted]
    return found
