"""The explanation of one rule on one page, for a terminal of 80 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

from seokit.generate.reports.concise import message_of, place, terminal_safe

if TYPE_CHECKING:
    from seokit.explain import Explanation

LONG = 300  # characters of a value: a text is not printed whole
_INDENT = "    "


def explanation_lines(told: Explanation, width: int = 80) -> Iterator[str]:
    """The explanation, line by line."""

    def wrapped(text: str, indent: str = "") -> Iterator[str]:
        yield from textwrap.wrap(
            terminal_safe(text), width, initial_indent=indent, subsequent_indent=indent,
            break_long_words=False, break_on_hyphens=False,
        ) or [indent]  # fmt: skip

    rule = told.rule
    yield f"{rule.id}: {rule.evidence}{f', checked {rule.checked}' if rule.source else ''}"
    if rule.source:
        yield rule.source
    yield terminal_safe(told.path)
    if told.url:
        yield terminal_safe(told.url)
    yield ""
    yield from wrapped(told.verdict)
    for finding in told.findings:
        yield terminal_safe(f"  {place(finding)} {finding.severity}")
        yield from wrapped(message_of(finding), _INDENT)
        if finding.limit != "":
            yield from wrapped(f"value {finding.value}, limit {finding.limit}", _INDENT)
        if finding.group:
            yield from wrapped(f"group {finding.group}: {' '.join(finding.related)}"[:LONG], _INDENT)
    if told.old:
        yield from wrapped(told.old)
    for one in told.suppressed:
        yield from wrapped(f"{place(one.finding)} {one.finding.message}", _INDENT)
    if told.values:
        yield ""
        yield "What it judges:"
    for value in told.values:
        text = (
            value.value
            if len(value.value) <= LONG
            else value.value[:LONG] + f"… ({len(value.value):,} characters)"
        )
        yield from wrapped(f"{value.name}{f' ({value.place})' if value.place else ''}:", "  ")
        yield from wrapped(text or "(empty)", _INDENT)
    yield ""
    yield "Options:"
    for option in told.options:
        shown = ", ".join(map(str, option.value)) if isinstance(option.value, tuple) else option.value
        yield from wrapped(f"{option.name} = {shown} ({option.origin})", "  ")
    yield ""
    yield from wrapped(f"seokit rule {rule.id}: why the rule is there, and how to fix it")
