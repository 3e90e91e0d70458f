"""The summary for a terminal: scores, broken rules, worst pages. Fits 80 columns, with or without colour."""

from __future__ import annotations

import heapq
import sys
from collections.abc import Iterator
from functools import partial
from typing import TextIO

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.table import Table
from rich.text import Text

from seokit.generate.reports.concise import message_of, place, terminal_safe
from seokit.generate.reports.counts import counted
from seokit.generate.reports.leftout import left_out
from seokit.generate.reports.tables import Issue, issues
from seokit.model import SEVERITIES, Audit, Severity

NAME_END = 24  # characters
MANY = 1_000  # findings
WORST_PAGES = 10
_STYLES: dict[Severity, str] = {"error": "bold red", "warning": "yellow", "info": "cyan"}


def write_text(
    audit: Audit,
    stream: TextIO,
    *,
    max_findings: int | None = None,
    duration: bool = True,
    width: int | None = None,
) -> None:
    """Print the summary to a stream; in colour only where rich finds a terminal that wants it (NO_COLOR).

    `max_findings` adds that many single findings, the worst first. Without `duration` the same audit gives
    the same text. `width` in columns, by default the terminal's, and 80 where there is none.
    """
    console = Console(file=stream, width=width, highlight=False, markup=False, emoji=False)
    safe = partial(_safe, encoding=getattr(stream, "encoding", None) or "utf-8")

    for name, figure, remark in _scores(audit):
        console.print(Text.assemble((f"{name:<9}", "bold"), f"{figure:>7}  ", safe(remark, "dim")))
    if found := issues(audit):
        console.print()
        console.print(_rules(found, searched=audit.searched is not None))
    # Who pipes the text wants whole paths, to open or to search for; a terminal would wrap them.
    room = console.width if width or console.is_terminal else sys.maxsize
    if worst := list(_worst(audit, safe, room)):
        console.print()
        console.print(*worst, sep="\n", soft_wrap=True)
    if max_findings:
        console.print()
        for f in heapq.nsmallest(max_findings, audit.findings, key=lambda f: SEVERITIES.index(f.severity)):
            severity = safe(f.severity, _STYLES[f.severity])
            message = message_of(f)
            console.print(Text(" ").join([safe(place(f)), severity, safe(f.rule), safe(message)]))
    console.print()
    for line in failure_lines(audit):
        console.print(safe(line, "red"))
    console.print(*_total(audit, found, safe, duration=duration), sep="\n")
    if found and console.is_terminal:  # somebody reads it, who may want to go on
        console.print(*(safe(line, "dim") for line in _how_on(audit, found[0].rule)), sep="\n")


def failure_lines(audit: Audit) -> Iterator[str]:
    """The errors of the audit, one a line and safe for a terminal: what could not be read at all, and why."""
    for failure in audit.errors:
        yield terminal_safe(f"{failure.path}: not read: {failure.message}")


def percent(share: float, count: int = 1) -> str:
    """A share with one decimal; what is more than nothing is never shown as 0.0 %."""
    return "< 0.1 %" if count and share < 0.05 else f"{share:.1f} %"


def _safe(text: str, style: str = "", *, encoding: str) -> Text:
    return Text(terminal_safe(text, encoding), style, overflow="fold")


def _scores(audit: Audit) -> Iterator[tuple[str, str, str]]:
    """Name, figure and what it means, of every score that there is."""
    scores = audit.scores
    if scores.site is None or scores.percentile_10 is None or scores.health is None:
        yield "Score", "none", "no page is indexable"
        return
    yield "Score", f"{scores.site:.1f}", f"of 100, mean of {counted(scores.indexable, 'indexable page')}"
    yield "Weakest", f"{scores.percentile_10:.1f}", "a tenth of the pages scores this or less"
    if scores.lowest_section is not None:
        lowest = scores.sections[scores.lowest_section]
        yield "Section", f"{lowest:.1f}", f"the lowest mean: {scores.lowest_section or '(top folder)'}"
    yield "Health", f"{scores.health:.1f}", "per cent of the indexable pages have no error"
    if seen := audit.searched:
        figure = f"{100 * seen.matched / (seen.matched + len(seen.unmatched)):.1f}" if seen.rows else "none"
        yield "Search", figure, "per cent of the pages that Search Console lists were audited"


def _rules(found: list[Issue], *, searched: bool) -> Table:
    """The broken rules, without any lines, so that a pipe, a log and a terminal show the same.

    With an export of Search Console the impressions of their pages take the place of the share of pages.
    """
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    table.add_column("Severity")
    table.add_column("Rule", overflow="fold")
    for name in ("Findings", "Pages", "Impressions" if searched else "Share"):
        table.add_column(name, justify="right")
    for issue in found:
        table.add_row(
            Text(issue.severity, _STYLES[issue.severity]),
            issue.rule,
            f"{issue.findings:,}",
            f"{issue.pages:,}",
            f"{issue.impressions:,}" if searched else percent(issue.share, issue.pages),
        )
    return table


def _worst(audit: Audit, safe: partial[Text], width: int) -> Iterator[Text]:
    """The indexable pages to mend first, under a header; nothing where every page is perfect.

    Those with the lowest scores; with an export of Search Console those with the most impressions at stake.
    """
    pages = [page for page in audit.pages if page.indexable and page.score < 100]
    if audit.baselined or audit.changed:  # of which most findings are not shown
        pages = [page for page in pages if page.errors or page.warnings or page.infos]
    at_stake = audit.searched is not None and any(page.at_stake for page in pages)
    if pages:
        title = "Impressions  Pages with most impressions at stake" if at_stake else "Worst pages"
        title += " (old findings count in scores)" if audit.baselined else ""
        yield Text(f"Score  Errors  Warnings  {title}", "bold")
    worst = heapq.nsmallest(
        WORST_PAGES,
        pages,
        key=lambda p: (-(p.at_stake or 0) if at_stake else 0, p.score, -p.errors, p.path),
    )
    for page in worst:
        line = Text(f"{page.score:5.1f}  {page.errors:6}  {page.warnings:8}  ")
        if at_stake:
            seen = f"{page.traffic.impressions:,}" if page.traffic else ""
            line.append(f"{seen:>11}  ")
        yield line + _short(safe(page.path).plain, width - len(line))


def _short(path: str, width: int) -> str:
    """A path that takes at most `width` columns: without its first folders, then without the middle of its name."""
    rest = path
    while cell_len(path) > width and "/" in rest:
        rest = rest.partition("/")[2]
        path = f".../{rest}"
    if cell_len(path) <= width:
        return path
    end = path[-NAME_END:]  # names that begin alike are told apart by it
    end = end if 2 * cell_len(end) < width else ""
    return set_cell_size(path, max(width - 3 - cell_len(end), 0)).rstrip() + "..." + end


def _how_on(audit: Audit, rule: str) -> Iterator[str]:
    """What to type next: where the findings of the first rule stand, why it is a rule, and how to live with many."""
    yield f"where: --select {rule} --format concise"
    yield f"why:   seokit rule {rule}"
    if len(audit.findings) > MANY and not audit.baselined:
        yield "many old ones: seokit baseline create PATH... remembers them"


def _total(audit: Audit, found: list[Issue], safe: partial[Text], *, duration: bool) -> Iterator[Text]:
    """The last lines: how many findings on how many pages, what was not read, how long it took."""
    line = Text(counted(len(audit.findings), "finding"), "bold")
    if found:
        sums = {severity: sum(i.findings for i in found if i.severity == severity) for severity in SEVERITIES}
        parts = (
            counted(sums["error"], "error"),
            counted(sums["warning"], "warning"),
            f"{sums['info']:,} info",
        )
        line.append(f" ({', '.join(parts)})", "not bold")
    yield line
    if audit.suppressed:
        yield Text(f"{counted(len(audit.suppressed), 'finding')} suppressed")
    for told in left_out(audit):
        yield safe(told)
    line = Text(f"in {counted(len(audit.pages), 'page')}")
    if audit.errors:
        line.append(f", {counted(len(audit.errors), 'file')} not read", "bold red")
    if duration and audit.duration:
        line.append(f", {audit.duration:.1f} s")
    yield line
