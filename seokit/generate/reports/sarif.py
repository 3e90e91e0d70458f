"""SARIF 2.1.0 for code scanning.

The format: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
GitHub refuses a run of more than 25,000 results and keeps the 5,000 worst of them:
https://docs.github.com/en/code-security/reference/code-scanning/sarif-support-for-code-scanning
(checked 2026-11-26). So at most 25,000 are written, the worst first, and a notification says what was left out.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any
from urllib.parse import quote

from seokit import __version__
from seokit.generate.reports.concise import message_of, terminal_safe
from seokit.generate.reports.json import encode
from seokit.generate.reports.repository import path_in_repository
from seokit.generate.reports.rules import rationale_markdown
from seokit.generate.reports.tables import explanation, issue_name
from seokit.generate.reports.worst import worst_first
from seokit.model import Audit, Finding, Severity
from seokit.score.fingerprint import fingerprints
from seokit.score.registry import RULES

MOST = 25_000
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
FINGERPRINT = "seokit/v1"  # the way in which fingerprints are made; another way gets another name
_BATCH = 1_000


def write_sarif(audit: Audit, write: Callable[[bytes], object]) -> None:
    """Write one run, its results piece by piece."""
    names = dict(zip(map(id, audit.findings), fingerprints(audit.findings, audit.config.root), strict=True))
    shown = worst_first(audit.findings, MOST)
    rules = sorted({finding.rule for finding in audit.findings})
    numbers = {rule: number for number, rule in enumerate(rules)}
    driver = {
        "name": "seokit",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [descriptor(rule, audit) for rule in rules],
    }
    write(b'{"$schema":%s,"version":"2.1.0","runs":[{"tool":' % encode(SCHEMA))
    write(encode({"driver": driver}))
    write(b',"columnKind":"unicodeCodePoints","invocations":')
    write(encode([invocation(audit, len(shown))]))
    write(b',"results":[')
    path = path_in_repository()
    results = (
        result(finding, path(finding.path), numbers[finding.rule], names[id(finding)]) for finding in shown
    )
    lead = b"\n"
    while batch := list(islice(results, _BATCH)):
        write(lead + b",\n".join(map(encode, batch)))
        lead = b",\n"
    write(b"]}]}\n")


def descriptor(name: str, audit: Audit) -> dict[str, Any]:
    """What SARIF tells of a rule."""
    rule = RULES.get(name)
    if rule is None:
        return {"id": name}
    description, _ = explanation(rule.rationale)
    told: dict[str, Any] = {
        "id": name,
        "name": issue_name(name),
        "shortDescription": {"text": issue_name(name)},
        "fullDescription": {"text": description},
        "help": {"text": rule.rationale, "markdown": rationale_markdown(rule)},
        "defaultConfiguration": {"level": LEVELS[audit.config.rules.severity.get(name, rule.severity)]},
        "properties": {"tags": ["seo", rule.topic], "evidence": rule.evidence},
    }
    if rule.source:
        told["helpUri"] = rule.source
    return told


def invocation(audit: Audit, shown: int) -> dict[str, Any]:
    """How the run went: what could not be read, and what was left out."""
    path = path_in_repository()
    notes = [
        {
            "level": "error",
            "message": {"text": terminal_safe(failure.message)},
            "locations": [location(path(failure.path))],
        }
        for failure in audit.errors
    ]
    if shown < len(audit.findings):
        text = f"{len(audit.findings) - shown:,} of {len(audit.findings):,} results are left out: a run has {MOST:,}"
        notes.append({"level": "warning", "message": {"text": text}})
    return {"executionSuccessful": not audit.errors, "toolExecutionNotifications": notes}


def result(finding: Finding, path: str, number: int, fingerprint: str) -> dict[str, Any]:
    """One finding, in a file that is `path` from the top of the repository."""
    return {
        "ruleId": finding.rule,
        "ruleIndex": number,
        "level": LEVELS[finding.severity],
        "message": {"text": terminal_safe(message_of(finding))},
        "locations": [location(path, finding.line, finding.column)],
        "partialFingerprints": {FINGERPRINT: fingerprint},
    }


def location(path: str, line: int | None = None, column: int | None = None) -> dict[str, Any]:
    """A place in a file; code scanning wants a line of every result, so an unknown one is the first."""
    region: dict[str, int] = {"startLine": line or 1}
    if line and column:
        region["startColumn"] = column
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": uri_of(path), "uriBaseId": "%SRCROOT%"},
            "region": region,
        }
    }


def uri_of(path: str) -> str:
    """A relative path as a URI reference: percent-encoded, a colon too, which would end a scheme."""
    try:
        name = path.encode("utf-8", "surrogateescape")  # how Python keeps a name that is not UTF-8
    except UnicodeEncodeError:
        name = path.encode("utf-8", "surrogatepass")
    return quote(name, safe="/")
