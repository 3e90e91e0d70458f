"""Reviewdog's diagnostics: https://github.com/reviewdog/reviewdog/tree/master/proto/rdf (checked 2026-11-26)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from seokit.extract.files import Unreadable, read_source
from seokit.generate.reports.concise import other_pages
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
            if finding.column is not None:
                start["column"] = lines.bytes_before(finding.path, finding.line, finding.column) + 1
            location["range"] = {"start": start}
        code = {"value": finding.rule}
        if known[finding.rule].help:
            code["url"] = known[finding.rule].help
        yield {
            "message": finding.message + other_pages(finding),
            "location": location,
            "severity": SEVERITY[finding.severity],
            "code": code,
        }


class Lines:
    """The lines of the file that was asked for last: reviewdog counts columns in bytes of UTF-8."""

    def __init__(self) -> None:
        self._path = ""
        self._lines: list[str] = []

    def bytes_before(self, path: str, line: int, column: int) -> int:
        """Bytes of the line before a column of characters; as many as characters where the file is gone."""
        if path != self._path:
            self._path = path
            try:
                self._lines = read_source(path)[0].split("\n")
            except Unreadable:
                self._lines = []
        if line > len(self._lines):
            return column - 1
        return len(self._lines[line - 1][: column - 1].encode("utf-8", "surrogatepass"))
