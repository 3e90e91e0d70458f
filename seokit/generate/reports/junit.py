"""JUnit XML: a test case a page, so that any CI shows which pages fail, and a suite a section.

A page fails by what an audit fails by, so that the report and the exit code agree; what is milder stands in its
output. What could not be read is an error.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from itertools import groupby

from junitparser import Error, JUnitXml, TestCase, TestSuite
from junitparser import Failure as Failed

from seokit.generate.reports.concise import message_of, place, terminal_safe
from seokit.generate.reports.counts import counted
from seokit.generate.reports.worst import worst_first
from seokit.model import SEVERITIES, Audit, Finding, Summary

# What XML 1.0 cannot hold, escaped or not: https://www.w3.org/TR/xml/#charsets
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_junit(audit: Audit, write: Callable[[bytes], object], fail_on: str = "error") -> None:
    """Write the whole report; it is built in memory, some 2 KB a page. Pages fail from `fail_on` up."""
    failing = SEVERITIES[: SEVERITIES.index(fail_on) + 1] if fail_on in SEVERITIES else ()
    report = JUnitXml("seokit")
    findings: dict[int | str, list[Finding]] = {}
    for finding in audit.findings:
        findings.setdefault(finding.page if finding.page >= 0 else finding.path, []).append(finding)
    pages = sorted(audit.pages, key=lambda page: page.section)
    for section, members in groupby(pages, key=lambda page: page.section):
        suite = TestSuite(plain(section or "(top folder)"))
        suite.add_testcases([of_page(page, findings.get(page.number, []), failing) for page in members])
        report.add_testsuite(suite)
    beside = [
        case(str(path), "site", own, failing) for path, own in findings.items() if isinstance(path, str)
    ]
    if beside:
        suite = TestSuite("site")
        suite.add_testcases(beside)
        report.add_testsuite(suite)
    if audit.errors:
        suite = TestSuite("not read")
        for failure in audit.errors:
            unread = TestCase(plain(failure.path), "not read")
            unread.result = [Error(plain(failure.message), "not read")]
            suite.add_testcase(unread)
        report.add_testsuite(suite)
    report.update_statistics()  # type: ignore[no-untyped-call]
    write(report.tostring() + b"\n")  # type: ignore[no-untyped-call]


def of_page(page: Summary, findings: Iterable[Finding], failing: Collection[str]) -> TestCase:
    """The test case of a page."""
    return case(page.path, page.section or "(top folder)", findings, failing)


def case(path: str, section: str, findings: Iterable[Finding], failing: Collection[str]) -> TestCase:
    """A test case that fails where a finding's severity is among `failing`."""
    made = TestCase(plain(path), plain(section))
    ranked = worst_first(findings)
    bad = [finding for finding in ranked if finding.severity in failing]
    others = [finding for finding in ranked if finding.severity not in failing]
    if bad:
        rules = ", ".join(dict.fromkeys(one.rule for one in bad))
        failed = Failed(plain(f"{counted(len(bad), 'finding')}: {rules}"), "seokit")
        failed.text = plain("\n".join(map(line, bad)))
        made.result = [failed]
    if others:
        made.system_out = plain("\n".join(map(line, others)))
    return made


def line(finding: Finding) -> str:
    """A finding as `concise` prints it."""
    return terminal_safe(f"{place(finding)} {finding.severity} {finding.rule} {message_of(finding)}")


def plain(text: str) -> str:
    """A text that XML can hold."""
    return _NOT_XML.sub("\ufffd", text)
