"""The tables of an audit as rows of plain tuples: what the CSV, the workbook and the pandas frames share.

A cell is text, a number, or None where the source cannot know; an empty text means that it looked and
found none.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from seokit.model import SEVERITIES, Audit, Finding, Priority, Severity
from seokit.score.traffic import priority

if TYPE_CHECKING:
    import pandas as pd

Cell = str | int | float | None
Row = tuple[Cell, ...]

FINDING_COLUMNS = (
    "severity",
    "rule",
    "evidence",
    "url",
    "path",
    "line",
    "column",
    "field",
    "message",
    "value",
    "limit",
    "group",
    "related",
    "fix",
    "help",
)
# Up to "Last Modified" these are Screaming Frog's names, so that the table feels familiar.
PAGE_COLUMNS = (
    "Address",
    "Status Code",
    "Indexability",
    "Indexability Status",
    "Title 1",
    "Title 1 Length",
    "Title 1 Pixel Width",
    "Meta Description 1",
    "Meta Description 1 Length",
    "Meta Description 1 Pixel Width",
    "Meta Keywords 1",
    "H1-1",
    "H1-1 Length",
    "H2-1",
    "Meta Robots 1",
    "Canonical Link Element 1",
    "Word Count",
    "Inlinks",
    "Unique Inlinks",
    "Outlinks",
    "Closest Similarity Match",
    "No. Near Duplicates",
    "Hash",
    "Last Modified",
    "Score",
    "Errors",
    "Warnings",
    "Keywords",
    "Keywords Supported",
    "Section",
    "Path",
)
ISSUE_COLUMNS = (
    "Issue Name",
    "Issue Type",
    "Issue Priority",
    "URLs",
    "% of Total",
    "Description",
    "How To Fix",
    "Help URL",
)
# Behind those, where an export of Search Console was given; the first four are Screaming Frog's names too.
SEARCHED_PAGE_COLUMNS = ("Clicks", "Impressions", "CTR", "Position", "Impressions At Stake")
SEARCHED_ISSUE_COLUMNS = ("Clicks", "Impressions")
ISSUE_TYPES: dict[Severity, str] = {"error": "Issue", "warning": "Warning", "info": "Opportunity"}

_WHOLE = frozenset(
    {"line", "column", "Status Code", "Word Count", "Inlinks", "Unique Inlinks", "Outlinks"}
) | {
    "No. Near Duplicates",
    "Errors",
    "Warnings",
    "Keywords",
    "Keywords Supported",
    "URLs",
    "Clicks",
    "Impressions",
}
_DECIMAL = frozenset(
    {"Score", "Closest Similarity Match", "% of Total", "CTR", "Position", "Impressions At Stake"}
)
_SPELLINGS = {
    "h1": "H1",
    "html": "HTML",
    "id": "ID",
    "latex": "LaTeX",
    "seo": "SEO",
    "url": "URL",
    "yaml": "YAML",
}
_SENTENCE_END = re.compile(r"(?<=[.!?])\s")


class Issue(Struct, frozen=True, kw_only=True):
    """How often one rule was broken: its findings, and the pages that have any."""

    rule: str
    severity: Severity
    findings: int
    pages: int
    share: float  # of the pages audited, in per cent
    priority: Priority = "Low"
    clicks: int | None = None  # of the pages that have it; None without an export of Search Console
    impressions: int | None = None


class About(Struct, frozen=True, kw_only=True):
    """What the reports tell about a rule."""

    evidence: str = ""
    help: str = ""  # the rule's source
    description: str = ""
    how_to_fix: str = ""


def about_rules(names: Iterable[str]) -> dict[str, About]:
    """What to tell about these rules; nothing about an id that is no rule of this version."""
    from seokit.score.registry import RULES

    told = {}
    for name in names:
        rule = RULES.get(name)
        if rule is None:
            told[name] = About()
            continue
        description, how_to_fix = explanation(rule.rationale)
        told[name] = About(
            evidence=rule.evidence, help=rule.source, description=description, how_to_fix=how_to_fix
        )
    return told


def explanation(rationale: str) -> tuple[str, str]:
    """A rule's docstring as (description, how to fix).

    The description is the first paragraph; the cure is the paragraph that begins with "Fix:", and where there
    is none, the first sentence of the description.
    """
    parts: dict[str, list[str]] = {"description": [], "fix": []}
    part = "description"
    for line in map(str.strip, rationale.splitlines()):
        if line.startswith("Fix:"):
            part, line = "fix", line[4:]
        elif not line or line in ("Bad:", "Good:"):
            part = ""
        if part:
            parts[part].append(line)
    description, fix = (" ".join(" ".join(lines).split()) for lines in parts.values())
    return description, fix or _SENTENCE_END.split(description, maxsplit=1)[0]


def issue_name(rule: str) -> str:
    """A rule's id in words: `title-too-long` is "Title too long", `url-missing` "URL missing"."""
    words = " ".join(_SPELLINGS.get(word, word) for word in rule.split("-"))
    return words[:1].upper() + words[1:]


def issues(audit: Audit) -> list[Issue]:
    """The broken rules: errors first, then those on most pages, or with Search Console those shown most."""
    findings: dict[str, int] = {}
    pages: dict[str, set[int]] = {}
    severities: dict[str, Severity] = {}
    for finding in audit.findings:
        rule = finding.rule
        if rule not in findings:
            findings[rule], pages[rule], severities[rule] = 0, set(), finding.severity
        findings[rule] += 1
        if finding.page >= 0:  # a file of the site, such as its sitemap, is no page
            pages[rule].add(finding.page)
    total = len(audit.pages)
    counted = [
        Issue(
            rule=rule,
            severity=severities[rule],
            findings=count,
            pages=len(pages[rule]),
            share=100 * len(pages[rule]) / total if total else 0.0,
            priority=priority(severities[rule]),
        )
        for rule, count in findings.items()
    ]
    if audit.searched:
        counted = [weighed(issue, pages[issue.rule], audit) for issue in counted]
    return sorted(counted, key=rank)


def weighed(issue: Issue, pages: Container[int | str], audit: Audit) -> Issue:
    """The issue with the clicks and impressions of the pages that have it, and a priority that heeds them."""
    # A source and its built page have the same figures, which count once.
    seen = {page.traffic for page in audit.pages if page.traffic and page.number in pages}
    impressions = sum(one.impressions for one in seen)
    of_all = audit.searched.impressions if audit.searched else 0
    return replace(
        issue,
        clicks=sum(one.clicks for one in seen),
        impressions=impressions,
        priority=priority(issue.severity, impressions, of_all),
    )


def rank(issue: Issue) -> tuple[int, int, int, str]:
    """The order of issues: the most severe, most seen, most frequent first."""
    return SEVERITIES.index(issue.severity), -(issue.impressions or 0), -issue.pages, issue.rule


def finding_rows(findings: Sequence[Finding]) -> Iterator[Row]:
    """One row a finding, in FINDING_COLUMNS."""
    known = {
        rule: (about.evidence, about.help) for rule, about in about_rules({f.rule for f in findings}).items()
    }
    for f in findings:
        evidence, source = known[f.rule]
        yield (
            f.severity,
            f.rule,
            evidence,
            f.url,
            f.path,
            f.line,
            f.column,
            f.field,
            f.message,
            f.value,
            f.limit,
            f.group,
            related_cell(f.related),
            f.fix,
            source,
        )


def related_cell(urls: Sequence[str]) -> str:
    """Related URLs with spaces between them. A space within one is written %20."""
    return " ".join([url.replace(" ", "%20") for url in urls]) if urls else ""


def page_columns(audit: Audit) -> tuple[str, ...]:
    """The columns of the table of pages: those of Search Console only where its export was given."""
    return PAGE_COLUMNS + (SEARCHED_PAGE_COLUMNS if audit.searched else ())


def issue_columns(audit: Audit) -> tuple[str, ...]:
    """The columns of the overview of issues: as `page_columns`."""
    return ISSUE_COLUMNS + (SEARCHED_ISSUE_COLUMNS if audit.searched else ())


def page_rows(audit: Audit) -> Iterator[Row]:
    """One row a page, in `page_columns`. Lengths in characters, widths in pixels, similarity and CTR in per cent."""
    unsaid = (None,) * len(SEARCHED_PAGE_COLUMNS) if audit.searched else ()
    for p in audit.pages:
        seen = p.traffic
        yield (
            p.address,
            None,  # a file has no HTTP status
            "Indexable" if p.indexable else "Non-Indexable",
            p.not_indexable,
            p.title,
            p.title_length,
            p.title_width,
            p.description,
            p.description_length,
            p.description_width,
            ", ".join(p.keywords),
            p.h1,
            None if p.h1 is None else len(p.h1),
            p.h2,
            p.robots,
            p.canonical,
            p.word_count,
            p.inlinks,
            p.unique_inlinks,
            p.outlinks,
            _number(p.closest_match),
            p.near_duplicates,
            p.hash,
            p.last_modified,
            round(p.score, 2),
            p.errors,
            p.warnings,
            len(p.keywords) if p.keywords or p.keywords_supported is not None else None,
            p.keywords_supported,
            p.section,
            p.path,
            *((seen.clicks, seen.impressions, seen.ctr, seen.position, p.at_stake) if seen else unsaid),
        )


def issue_rows(found: Sequence[Issue]) -> Iterator[Row]:
    """One row a broken rule, in ISSUE_COLUMNS; URLs are the pages that have a finding of it."""
    known = about_rules(issue.rule for issue in found)
    for issue in found:
        about = known[issue.rule]
        yield (
            issue_name(issue.rule),
            ISSUE_TYPES[issue.severity],
            issue.priority,
            issue.pages,
            round(issue.share, 2),
            about.description,
            about.how_to_fix,
            about.help,
            *(() if issue.impressions is None else (issue.clicks, issue.impressions)),
        )


def findings_frame(audit: Audit) -> pd.DataFrame:
    """The findings as a pandas DataFrame: line and column Int64, value and limit as the rule gave them."""
    return _frame(FINDING_COLUMNS, finding_rows(audit.findings))


def pages_frame(audit: Audit) -> pd.DataFrame:
    """The pages as a pandas DataFrame: counts, lengths and widths Int64, NA where the source cannot know."""
    return _frame(page_columns(audit), page_rows(audit))


def issues_frame(audit: Audit) -> pd.DataFrame:
    """The overview of broken rules as a pandas DataFrame."""
    return _frame(issue_columns(audit), issue_rows(issues(audit)))


def _frame(columns: Sequence[str], rows: Iterator[Row]) -> pd.DataFrame:
    """A frame whose types do not depend on what the rows happen to hold."""
    import pandas as pd

    cells = list(zip(*rows, strict=True)) or [()] * len(columns)
    series: dict[str, pd.Series] = {}
    for name, column in zip(columns, cells, strict=True):
        if name in _WHOLE or name.endswith((" Length", " Pixel Width")):
            series[name] = pd.Series(column, dtype="Int64")
        elif name in _DECIMAL:
            series[name] = pd.Series(column, dtype="Float64")
        elif name in ("value", "limit"):  # text in one row, a number in the next
            series[name] = pd.Series(column, dtype="object")
        else:
            series[name] = pd.Series(column, dtype="string")
    return pd.DataFrame(series)


def _number(text: str) -> Cell:
    """A number written as text, as a number; None for an empty text, and other text as it is."""
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        return text
