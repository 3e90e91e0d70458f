"""The plan of a run: the selected rules with their options, grouped by what they judge."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from msgspec import Struct

from seokit.model import Settings, Severity
from seokit.score.facts import Index
from seokit.score.points import WEIGHTS
from seokit.score.registry import RULES
from seokit.score.rule import Rule

KINDS = ("source", "built", "live")


def of_kind(rule: Rule, kind: str) -> bool:
    """Whether a rule judges pages of this kind; what was fetched is as good as built."""
    return not rule.kind or (rule.kind == "source") == (kind == "source")


# Kind of page → attributes whose absence a rule reports: there a missing value fails the other rules too.
MISSABLE: dict[str, frozenset[str]] = {
    kind: frozenset(
        name for rule in RULES.values() if rule.missing and of_kind(rule, kind) for name in rule.field
    )
    for kind in KINDS
}

# Why a built page is none of its own → the topics that say nothing of it. A redirect is made by a generator and
# seen by nobody, and stands at an old URL because that one is known; an error page is seen, but never indexed.
_READ = {"title", "description", "keywords", "question", "content", "heading", "social", "schema", "date"}
_INDEXED = {"canonical", "index", "hreflang"}
UNJUDGED: dict[str, frozenset[str]] = {
    "redirect": frozenset({*_READ, *_INDEXED, "page", "image", "url"}),
    "error page": frozenset({*_READ, *_INDEXED}),
}


class Active(Struct, frozen=True):
    """A rule as it runs here: severity and options of the config, options bound to the check."""

    number: int  # its place among the rules of the plan
    rule: Rule
    severity: Severity
    weight: float
    options: Mapping[str, Any]
    check: Callable[..., Any]
    wants_context: bool


class Group(Struct, frozen=True):
    """Page rules and site rules that judge the same attributes: they apply, or not, together."""

    fields: tuple[str, ...]
    page_rules: tuple[Active, ...]
    absence_rules: tuple[Active, ...]
    weight: float  # of all of them, site rules included
    missing_weight: float  # what fails at once where a field is missing
    numbers: tuple[int, ...]  # of all of them, as Active.number
    missing_numbers: tuple[int, ...]  # of those that fail at once


class Plan(Struct, frozen=True):
    """All of a run: groups for the page pass, indexes for the facts, site rules for the settling.

    Groups are by kind of page, and by the reasons of UNJUDGED; `unasked` are the indexes that such pages are
    not put into.
    """

    rules: tuple[Active, ...]
    groups: Mapping[str, tuple[Group, ...]]
    indexes: tuple[Index, ...]
    unasked: Mapping[str, frozenset[str]]
    site_rules: tuple[Active, ...]
    record_rules: tuple[Active, ...]


def make_plan(site: Settings) -> Plan:
    """Bind the selected rules to their options and sort them into groups.

    Rules that compare source and built pages are left out where only one of them is audited.
    """
    settings = site.rules
    selected = {
        name: severity
        for name, severity in settings.severity.items()
        if site.paired or not ((index := RULES[name].index) and index.across)
    }
    active = [
        Active(
            number=number,
            rule=RULES[name],
            severity=severity,
            weight=WEIGHTS[severity],
            options=settings.options.get(name, {}),
            check=bound(RULES[name], settings.options.get(name, {})),
            wants_context=RULES[name].wants_context,
        )
        for number, (name, severity) in enumerate(selected.items())
    ]
    judging = [one for one in active if not one.rule.record]
    # What other rules ask of links has to be known first.
    linking = sorted(active, key=lambda one: one.rule.index is None or one.rule.index.name != "by_url")
    indexes = in_order([one.rule.index for one in linking if one.rule.index])
    first = {index.after.name for index in indexes.values() if index.after}
    groups = {kind: grouped([one for one in judging if of_kind(one.rule, kind)]) for kind in KINDS}
    unasked = {}
    for reason, topics in UNJUDGED.items():
        judged = [one for one in judging if of_kind(one.rule, "built") and one.rule.topic not in topics]
        groups[reason] = grouped(judged)
        unasked[reason] = (
            frozenset(indexes) - {one.rule.index.name for one in judged if one.rule.index} - first
        )
    return Plan(
        tuple(active),
        groups,
        tuple(indexes.values()),
        unasked,
        tuple(one for one in active if one.rule.index),
        tuple(one for one in active if one.rule.record),
    )


def in_order(indexes: Iterable[Index]) -> dict[str, Index]:
    """The indexes by their names, each once, and behind the one that it wants settled before."""
    found: dict[str, Index] = {}
    for index in indexes:
        if index.after:
            found.setdefault(index.after.name, index.after)
        found.setdefault(index.name, index)
    return found


def bound(rule: Rule, options: Mapping[str, Any]) -> Callable[..., Any]:
    """A rule's function with these options; itself where they are its defaults, since that is called faster."""
    return partial(rule.check, **options) if options != rule.options else rule.check


def grouped(active: Sequence[Active]) -> tuple[Group, ...]:
    """Rules that judge the same attributes, together."""
    by_fields: dict[tuple[str, ...], list[Active]] = {}
    for one in active:
        by_fields.setdefault(one.rule.field, []).append(one)
    return tuple(make_group(fields, rules) for fields, rules in by_fields.items())


def make_group(fields: tuple[str, ...], rules: list[Active]) -> Group:
    """One group; rules that judge absence itself run even where the field is missing."""
    return Group(
        fields=fields,
        page_rules=tuple(one for one in rules if not one.rule.index),
        absence_rules=tuple(one for one in rules if not one.rule.index and one.rule.missing),
        weight=sum(one.weight for one in rules),
        missing_weight=sum(one.weight for one in rules if not one.rule.missing),
        numbers=tuple(one.number for one in rules),
        missing_numbers=tuple(one.number for one in rules if not one.rule.missing),
    )
