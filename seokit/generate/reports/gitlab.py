"""GitLab's Code Quality report: objects with description, check_name, fingerprint, severity and location.

Fingerprints are unique: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format (checked
2026-11-26).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from seokit.generate.reports.concise import message_of, terminal_safe
from seokit.generate.reports.json import write_list
from seokit.generate.reports.repository import path_in_repository
from seokit.model import Audit, Severity
from seokit.score.fingerprint import fingerprints

SEVERITY: dict[Severity, str] = {"error": "major", "warning": "minor", "info": "info"}


def write_gitlab(audit: Audit, write: Callable[[bytes], object]) -> None:
    """Write the report, piece by piece."""
    write(b"[")
    write_list(entries(audit), write)
    write(b"]\n")


def entries(audit: Audit) -> Iterator[dict[str, Any]]:
    """One object a finding. GitLab wants a line of each: an unknown one is the first."""
    path = path_in_repository()
    for finding, name in zip(audit.findings, fingerprints(audit.findings, audit.config.root), strict=True):
        yield {
            "description": terminal_safe(message_of(finding)),
            "check_name": finding.rule,
            "fingerprint": name,
            "severity": SEVERITY[finding.severity],
            "location": {"path": path(finding.path), "lines": {"begin": finding.line or 1}},
        }
