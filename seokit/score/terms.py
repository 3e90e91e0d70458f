"""What the names in a JSON-LD node mean: its `@context`, as far as schema.org is concerned."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from msgspec import Struct

SCHEMA = re.compile(r"https?://(?:www\.)?schema\.org(?:/docs/jsonldcontext\.jsonl?d?|/|#)?", re.IGNORECASE)
TERM = re.compile(r"https?://(?:www\.)?schema\.org[/#]([^/#]+)", re.IGNORECASE)


class Terms(Struct, frozen=True):
    """What names mean in a node: the JSON-LD context as far as schema.org is concerned.

    `plain`: names without a prefix are schema.org's. `open`: a context that cannot be read here may define
    further names, so that an unknown one is no fault. `own`: names that the page defines → schema.org's name,
    or "" for another vocabulary's. `prefixes`: those that stand for schema.org.
    """

    plain: bool = False
    open: bool = False
    own: dict[str, str] = {}
    prefixes: frozenset[str] = frozenset({"schema"})

    @property
    def simple(self) -> bool:
        """Whether names without a prefix are schema.org's, and no other meaning is defined."""
        return self.plain and not self.own

    def name(self, written: str) -> str:
        """schema.org's name for a type or property as written; empty for another vocabulary's."""
        if written in self.own:
            return self.own[written]
        if ":" in written:
            prefix, _, rest = written.partition(":")
            if rest.startswith("//"):
                found = TERM.fullmatch(written)
                return found[1] if found else ""
            return rest if prefix in self.prefixes else ""
        return written if self.plain else ""


NOTHING = Terms()


@lru_cache(maxsize=1_024)  # a template gives all pages the same keys
def plain_names(keys: tuple[str, ...]) -> tuple[str, ...] | None:
    """The property names among the keys of an object; None where some have a prefix."""
    names = tuple([key for key in keys if key[:1] != "@"])
    return None if any(":" in name for name in names) else names


def context(written: Any, outer: Terms) -> Terms:
    """The terms that a `@context` gives, within those around it."""
    if isinstance(written, str):
        return _by_address(written, outer)
    if written is None:
        return NOTHING
    terms = outer
    for part in written if isinstance(written, list) else [written]:
        if isinstance(part, str):
            terms = _by_address(part, terms)
        elif part is None:
            terms = NOTHING
        elif isinstance(part, dict):
            terms = _by_definitions(part, terms)
    return terms


def _by_address(address: str, outer: Terms) -> Terms:
    if outer is NOTHING and address == "https://schema.org":
        return PLAIN
    if SCHEMA.fullmatch(address.strip()):
        return PLAIN if outer is NOTHING else Terms(True, outer.open, outer.own, outer.prefixes)
    return Terms(outer.plain, True, outer.own, outer.prefixes)


PLAIN = Terms(plain=True)


def _by_definitions(definitions: dict[str, Any], outer: Terms) -> Terms:
    plain, prefixes = outer.plain, set(outer.prefixes)
    own: dict[str, str] = dict(outer.own)
    if "@vocab" in definitions:
        vocab = definitions["@vocab"]
        plain = isinstance(vocab, str) and SCHEMA.fullmatch(vocab) is not None
    for term, meaning in definitions.items():
        if term[:1] == "@":
            continue
        if isinstance(meaning, dict):
            # {"@type": "@id"} says how a value is read; the name keeps its meaning.
            if "@id" not in meaning and "@reverse" not in meaning:
                continue
            meaning = meaning.get("@id")
        if isinstance(meaning, str) and SCHEMA.fullmatch(meaning):
            prefixes.add(term)
        else:
            prefixes.discard(term)
            own[term] = Terms(prefixes=frozenset(prefixes)).name(meaning) if isinstance(meaning, str) else ""
    return Terms(plain, outer.open, own, frozenset(prefixes))
