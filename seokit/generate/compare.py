"""Two audits side by side, from their audit.json: what is new, fixed, unchanged, and the scores before and after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec
from msgspec import Struct

from seokit.extract.files import reason_of
from seokit.generate.reports.json import VERSION
from seokit.model import SEVERITIES, Scores, Severity


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
    section: str = ""


class Scope(Struct, frozen=True):
    """What a comparison needs of the configuration: the rules that ran."""

    rules: dict[str, msgspec.Raw] = {}


class Report(Struct, frozen=True):
    """An audit.json, as far as a comparison goes."""

    version: int
    pages: list[PageLine]
    findings: list[Line]
    scores: Scores
    config: Scope


class Tally(Struct):
    """Counts of findings: new, fixed because somebody mended them, gone with their page, unchanged."""

    new: int = 0
    fixed: int = 0
    page_gone: int = 0
    unchanged: int = 0


class Comparison(Struct, frozen=True, kw_only=True):
    """What differs. `not_before` and `not_now` are rules that ran in one of the two audits alone, not compared."""

    before: Scores
    after: Scores
    new: tuple[Line, ...]
    fixed: tuple[Line, ...]
    unchanged: int
    by_rule: dict[str, Tally]
    by_section: dict[str, Tally]
    not_before: tuple[str, ...]
    not_now: tuple[str, ...]

    def worse(self, fail_on: str) -> bool:
        """Whether this is a regression: a new finding at least that severe, or for "score" a lower score."""
        if fail_on == "never":
            return False
        if fail_on == "score":
            return (self.after.site or 0.0) < (self.before.site or 0.0)
        worst = SEVERITIES[: SEVERITIES.index(fail_on) + 1] if fail_on in SEVERITIES else ()
        return any(line.severity in worst for line in self.new)


def read_report(path: str) -> Report:
    """An audit.json. Raises CompareError."""
    make = "`seokit audit PATH --format json:FILE` writes one"
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - any path
            data = file.read()
    except OSError as error:
        raise CompareError(f"{path}: cannot be read: {reason_of(error)}") from error
    try:
        version = msgspec.json.decode(data, type=Version).version
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise CompareError(f"{path}: no audit.json ({error}); {make}") from error
    if version != VERSION:
        raise CompareError(f"{path}: version {version} of audit.json; this seokit reads {VERSION}; {make}")
    try:
        return msgspec.json.decode(data, type=Report)
    except msgspec.DecodeError as error:
        raise CompareError(f"{path}: no whole audit.json of this seokit ({error}); {make}") from error


class Version(Struct, frozen=True):
    """The first thing to know of a report."""

    version: int


def compare(before: Report, after: Report) -> Comparison:
    """Hold two audits against each other, by the fingerprints of their findings."""
    ran = before.config.rules.keys() & after.config.rules.keys()
    old = {line.fingerprint: line for line in before.findings if line.rule in ran}
    now = {line.fingerprint: line for line in after.findings if line.rule in ran}
    new = [line for name, line in now.items() if name not in old]
    fixed = [line for name, line in old.items() if name not in now]
    same = [line for name, line in now.items() if name in old]
    there = {page.path for page in after.pages}
    sections = {page.path: page.section for page in (*before.pages, *after.pages)}
    paged = {page.path for page in before.pages}
    by_rule: dict[str, Tally] = {}
    by_section: dict[str, Tally] = {}
    for kind, lines in (("new", new), ("fixed", fixed), ("unchanged", same)):
        for line in lines:
            what = "page_gone" if kind == "fixed" and line.path in paged - there else kind
            for table, key in ((by_rule, line.rule), (by_section, sections.get(line.path, ""))):
                tally = table.setdefault(key, Tally())
                setattr(tally, what, getattr(tally, what) + 1)
    return Comparison(
        before=before.scores,
        after=after.scores,
        new=sorted_lines(new),
        fixed=sorted_lines(fixed),
        unchanged=len(same),
        by_rule=dict(sorted(by_rule.items(), key=lambda item: (-item[1].new, -item[1].fixed, item[0]))),
        by_section=dict(sorted(by_section.items())),
        not_before=tuple(sorted(after.config.rules.keys() - ran)),
        not_now=tuple(sorted(before.config.rules.keys() - ran)),
    )


def sorted_lines(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The worst first, then by place."""
    return tuple(
        sorted(lines, key=lambda x: (SEVERITIES.index(x.severity), x.path, x.line or 0, x.rule, x.message))
    )


def severities(lines: Iterable[Line]) -> Counter[str]:
    """How many of each severity."""
    return Counter(line.severity for line in lines)
