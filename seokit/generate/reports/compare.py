"""A comparison of two audits as text, Markdown or JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from seokit.generate.compare import Comparison, Line, Tally, severities
from seokit.generate.reports.concise import terminal_safe
from seokit.generate.reports.markdown import cell, code
from seokit.model import SEVERITIES, Scores

SHOWN = 10  # single findings; audit.json and --format json have all


def comparison_text(found: Comparison) -> Iterator[str]:
    """For a terminal: scores, counts by rule and by section, the worst of what is new. At most 80 columns."""
    for name, before, after in score_rows(found.before, found.after):
        yield f"{name:<9} {before:>7} -> {after:>7}"
    yield ""
    yield summary(found)
    for title, table in (("Rule", found.by_rule), ("Section", found.by_section)):
        changed = changed_rows(table)
        if changed:
            yield ""
            yield f"{'New':>7}  {'Fixed':>7}  {'Page gone':>9}  {'Same':>7}  {title}"
        for name, tally in changed:
            row = f"{tally.new:7,}  {tally.fixed:7,}  {tally.page_gone:9,}  {tally.unchanged:7,}"
            yield terminal_safe(f"{row}  {name or '(top folder)'}")
    yield from map(terminal_safe, one_sided(found))
    if found.new:
        yield ""
        yield "New:"
    for line in found.new[:SHOWN]:
        yield terminal_safe(f"{place(line)} {line.severity} {line.rule} {line.message}")
    if len(found.new) > SHOWN:
        yield f"and {len(found.new) - SHOWN:,} more; --format json lists them"


def comparison_markdown(found: Comparison) -> Iterator[str]:
    """For a pull request."""
    yield "| | before | after |"
    yield "| --- | ---: | ---: |"
    for name, before, after in score_rows(found.before, found.after):
        yield f"| {name} | {before} | {after} |"
    yield ""
    yield f"**{summary(found)}**"
    for title, table in (("Rule", found.by_rule), ("Section", found.by_section)):
        changed = changed_rows(table)
        if changed:
            yield ""
            yield f"| {title} | new | fixed | page gone | same |"
            yield "| --- | ---: | ---: | ---: | ---: |"
        for name, tally in changed:
            counts = f"{tally.new:,} | {tally.fixed:,} | {tally.page_gone:,} | {tally.unchanged:,}"
            yield f"| {cell(name or '(top folder)')} | {counts} |"
    for note in one_sided(found):
        yield cell(note)
    if found.new:
        yield ""
    for line in found.new[:SHOWN]:
        yield f"- {line.severity} `{line.rule}` {code(place(line))} {cell(line.message)}"
    if len(found.new) > SHOWN:
        yield f"- and {len(found.new) - SHOWN:,} more"


def comparison_json(found: Comparison) -> bytes:
    """For programs: everything, as one object."""
    return (
        msgspec.json.format(msgspec.json.encode({"version": 1, **msgspec.structs.asdict(found)}), indent=1)
        + b"\n"
    )


def score_rows(before: Scores, after: Scores) -> Iterator[tuple[str, str, str]]:
    """Name, before and after, of every score."""
    for name, attribute in (("Score", "site"), ("Weakest", "percentile_10"), ("Health", "health")):
        yield name, figure(getattr(before, attribute)), figure(getattr(after, attribute))
    yield "Pages", f"{before.pages:,}", f"{after.pages:,}"


def figure(score: float | None) -> str:
    """A score, where there is one."""
    return "none" if score is None else f"{score:.1f}"


def changed_rows(table: Mapping[str, Tally]) -> list[tuple[str, Tally]]:
    """The rows in which anything differs."""
    return [(name, tally) for name, tally in table.items() if tally.new or tally.fixed or tally.page_gone]


def summary(found: Comparison) -> str:
    """The whole comparison in a line."""
    severe = f" ({told(found.new)})" if found.new else ""
    gone = f", {len(found.page_gone):,} gone with their pages" if found.page_gone else ""
    return f"{len(found.new):,} new{severe}, {len(found.fixed):,} fixed{gone}, {found.unchanged:,} unchanged"


def told(lines: tuple[Line, ...]) -> str:
    """How many of each severity, in words."""
    counts = severities(lines)
    parts = [f"{counts[severity]:,} {severity}" for severity in SEVERITIES if counts[severity]]
    return ", ".join(parts)


def one_sided(found: Comparison) -> Iterator[str]:
    """What could not be compared: rules that ran in one of the audits alone, files that one could not read."""
    if found.partial:
        hold = "holds" if len(found.partial) == 1 else "hold"
        yield ""
        yield f"{' and '.join(found.partial)} {hold} a part of the findings: --baseline or --since left out the rest"
    if found.unread:
        more = f" and {len(found.unread) - 1:,} more" if len(found.unread) > 1 else ""
        yield ""
        yield f"not compared, since not read: {found.unread[0]}{more}"
    for what, rules in (("rule not run before", found.not_before), ("rule not run now", found.not_now)):
        if rules:
            more = f" and {len(rules) - 3} more" if len(rules) > 3 else ""
            yield ""
            yield f"{what}: {', '.join(rules[:3])}{more}"


def place(line: Line) -> str:
    """Where a finding stands, as far as it is known."""
    if line.line is None:
        return line.path
    return f"{line.path}:{line.line}:{'' if line.column is None else line.column}"
