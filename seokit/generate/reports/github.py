"""Annotations of GitHub Actions, the worst first, and the summary of the step.

https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions (checked 2026-11-26)
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator

from seokit.extract.files import reason_of
from seokit.generate.files import WriteError
from seokit.generate.reports.concise import message_of, terminal_safe
from seokit.generate.reports.counts import counted
from seokit.generate.reports.markdown import markdown_report
from seokit.generate.reports.repository import path_in_repository
from seokit.generate.reports.worst import worst_first
from seokit.model import Audit, Finding, Severity

# GitHub shows 10 errors, 10 warnings and 10 notices of a step, and 50 annotations of a job: what comes later is
# lost, whatever it is.
EACH = 10
MESSAGE = 4_000  # characters: the runner cuts at 4,096, in the middle of an escape if need be
SUMMARY = 1024 * 1024  # bytes that GitHub takes as the summary of one step
LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}


def github_lines(audit: Audit) -> Iterator[str]:
    """The annotations as workflow commands, and a line that says how many findings there are."""
    path = path_in_repository()
    unread = audit.errors[:EACH]
    for failure in unread:
        yield f"::error file={value(path(failure.path))},title=not read::{data(failure.message)}"
    said: Counter[str] = Counter({"error": len(unread)})
    for finding in worst_first(audit.findings):
        if said[finding.severity] < EACH:
            said[finding.severity] += 1
            yield annotation(finding, path)
    shown = said.total() - len(unread)
    more = "" if shown == len(audit.findings) else f"; the worst {shown} are annotations"
    if audit.errors:
        more += f"; {counted(len(audit.errors), 'file')} could not be read"
    yield f"seokit: {counted(len(audit.findings), 'finding')} in {counted(len(audit.pages), 'page')}{more}"


def annotation(finding: Finding, path: Callable[[str], str]) -> str:
    """One finding as a workflow command. `path` names files from the root of the checkout, as GitHub does."""
    place = [f"file={value(path(finding.path))}"]
    if finding.line is not None:
        place.append(f"line={finding.line}")
        if finding.column is not None:
            place.append(f"col={finding.column}")
    place.append(f"title={value(finding.rule)}")
    return f"::{LEVELS[finding.severity]} {','.join(place)}::{data(message_of(finding))}"


def data(text: str) -> str:
    """A text as the message of a command: what ends or continues one is escaped, as GitHub's toolkit does."""
    safe = terminal_safe(text.replace("\r", " ").replace("\n", " "))
    return (safe if len(safe) <= MESSAGE else f"{safe[: MESSAGE - 1]}…").replace("%", "%25")


def value(text: str) -> str:
    """A text as a property of a command."""
    return data(text).replace(":", "%3A").replace(",", "%2C")


def write_summary(audit: Audit) -> None:
    """Append the report in Markdown to the summary of the step, where GitHub Actions asks for one.

    Raises WriteError.
    """
    file = os.environ.get("GITHUB_STEP_SUMMARY", "")
    if not file:
        return
    try:
        # GitHub drops the whole summary where it is larger, so what the step has said before counts too.
        used = os.path.getsize(file) if os.path.exists(file) else 0  # noqa: PTH110, PTH202
        text = markdown_report(audit, (SUMMARY - used) // 4)  # characters: one takes at most four bytes
        with open(file, "a", encoding="utf-8", errors="backslashreplace") as out:  # noqa: PTH123
            out.write(text)
    except OSError as error:
        raise WriteError(file, reason_of(error)) from error
