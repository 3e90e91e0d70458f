"""Rules about suppressions: those that do nothing, are over, give no reason, or were never right."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from seokit.model import Hit, Page
from seokit.score.rule import rule
from seokit.score.suppress import Mutings, is_beyond

LONGEST = 60  # characters of a name that are shown, and that may be a slip of the pen
RUFF = "https://docs.astral.sh/ruff/rules/unused-noqa/"


@rule(
    "suppression-unused",
    severity="warning",
    evidence="self-evident",
    message="{value} is suppressed here, but {reason}: remove it",
    record="suppressions",
)
def unused(mutings: Mutings) -> Iterator[Hit]:
    """An exception that is not needed any more hides the next fault that would be one.

    A name is reported only if a rule that it stands for looked at the page: not if that is off or was not selected,
    and not if it judges built pages and none was audited. Where files are named, rules that compare pages do not
    count either. Rules about suppressions cannot be suppressed.

    Fix: remove the name from the list, or the whole suppression.

    Bad:
        title: Why do cats purr?
        seokit:
          ignore: [title-too-long]
          reason: The title of a book.
    Good:
        title: Why do cats purr, and what do all the other animals that purr mean by it?
        seokit:
          ignore: [title-too-long]
          reason: The title of a book.
    """
    for muting in mutings.all:
        for name in mutings.idle(muting):
            yield Hit(muting.where[name], {"value": name, "reason": "nothing is found that would need it"})
        for name, rules in muting.names.items():
            if rules and all(map(is_beyond, rules)):
                yield Hit(
                    muting.where[name], {"value": name, "reason": "what is wrong here cannot be hidden"}
                )


@rule(
    "suppression-expired",
    severity="warning",
    evidence="self-evident",
    message="the suppression of {value} held until {limit}: its findings are reported again",
    record="suppressions",
)
def expired(mutings: Mutings) -> Iterator[Hit]:
    """Somebody meant to mend this by a day that has passed.

    The day itself still counts.

    Fix: mend what is found, and remove the suppression; or give it another day.

    Bad:
        title: Why do cats purr?
        seokit:
          ignore: [title-too-long]
          until: 2020-01-01
    Good:
        title: Why do cats purr, and what do all the other animals that purr mean by it?
        seokit:
          ignore: [title-too-long]
          until: 2999-01-01
    """
    for muting in mutings.all:
        if muting.expired and muting.until:
            yield Hit(muting.first, {"value": ", ".join(muting.names), "limit": muting.until.isoformat()})


@rule(
    "suppression-unknown-rule",
    severity="warning",
    evidence="self-evident",
    message="no rule or topic is called {value}: nothing is suppressed by it; {hint}",
    record="suppressions",
)
def unknown_rule(mutings: Mutings) -> Iterator[Hit]:
    """A suppression with a slip in the name of its rule suppresses nothing, and looks as if it did.

    Fix: write the name as `seokit rule` lists it.

    Bad:
        title: Why do cats purr?
        seokit:
          ignore: [title-to-long]
    Good:
        title: Why do cats purr?
        seokit:
          ignore: [title-too-long]
    """
    for muting in mutings.all:
        for name, rules in muting.names.items():
            if not rules:
                value = shortened(name)
                yield Hit(muting.where[name], {"value": value, "hint": hint(name)})


@rule(
    "suppression-without-reason",
    severity="info",
    evidence="convention",
    source=RUFF,
    checked="2026-11-26",
    message="the suppression of {value} gives no reason",
    record="suppressions",
    default=False,
)
def without_reason(mutings: Mutings) -> Iterator[Hit]:
    """Whoever meets an exception in a year wants to know why it is one. Off by default: many need no words.

    Fix: write the reason beside it.

    Bad:
        title: Why do cats purr?
        seokit:
          ignore: [title-too-long]
    Good:
        title: Why do cats purr?
        seokit:
          ignore: [title-too-long]
          reason: The title of a book.
    """
    for muting in mutings.all:
        if not muting.reason.strip():
            yield Hit(muting.first, {"value": ", ".join(muting.names)})


@rule(
    "suppression-invalid",
    severity="warning",
    evidence="self-evident",
    message="{reason}",
    when="problems",
)
def invalid(page: Page) -> Iterator[Hit]:
    """A suppression that cannot be read suppresses nothing.

    Fix: write it as `seokit: {ignore: [title-too-long], reason: "…", until: 2027-01-01}`, in HTML as
    `<!-- seokit-ignore title-too-long until 2027-01-01: … -->`.

    Bad:
        title: Why do cats purr?
        seokit:
          ignore: [title-too-long]
          until: soon
    Good:
        title: Why do cats purr?
        seokit:
          ignore: [title-too-long]
          until: 2999-01-01
    """
    for problem in page.problems:
        if problem.rule == "suppression-invalid":
            yield Hit(problem, {"value": problem.value, "reason": problem.message})


def hint(name: str) -> str:
    """What a name was perhaps meant to be."""
    from seokit.score.registry import ALIASES, RULES, TOPICS  # which imports this module

    known = (*RULES, *ALIASES, *TOPICS)
    found = difflib.get_close_matches(name, known, n=1, cutoff=0.6) if len(name) <= LONGEST else []
    return f"did you mean {found[0]}?" if found else "`seokit rule` lists all"


def shortened(name: str) -> str:
    """A name as a message shows it."""
    return name if len(name) <= LONGEST else f"{name[:LONGEST]}…"
