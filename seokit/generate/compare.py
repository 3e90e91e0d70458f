"""Two audits side by side, from their audit.json: what is new, fixed, unchanged, and the scores before and after.

Findings are recognised by their fingerprints. Of a rule that ran in one of the audits alone, and of a file that
one of them could not read, nothing is said: it would be no news of the site.
"""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeVar

import msgspec
from msgspec import Struct

from seokit.extract.files import reason_of
from seokit.generate.reports.json import VERSION
from seokit.model import SEVERITIES, Failure, Scores, Severity
from seokit.score.registry import RULES

MAKE = "`seokit audit PATH --format json:FILE` writes one"


class CompareError(ValueError):
    """A file that is no audit.json of this version; the message says which and what to do."""


class Line(Struct, frozen=True, gc=False):
    """What a comparison needs of a finding."""

    severity: Severity
    rule: str
    path: str
    message: str
    fingerprint: str
    line: int | None = None
    column: int | None = None


class PageLine(Struct, frozen=True, gc=False):
    """What a comparison needs of a page."""

    path: str
    url: str = ""
    section: str = ""
    kind: str = "source"


class Told(Struct, frozen=True):
    """An object of which only matters that it is there."""


class Scope(Struct, frozen=True):
    """What a comparison needs of the configuration: the rules that were switched on."""

    rules: dict[str, Told] = {}


class Report(Struct, frozen=True):
    """An audit.json, as far as a comparison goes."""

    version: int
    pages: list[PageLine]
    findings: list[Line]
    scores: Scores
    config: Scope
    errors: list[Failure] = []
    baselined: Told | None = None
    changed: Told | None = None

    @property
    def ran(self) -> frozenset[str]:
        """The rules that ran. Those that compare sources with built pages do so only where there are both."""
        kinds = {page.kind for page in self.pages}
        paired = "source" in kinds and len(kinds) > 1
        return frozenset(name for name in self.config.rules if paired or not is_across(name))


class Tally(Struct):
    """Counts of findings: new, fixed by somebody, gone with their page, unchanged."""

    new: int = 0
    fixed: int = 0
    page_gone: int = 0
    unchanged: int = 0


class Comparison(Struct, frozen=True, kw_only=True):
    """What differs. `fixed` was mended, `page_gone` went with its page.

    `not_before` and `not_now` are rules that ran in one of the two audits alone, `unread` are files that one of
    them could not read: neither is compared. `partial` names the files (OLD, NEW) that do not hold all findings.
    """

    before: Scores
    after: Scores
    new: tuple[Line, ...]
    fixed: tuple[Line, ...]
    page_gone: tuple[Line, ...]
    unchanged: int
    by_rule: dict[str, Tally]
    by_section: dict[str, Tally]
    not_before: tuple[str, ...]
    not_now: tuple[str, ...]
    unread: tuple[str, ...]
    partial: tuple[str, ...]

    def worse(self, fail_on: Sequence[str]) -> bool:
        """Whether this is a regression: a new finding at least that severe, or for "score" a lower score."""
        if "score" in fail_on and (self.after.site or 0.0) < (self.before.site or 0.0):
            return True
        ranks = [SEVERITIES.index(severity) for severity in SEVERITIES if severity in fail_on]
        return any(SEVERITIES.index(line.severity) <= max(ranks, default=-1) for line in self.new)


class Version(Struct, frozen=True):
    """The first thing to know of a report."""

    version: int


Checked = TypeVar("Checked", Report, Version)


def is_across(name: str) -> bool:
    """Whether a rule compares sources with built pages; an unknown one is taken for one that does not."""
    rule = RULES.get(name)
    return rule is not None and rule.index is not None and rule.index.across


def read_report(path: str) -> Report:
    """An audit.json, of which no more is kept than a comparison needs. Raises CompareError."""
    try:  # not mapped: a file that is cut short meanwhile would end the process
        with open(path, "rb") as file:  # noqa: PTH123 - any path
            data = file.read()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = reason_of(error) if isinstance(error, OSError) else str(error)
        raise CompareError(f"{path}: cannot be read: {reason}") from error
    return report_of(data.removeprefix(codecs.BOM_UTF8), path)


def report_of(data: bytes, path: str) -> Report:
    """The report that these bytes are. Raises CompareError with what they are instead."""
    try:
        return check(msgspec.json.decode(data, type=Report), path)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        fault = error
    if not data[:200].lstrip().startswith(b"{"):
        raise CompareError(f"{path}: no JSON object, and so no audit.json; {MAKE}") from fault
    if b"}\n{" in data:
        raise CompareError(f"{path}: JSON lines, and no audit.json; {MAKE}") from fault
    try:
        check(msgspec.json.decode(data, type=Version), path)
    except msgspec.ValidationError as error:
        raise CompareError(f"{path}: JSON, but no audit.json ({error}); {MAKE}") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        if "truncated" in str(error):
            raise CompareError(f"{path}: the file ends in the middle of the audit; {MAKE}") from error
        raise CompareError(f"{path}: no audit.json ({error}); {MAKE}") from error
    raise CompareError(f"{path}: no audit.json of this seokit ({fault}); {MAKE}") from fault


def check(report: Checked, path: str) -> Checked:
    """The same, if it is of the version that is read here. Raises CompareError."""
    if report.version != VERSION:
        raise CompareError(
            f"{path}: version {report.version} of audit.json, and this seokit reads version {VERSION}; {MAKE}"
        )
    return report


def compare(before: Report, after: Report) -> Comparison:
    """Hold two audits against each other, by the fingerprints of their findings."""
    ran = before.ran & after.ran
    unread = {failure.path for failure in (*before.errors, *after.errors)}
    old = comparable(before, ran, unread)
    now = comparable(after, ran, unread)
    lost = lost_pages(before, after)
    kinds: dict[str, list[Line]] = {
        "new": [line for name, line in now.items() if name not in old],
        "fixed": [line for name, line in old.items() if name not in now and line.path not in lost],
        "page_gone": [line for name, line in old.items() if name not in now and line.path in lost],
        "unchanged": [line for name, line in now.items() if name in old],
    }
    sections = {page.path: page.section for page in (*before.pages, *after.pages)}
    by_rule: dict[str, Tally] = {}
    by_section: dict[str, Tally] = {}
    for kind, lines in kinds.items():
        tell(by_rule, kind, (line.rule for line in lines))
        tell(by_section, kind, (sections.get(line.path, "") for line in lines))
    return Comparison(
        before=before.scores,
        after=after.scores,
        new=sorted_lines(kinds["new"]),
        fixed=sorted_lines(kinds["fixed"]),
        page_gone=sorted_lines(kinds["page_gone"]),
        unchanged=len(kinds["unchanged"]),
        by_rule=dict(sorted(by_rule.items(), key=lambda item: (-item[1].new, -item[1].fixed, item[0]))),
        by_section=dict(sorted(by_section.items())),
        not_before=tuple(sorted(after.ran - ran)),
        not_now=tuple(sorted(before.ran - ran)),
        unread=tuple(sorted(unread)),
        partial=tuple(
            name
            for name, report in (("OLD", before), ("NEW", after))
            if report.baselined is not None or report.changed is not None
        ),
    )


def lost_pages(before: Report, after: Report) -> set[str]:
    """The paths of the pages that are no more.

    Two audits that were started in different folders name one page differently: its URL and the end of its path
    are the same.
    """
    paths = {page.path for page in after.pages}
    by_url = {(page.url, page.kind): page.path for page in after.pages if page.url}

    def is_lost(page: PageLine) -> bool:
        other = by_url.get((page.url, page.kind), "")
        return not other or not (is_end(page.path, other) or is_end(other, page.path))

    return {page.path for page in before.pages if page.path not in paths and is_lost(page)}


def is_end(path: str, other: str) -> bool:
    """Whether a path, seen from a folder further down or up, can be the other one."""
    while path.startswith("../"):
        path = path[3:]
    return f"/{other}".endswith(f"/{path}")


def comparable(report: Report, ran: frozenset[str], unread: set[str]) -> dict[str, Line]:
    """The findings that can be held against another audit's, by their fingerprints.

    Those cannot that stand in a file that one of the two could not read, or in a folder.
    """
    below = tuple(f"{name}/" for name in unread)
    return {
        line.fingerprint: line
        for line in report.findings
        if line.rule in ran and line.path not in unread and not line.path.startswith(below)
    }


def tell(table: dict[str, Tally], kind: str, keys: Iterable[str]) -> None:
    """Add findings of one kind to the tallies of their keys."""
    for key, number in Counter(keys).items():
        setattr(table.setdefault(key, Tally()), kind, number)


def sorted_lines(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The worst first, then by place."""
    return tuple(
        sorted(lines, key=lambda x: (SEVERITIES.index(x.severity), x.path, x.line or 0, x.rule, x.message))
    )


def severities(lines: Iterable[Line]) -> Counter[str]:
    """How many of each severity."""
    return Counter(line.severity for line in lines)
