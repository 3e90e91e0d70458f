"""Reviewdog's diagnostics: https://github.com/reviewdog/reviewdog/tree/master/proto/rdf (checked 2026-11-26)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from seokit.extract.files import Unreadable, read_source
from seokit.generate.reports.concise import message_of, terminal_safe
from seokit.generate.reports.json import encode, write_list
from seokit.generate.reports.tables import about_rules
from seokit.model import Audit, Severity

SEVERITY: dict[Severity, str] = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


def write_rdjson(audit: Audit, write: Callable[[bytes], object]) -> None:
    """Write one DiagnosticResult, piece by piece."""
    write(b'{"source":%s,"diagnostics":[' % encode({"name": "seokit"}))
    write_list(diagnostics(audit), write)
    write(b"]}\n")


def diagnostics(audit: Audit) -> Iterator[dict[str, Any]]:
    """One Diagnostic a finding."""
    known = about_rules({finding.rule for finding in audit.findings})
    lines = Lines()
    for finding in audit.findings:
        location: dict[str, Any] = {"path": finding.path}
        if finding.line is not None:
            start = {"line": finding.line}
            before = lines.bytes_before(finding.path, finding.line, finding.column)
            if before is not None:
                start["column"] = before + 1
            location["range"] = {"start": start}
        code = {"value": finding.rule}
        if known[finding.rule].help:
            code["url"] = known[finding.rule].help
        yield {
            "message": terminal_safe(message_of(finding)),
            "location": location,
            "severity": SEVERITY[finding.severity],
            "code": code,
        }


class Lines:
    """The lines of the file that was asked for last: reviewdog counts columns in bytes of UTF-8."""

    def __init__(self) -> None:
        self._path = ""
        self._lines: list[str] = []

    def bytes_before(self, path: str, line: int, column: int | None) -> int | None:
        """Bytes of the line before a column of characters; None where the file has no such place any more."""
        if column is None:
            return None
        if path != self._path:
            self._path = path
            try:
                self._lines = read_source(path)[0].split("\n")
            except Unreadable:
                self._lines = []
        before = self._lines[line - 1][: column - 1] if line <= len(self._lines) else ""
        return len(before.encode("utf-8", "surrogatepass")) if len(before) == column - 1 else None
