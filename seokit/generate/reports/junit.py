"""JUnit XML: a test case a page, so that any CI shows which pages fail, and a suite a section.

A page with errors fails; its warnings and infos stand in its output. What could not be read is an error.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import groupby

from junitparser import Error, JUnitXml, TestCase, TestSuite
from junitparser import Failure as Failed

from seokit.generate.reports.concise import other_pages, place, terminal_safe
from seokit.generate.reports.worst import worst_first
from seokit.model import Audit, Finding, Summary

# What XML 1.0 cannot hold, escaped or not: https://www.w3.org/TR/xml/#charsets
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_junit(audit: Audit, write: Callable[[bytes], object]) -> None:
    """Write the whole report; it is built in memory, some 2 KB a page."""
    report = JUnitXml("seokit")
    findings: dict[int | str, list[Finding]] = {}
    for finding in audit.findings:
        findings.setdefault(finding.page if finding.page >= 0 else finding.path, []).append(finding)
    pages = sorted(audit.pages, key=lambda page: page.section)
    for section, members in groupby(pages, key=lambda page: page.section):
        suite = TestSuite(plain(section or "(top folder)"))
        suite.add_testcases([of_page(page, findings.get(page.number, [])) for page in members])
        report.add_testsuite(suite)
    beside = [case(str(path), "site", own) for path, own in findings.items() if isinstance(path, str)]
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


def of_page(page: Summary, findings: Iterable[Finding]) -> TestCase:
    """The test case of a page."""
    return case(page.path, page.section or "(top folder)", findings)


def case(path: str, section: str, findings: Iterable[Finding]) -> TestCase:
    """A test case that fails where there are errors."""
    made = TestCase(plain(path), plain(section))
    ranked = worst_first(findings)
    errors = [finding for finding in ranked if finding.severity == "error"]
    others = [finding for finding in ranked if finding.severity != "error"]
    if errors:
        count = f"{len(errors)} error{'' if len(errors) == 1 else 's'}"
        failed = Failed(plain(f"{count}: {', '.join(dict.fromkeys(one.rule for one in errors))}"), "seokit")
        failed.text = plain("\n".join(map(line, errors)))
        made.result = [failed]
    if others:
        made.system_out = plain("\n".join(map(line, others)))
    return made


def line(finding: Finding) -> str:
    """A finding as `concise` prints it."""
    message = finding.message + other_pages(finding)
    return terminal_safe(f"{place(finding)} {finding.severity} {finding.rule} {message}")


def plain(text: str) -> str:
    """A text that XML can hold."""
    return _NOT_XML.sub("\ufffd", text)
