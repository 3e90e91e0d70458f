"""A report in Markdown for a pull request or a job's summary: scores, broken rules, the worst findings.

GitHub takes 65,536 characters in a comment, and 1 MiB in the summary of a step. What has no room is counted.
Content is text: no markup of a page reaches the reader as markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seokit.generate.reports.concise import message_of, place, terminal_safe
from seokit.generate.reports.tables import issues
from seokit.generate.reports.text import percent
from seokit.generate.reports.worst import worst_first
from seokit.model import Audit

# https://github.com/orgs/community/discussions/41331 (checked 2026-11-26)
COMMENT = 65_536  # characters of a comment
SHOWN = 50  # single findings
_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+\-!|~&@:$])")
# What forges turn into a link or a call without any markup, escaped or not: an invisible word joiner breaks it up.
_CALLS = re.compile(r"(?<=[@#!&%~$])(?=\w)|(?<=:)(?=//)|(?i:(?<=www)(?=\.)|(?<=mailto)(?=:)|(?<=\bGH)(?=-))")


def cell(text: str) -> str:
    """Content as text in a line or a cell of a table: every character that Markdown or HTML reads is escaped.

    Nobody is called by `@`, and no issue or address is linked.
    """
    return _MARKUP.sub(r"\\\1", _CALLS.sub("\u2060", terminal_safe(text))).replace("\\<", "&lt;")


def code(text: str) -> str:
    """A text as code, whatever backquotes it holds."""
    text = terminal_safe(text)
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    space = " " if text[:1] in ("`", "") or text[-1:] == "`" else ""
    return f"{fence}{space}{text}{space}{fence}".replace("|", "\\|")


def markdown_report(audit: Audit, most: int = COMMENT) -> str:
    """The report, of at most `most` characters; empty where they hold nothing of it."""
    text = ""
    left = list(markdown_lines(audit))
    for number, line in enumerate(left):
        end = f"\n… {len(left) - number:,} more lines had no room here.\n"
        if len(text) + len(line) + 1 + len(end) > most:
            return text + end if text else ""
        text += line + "\n"
    return text


def markdown_lines(audit: Audit) -> Iterator[str]:
    """The report, line by line."""
    scores = audit.scores
    yield "## seokit"
    yield ""
    if scores.site is not None and scores.health is not None:
        yield (
            f"**Score {scores.site:.1f}** of 100, {scores.health:.1f} % of {scores.indexable:,} indexable pages "
            "without errors."
        )
    else:
        yield "No page is indexable."
    for line in asides(audit):
        yield ""
        yield line
    found = issues(audit)
    if not found:
        yield ""
        yield "No findings."
        return
    yield ""
    yield "| | rule | findings | pages | share |"
    yield "| --- | --- | ---: | ---: | ---: |"
    for issue in found:
        share = percent(issue.share, issue.pages)
        yield f"| {issue.severity} | `{issue.rule}` | {issue.findings:,} | {issue.pages:,} | {share} |"
    yield ""
    yield f"### The worst {min(SHOWN, len(audit.findings))} of {len(audit.findings):,} findings"
    yield ""
    for finding in worst_first(audit.findings, SHOWN):
        message = cell(message_of(finding))
        yield f"- {finding.severity} `{finding.rule}` {code(place(finding).rstrip(':'))} {message}"


def asides(audit: Audit) -> Iterator[str]:
    """What else there is to know: files not read, old findings, what changed."""
    if audit.errors:
        yield f"**{len(audit.errors):,} files could not be read.**"
    if audit.baselined:
        yield f"{audit.baselined.old:,} old findings are not shown, {audit.baselined.gone:,} are gone."
    if audit.changed:
        yield f"{audit.changed.pages:,} of {audit.changed.of:,} pages changed since {code(audit.changed.revision)}."
