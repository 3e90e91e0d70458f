"""The first sheet of audit.xlsx: scope, scores, counts, a chart of the broken rules, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from seokit import __version__
from seokit.generate.reports.tables import Issue
from seokit.generate.reports.xlsx_cell import cell_text
from seokit.model import SEVERITIES, Audit, Severity

FILLS: dict[Severity, str] = {"error": "#F8C9C4", "warning": "#FCE4B0", "info": "#DCEBF7"}
CHARTED = 15  # rules; more do not fit beside the table
LISTED = 100  # files that could not be read; the rest is counted
SECTIONS = 100  # lowest means; a site of thousands of folders is in pages.csv
# Which file has the rows that a sheet left out.
_WHOLE = {
    "Pages": "pages.csv",
    "Findings": "findings.csv",
    "Duplicates": "findings.csv (column group)",
    "Keywords": "audit.json (pages, keywords)",
}
_BARS: dict[Severity, str] = {"error": "#C0392B", "warning": "#E08E0B", "info": "#5B8DB8"}


def write_summary(book: Workbook, audit: Audit, found: Sequence[Issue], left_out: Mapping[str, int]) -> None:
    """Write the sheet. `left_out` is the number of rows that each of the other sheets had no room for."""
    sheet = book.add_worksheet("Summary")
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 24)
    sheet.set_column(2, 4, 12)
    sheet.set_column(5, 5, 3)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.write_string(0, 0, "seokit audit", book.add_format({"bold": True, "font_size": 16}))
    row = _scope(book, sheet, audit, 2)
    row = _left_out(book, sheet, left_out, row)
    row = _scores(book, sheet, audit, row + 1)
    row = _severities(book, sheet, audit, found, row + 1)
    row = _rules(book, sheet, found, row + 1)
    row = _sections(book, sheet, audit, row + 1)
    _failures(book, sheet, audit, row + 1)


def _heading(book: Workbook, sheet: Worksheet, row: int, *cells: str) -> int:
    """A bold line over a block; returns the row below it."""
    texts = book.add_format({"bold": True, "bottom": 1})
    numbers = book.add_format({"bold": True, "bottom": 1, "align": "right"})
    for column, cell in enumerate(cells):
        sheet.write_string(row, column, cell, texts if column < 2 else numbers)
    return row + 1


def _scope(book: Workbook, sheet: Worksheet, audit: Audit, row: int) -> int:
    config, day = audit.config, book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    left = book.add_format({"align": "left"})
    sheet.write_string(row, 0, "Date")
    sheet.write_datetime(row, 1, datetime.combine(config.today, time()), day)
    facts: dict[str, str | int] = {
        "Version": __version__,
        "Site": config.base_url or config.site_name,
        "Preset": config.preset_reason.removeprefix("preset ")
        or ", ".join(dict.fromkeys(s.preset for s in config.sections)),
        "Pages": len(audit.pages),
        "Indexable pages": audit.scores.indexable,
        "Skipped files": len(audit.skipped),
        "Files not read": len(audit.errors),
    }
    if audit.searched:
        facts |= {
            "Search Console": audit.searched.file,
            "Clicks": audit.searched.clicks,
            "Impressions": audit.searched.impressions,
            "Pages of it that were not audited": len(audit.searched.unmatched),
        }
    row += 1
    for name, value in facts.items():
        sheet.write_string(row, 0, name)
        if isinstance(value, int):
            sheet.write_number(row, 1, value, left)
        elif value:
            sheet.write_string(row, 1, cell_text(value))
        row += 1
    return row


def _left_out(book: Workbook, sheet: Worksheet, left_out: Mapping[str, int], row: int) -> int:
    """One line for every sheet that is not complete; it must not be overlooked."""
    loud = book.add_format({"bold": True, "font_color": "#C0392B"})
    for name, count in left_out.items():
        line = f"{name}: the last {count:,} rows had no room in this workbook; {_WHOLE[name]} has them all."
        sheet.write_string(row, 0, line, loud)
        row += 1
    return row


def _scores(book: Workbook, sheet: Worksheet, audit: Audit, row: int) -> int:
    scores = audit.scores
    row = _heading(book, sheet, row, "Scores, 0 to 100", "")
    figure = book.add_format({"num_format": "0.0", "align": "left"})
    for name, value in (
        ("Score: mean of the indexable pages", scores.site),
        ("10th percentile", scores.percentile_10),
        ("Health: indexable pages without errors", scores.health),
    ):
        sheet.write_string(row, 0, name)
        if value is not None:
            sheet.write_number(row, 1, value, figure)
        row += 1
    sheet.write_string(row, 0, "Section with the lowest mean")
    if scores.lowest_section:
        sheet.write_string(row, 1, cell_text(scores.lowest_section))
    return row + 1


def _severities(book: Workbook, sheet: Worksheet, audit: Audit, found: Sequence[Issue], row: int) -> int:
    row = _heading(book, sheet, row, "By severity", "", "Findings", "Rules")
    for severity in SEVERITIES:
        rules = [issue for issue in found if issue.severity == severity]
        sheet.write_string(row, 0, severity)
        sheet.write_number(row, 2, sum(issue.findings for issue in rules))
        sheet.write_number(row, 3, len(rules))
        row += 1
    sheet.write_string(row, 0, "all")
    sheet.write_number(row, 2, len(audit.findings))
    sheet.write_number(row, 3, len(found))
    return row + 1


def _rules(book: Workbook, sheet: Worksheet, found: Sequence[Issue], row: int) -> int:
    """The broken rules, those on most pages first, and a chart of the first of them beside the table."""
    row = first = _heading(book, sheet, row, "By rule", "Severity", "Findings", "Pages", "% of pages")
    share = book.add_format({"num_format": "0.0"})
    ordered = sorted(found, key=lambda issue: (-issue.pages, issue.rule))
    for row, issue in enumerate(ordered, first):
        sheet.write_string(row, 0, issue.rule)
        sheet.write_string(row, 1, issue.severity)
        sheet.write_number(row, 2, issue.findings)
        sheet.write_number(row, 3, issue.pages)
        sheet.write_number(row, 4, issue.share, share)
    if not ordered:
        sheet.write_string(row, 0, "no findings")
        return row + 1
    charted = ordered[:CHARTED]
    last = first + len(charted) - 1
    chart = book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": "Pages",
            "categories": ["Summary", first, 0, last, 0],
            "values": ["Summary", first, 3, last, 3],
            "points": [{"fill": {"color": _BARS[issue.severity]}} for issue in charted],
            "data_labels": {"value": True},
            "gap": 40,
        }
    )
    chart.set_title(
        {"name": "Pages with a finding (red error, orange warning, blue info)", "name_font": {"size": 12}}
    )
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis(
        {"major_gridlines": {"visible": True, "line": {"color": "#DDDDDD"}}, "label_position": "none"}
    )
    chart.set_size({"width": 720, "height": 90 + 26 * len(charted)})
    sheet.insert_chart(1, 6, chart)
    return row + 1


def _sections(book: Workbook, sheet: Worksheet, audit: Audit, row: int) -> int:
    row = _heading(book, sheet, row, "By section", "Mean score")
    figure = book.add_format({"num_format": "0.0", "align": "left"})
    lowest = sorted(audit.scores.sections.items(), key=lambda item: (item[1], item[0]))
    for name, score in lowest[:SECTIONS]:
        sheet.write_string(row, 0, cell_text(name) or "(no section)")
        sheet.write_number(row, 1, score, figure)
        row += 1
    if len(lowest) > SECTIONS:
        sheet.write_string(row, 0, f"and {len(lowest) - SECTIONS:,} more")
    return row + 1


def _failures(book: Workbook, sheet: Worksheet, audit: Audit, row: int) -> None:
    if not audit.errors:
        return
    row = _heading(book, sheet, row, "Not read", "Why")
    for failure in audit.errors[:LISTED]:
        sheet.write_string(row, 0, cell_text(failure.path))
        sheet.write_string(row, 1, cell_text(failure.message))
        row += 1
    if len(audit.errors) > LISTED:
        sheet.write_string(row, 0, f"and {len(audit.errors) - LISTED:,} more in audit.json")
