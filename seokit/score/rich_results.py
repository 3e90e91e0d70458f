"""What search engines ask of structured data, from the dated table, and what a node lacks of it."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

import msgspec
from msgspec import Struct

from seokit.score.structured import Node, Structured, kinds

TABLE = Path(__file__).parent.parent / "data" / "rich_results.toml"


class Feature(Struct, frozen=True, forbid_unknown_fields=True):
    """A feature of the results page. The table's head says what the fields mean."""

    name: str
    types: tuple[str, ...]
    source: str
    checked: dt.date | None = None
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


@lru_cache(maxsize=256)
def steps(path: str) -> tuple[tuple[tuple[str, str], ...], ...]:
    """A path as steps, each with the names of which one will do, and the value that it has to be, if any."""
    return tuple(
        tuple((name, value) for name, _, value in (one.partition("=") for one in step.split("|")))
        for step in path.split(".")
    )


@lru_cache(maxsize=1_024)
def features_of(types: tuple[str, ...]) -> tuple[Feature, ...]:
    """The features that nodes of these types are for."""
    return tuple(
        one
        for one in features()
        if (kinds(types, one.types) if one.subtypes else not set(types).isdisjoint(one.types))
    )


@lru_cache(maxsize=1_024)
def retired_since(types: tuple[str, ...]) -> dt.date | None:
    """The day on which the feature that nodes of these types are for came to its end."""
    return next((one.retired for one in features_of(types) if one.retired), None)


def asked(structured: Structured) -> Iterator[tuple[Node, Feature]]:
    """The nodes that say what the page is about, each with the features that it is for."""
    for node in structured.main:
        for feature in features_of(node.types):
            if not feature.needs or structured.values(node, feature.needs):
                yield node, feature


def lacking(structured: Structured, node: Node, paths: tuple[str, ...]) -> list[str]:
    """Those of the paths that the node does not have, in words."""
    return [
        words(path)
        for path in paths
        if not (structured.has(node, path) if path.isalpha() else _has(structured, [node], steps(path)))
    ]


@lru_cache(maxsize=256)
def words(path: str) -> str:
    """A path as messages show it: "offers.price or priceSpecification"."""
    return ".".join(" or ".join(part.split("|")) for part in _shown(path))


def _shown(path: str) -> list[str]:
    # Of steps on the way the first name will do; "a=0" is an exception, nothing to ask for.
    *way, last = path.split(".")
    return [step.partition("|")[0] for step in way] + ["|".join(p for p in last.split("|") if "=" not in p)]


def _has(structured: Structured, nodes: list[Node], path: tuple[tuple[tuple[str, str], ...], ...]) -> bool:
    """Whether all of the nodes have what the path leads to. Where a step leads nowhere, its own path says so."""
    *way, last = path
    for names in way:
        # A text, or a node of another page, may have anything.
        nodes = [one for node in nodes for name, _ in names for one in structured.linked(node, name)]
    for node in nodes:
        for name, wanted in last:
            if wanted in map(str, structured.values(node, name)) if wanted else structured.has(node, name):
                break
        else:
            return False
    return True
