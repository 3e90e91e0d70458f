"""What a YAML scalar means: PyYAML's resolver and constructors, behind caches, one value at a time.

PyYAML raises for a whole file when one scalar is impossible (2024-02-30, +99:99, 5,000 digits, a lone `=`);
here such a value stays the text it is, so that a rule can speak about it.
"""

from __future__ import annotations

import math
from datetime import date
from functools import lru_cache
from typing import Any

import yaml
from yaml.constructor import SafeConstructor
from yaml.resolver import Resolver

STR = "tag:yaml.org,2002:str"
SEQ = "tag:yaml.org,2002:seq"
MAP = "tag:yaml.org,2002:map"
MERGE = "tag:yaml.org,2002:merge"
VALUE = "tag:yaml.org,2002:value"

# Longer scalars are rarely numbers, and would fill the caches: they are looked at each time.
CACHED_LENGTH = 64
CACHED = 8192
MAX_BITS = 14_000  # of an integer: Python refuses to print more than 4,300 digits

_RESOLVERS: dict[str, list[tuple[str, Any]]] = Resolver.yaml_implicit_resolvers
FIRST = frozenset(_RESOLVERS)  # characters that a scalar other than text begins with; "" for an empty one
_maker = SafeConstructor()
_MAKERS = {
    "tag:yaml.org,2002:null": _maker.construct_yaml_null,
    "tag:yaml.org,2002:bool": _maker.construct_yaml_bool,
    "tag:yaml.org,2002:int": _maker.construct_yaml_int,
    "tag:yaml.org,2002:float": _maker.construct_yaml_float,
    "tag:yaml.org,2002:timestamp": _maker.construct_yaml_timestamp,
}
KNOWN = frozenset((STR, MERGE, VALUE, "tag:yaml.org,2002:binary", *_MAKERS))


def tag_of(value: str) -> str:
    """The tag of a plain scalar, as PyYAML's Resolver finds it."""
    return _tag(value) if len(value) <= CACHED_LENGTH else _tag.__wrapped__(value)


@lru_cache(CACHED)
def _tag(value: str) -> str:
    for tag, pattern in _RESOLVERS.get(value[:1], ()):
        if pattern.match(value):
            return tag
    return STR


def python_value(tag: str, value: str) -> Any:
    """The scalar as PyYAML constructs it; the text itself where it cannot (and for `!!binary`)."""
    make = _MAKERS.get(tag)
    if make is None:
        return value
    try:
        return make(yaml.ScalarNode(tag, value))
    except (ValueError, LookupError, AttributeError, OverflowError, yaml.YAMLError):
        return value


def typed(tag: str, value: str) -> tuple[str, Any]:
    """The scalar's type, as model.Entry names it, and its JSON-plain value."""
    return _typed(tag, value) if len(value) <= CACHED_LENGTH else _typed.__wrapped__(tag, value)


@lru_cache(CACHED)
def _typed(tag: str, value: str) -> tuple[str, Any]:
    return plain(python_value(tag, value), value)


def plain(made: Any, written: str) -> tuple[str, Any]:
    """The type and JSON-plain form of a parsed scalar; `written` stands in for what JSON does not know.

    Dates become ISO text; NaN, the infinities and integers too long to print become the text they were.
    """
    if isinstance(made, str):
        return "text", made
    if made is None:
        return "null", None
    if isinstance(made, bool):
        return "boolean", made
    if isinstance(made, int):
        return ("number", made) if made.bit_length() <= MAX_BITS else ("text", written)
    if isinstance(made, float):
        return ("number", made) if math.isfinite(made) else ("text", written)
    if isinstance(made, date):  # a datetime is one
        return "date", made.isoformat()
    return "text", written
