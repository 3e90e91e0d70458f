"""schema.org's types and properties, read from the committed table once, when the first page needs them."""

from __future__ import annotations

import difflib
import json
from functools import cache, lru_cache
from pathlib import Path

from msgspec import Struct

TABLE = Path(__file__).parent.parent / "data" / "schema_org.json"
# Properties of an action may say what goes in and comes out: https://schema.org/docs/actions.html#part-4
ACTION_SUFFIXES = ("-input", "-output")
DATES = frozenset({"Date", "DateTime"})
LITERALS = frozenset({"Text", "URL", "Number", "Integer", "Duration", "Boolean"})


class Property(Struct, frozen=True):
    """The types that have a property, and the types of its values."""

    domains: frozenset[str]
    ranges: frozenset[str]


class Vocabulary(Struct, frozen=True):
    """One release of schema.org. `superseded`: a retired type or property → its successor."""

    release: str
    types: dict[str, tuple[str, ...]]
    properties: dict[str, Property]
    superseded: dict[str, str]


@cache
def vocabulary() -> Vocabulary:
    """The committed table; `seokit/data/make_schema_org.py` says where it comes from."""
    table = json.loads(TABLE.read_text("utf-8"))
    properties = {}
    for name, line in table["properties"].items():
        domains, _, ranges = line.partition("|")
        properties[name] = Property(frozenset(domains.split()), frozenset(ranges.split()))
    types = {name: tuple(line.split()) for name, line in table["types"].items()}
    return Vocabulary(table["release"], types, properties, table["superseded"])


@lru_cache(maxsize=2_048)
def supertypes(name: str) -> frozenset[str]:
    """A type and all types above it; of an unknown name only itself."""
    found, left = set(), [name]
    while left:
        one = left.pop()
        if one not in found:
            found.add(one)
            left += vocabulary().types.get(one, ())
    return frozenset(found)


def is_a(types: tuple[str, ...], wanted: str) -> bool:
    """Whether one of a node's types is the wanted type or a subtype of it."""
    return any(wanted in supertypes(name) for name in types)


@lru_cache(maxsize=4_096)
def property_fault(types: tuple[str, ...], name: str) -> str:
    """Why nodes of these types cannot have a property: "unknown", "elsewhere" (other types have it), or "".

    A node without a type may have any property there is. So may a Role, which repeats the property that it
    stands in (https://schema.org/Role).
    """
    stem = name
    for suffix in ACTION_SUFFIXES:
        stem = stem.removesuffix(suffix)
    known = vocabulary().properties.get(stem)
    if known is None:
        return "unknown"
    if stem != name or not types:
        return ""
    above = frozenset().union(*[supertypes(one) for one in types])
    # A property without domains is schema.org's own meta vocabulary, or retired: nothing to hold it against.
    return "" if not known.domains or known.domains & above or "Role" in above else "elsewhere"


@lru_cache(maxsize=1_024)
def faults(types: tuple[str, ...], names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The properties that nodes of these types cannot have, each with its `property_fault`."""
    return tuple((name, fault) for name in names if (fault := property_fault(types, name)))


@lru_cache(maxsize=2_048)
def unknown_types(types: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the types that schema.org does not have."""
    return tuple(name for name in types if name not in vocabulary().types)


@lru_cache(maxsize=1_024)
def dates(names: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the properties whose texts can only be dates."""
    return tuple(name for name in names if is_date(name))


@lru_cache(maxsize=2_048)
def is_date(name: str) -> bool:
    """Whether a property's text can only be a date or a moment."""
    known = vocabulary().properties.get(name)
    return known is not None and bool(known.ranges & DATES) and not known.ranges & LITERALS


@lru_cache(maxsize=2_048)
def takes_time(name: str) -> bool:
    """Whether a time of day will do for a property, as for doorTime."""
    known = vocabulary().properties.get(name)
    return known is not None and "Time" in known.ranges


@lru_cache(maxsize=1_024)
def similar_type(name: str) -> str:
    """The type that somebody who wrote `name` may have meant; empty without a near one."""
    return _similar(name, list(vocabulary().types))


@lru_cache(maxsize=1_024)
def similar_property(name: str, types: tuple[str, ...]) -> str:
    """The property of these types that somebody who wrote `name` may have meant; empty without a near one."""
    return _similar(name, [one for one in vocabulary().properties if not property_fault(types, one)])


def _similar(name: str, names: list[str]) -> str:
    folded = {one.casefold(): one for one in names}
    near = difflib.get_close_matches(name[:60].casefold(), folded, n=1, cutoff=0.8)
    return vocabulary().superseded.get(folded[near[0]], folded[near[0]]) if near else ""
