"""Annotations of GitHub Actions, the worst first, and the summary of the step.

https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions (checked 2026-11-26)
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator

from seokit.extract.files import reason_of
from seokit.generate.files import WriteError
from seokit.generate.reports.concise import other_pages, terminal_safe
from seokit.generate.reports.markdown import markdown_report
from seokit.generate.reports.worst import worst_first
from seokit.model import Audit, Finding, Severity

# GitHub shows 10 errors, 10 warnings and 10 notices of a step, and 50 annotations of a job: what comes later is
# lost, whatever it is.
EACH = 10
SUMMARY = 1024 * 1024  # bytes that GitHub takes as the summary of one step
LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}


def github_lines(audit: Audit) -> Iterator[str]:
    """The annotations as workflow commands, and a line that says how many findings there are."""
    said: Counter[str] = Counter()
    for finding in worst_first(audit.findings):
        if said[finding.severity] < EACH:
            said[finding.severity] += 1
            yield annotation(finding)
    for failure in audit.errors[:EACH]:
        yield f"::error file={value(from_workspace(failure.path))},title=not read::{data(failure.message)}"
    shown = sum(said.values())
    more = "" if shown == len(audit.findings) else f"; the worst {shown} are annotations"
    yield f"seokit: {len(audit.findings):,} findings in {len(audit.pages):,} pages{more}"


def annotation(finding: Finding) -> str:
    """One finding as a workflow command."""
    place = [f"file={value(from_workspace(finding.path))}"]
    if finding.line is not None:
        place.append(f"line={finding.line}")
        if finding.column is not None:
            place.append(f"col={finding.column}")
    place.append(f"title={value(finding.rule)}")
    return f"::{LEVELS[finding.severity]} {','.join(place)}::{data(finding.message + other_pages(finding))}"


def data(text: str) -> str:
    """A text as the message of a command: what ends or continues one is escaped, as GitHub's toolkit does."""
    return terminal_safe(text.replace("\r", " ").replace("\n", " ")).replace("%", "%25")


def value(text: str) -> str:
    """A text as a property of a command."""
    return data(text).replace(":", "%3A").replace(",", "%2C")


def from_workspace(path: str) -> str:
    """A path as GitHub wants it: from the root of the checkout, wherever the step was run."""
    workspace = os.environ.get("GITHUB_WORKSPACE", "")
    if not workspace:
        return path
    whole = os.path.realpath(path)
    root = os.path.realpath(workspace)
    return os.path.relpath(whole, root).replace(os.sep, "/") if whole.startswith(root + os.sep) else path


def write_summary(audit: Audit) -> None:
    """Append the report in Markdown to the summary of the step, where GitHub Actions asks for one.

    Raises WriteError.
    """
    file = os.environ.get("GITHUB_STEP_SUMMARY", "")
    if not file:
        return
    text = markdown_report(audit, SUMMARY // 4)  # characters: in UTF-8 one takes at most four bytes
    try:
        with open(file, "a", encoding="utf-8", errors="backslashreplace") as out:  # noqa: PTH123
            out.write(text)
    except OSError as error:
        raise WriteError(file, reason_of(error)) from error
