"""What audit.xlsx costs beside the bare cells: `python bench/workbook.py [findings]`.

Both write the same cells with XlsxWriter in constant memory, in turns, in one run. Bare is `write_string` and
`write_number` for every cell that is not empty: no formats, links, filters or chart, nothing checked or cut.
"""

from __future__ import annotations

import datetime as dt
import io
import statistics
import sys
import time
from collections.abc import Callable

import xlsxwriter
from python_calamine import CalamineWorkbook

from seokit.generate.reports.xlsx import write_workbook
from seokit.model import Audit, Finding, Scores, Settings, Summary
from seokit.score.registry import RULES

RUNS = 5
PER_PAGE = 10  # findings; about what a neglected site has


def audit_of(findings: int) -> Audit:
    """An audit of that many findings, on a tenth as many pages with twelve keywords each."""
    rules = [rule for rule in RULES.values() if rule.default]
    pages = [_page(number) for number in range(findings // PER_PAGE)]
    found = []
    for number in range(findings):
        page, rule = pages[number // PER_PAGE], rules[number * 7 % len(rules)]
        cluster = number % 9 == 0
        found.append(
            Finding(
                severity=rule.severity,
                rule=rule.id,
                message=f"{rule.id} found {number} of something, where {number // 2} would do; see the field",
                url=page.url,
                path=page.path,
                line=number % 30 + 1,
                column=8,
                field="seo.page_description",
                value=page.description if number % 2 else number,
                limit=155,
                group=f"/bread/{number % 500}" if cluster else "",
                related=(f"/bread/{number % 500}", f"/bread/{number % 499}") if cluster else (),
                page=page.number,
            )
        )
    return Audit(
        pages=tuple(pages),
        findings=tuple(found),
        skipped=(),
        errors=(),
        scores=Scores(site=70.0, percentile_10=50.0, health=40.0, indexable=len(pages), pages=len(pages)),
        config=Settings(today=dt.date(2026, 11, 23)),
    )


def _page(number: int) -> Summary:
    keywords = tuple(f"sourdough {number % 97} {n}" for n in range(12))
    return Summary(
        number=number,
        path=f"content/bread/{number}-how-long-does-a-sourdough-loaf-have-to-rise.md",
        url=f"https://example.org/bread/{number}-how-long-does-a-sourdough-loaf-have-to-rise",
        section="bread",
        title=f"How long does a sourdough loaf of {number} grams have to rise?",
        title_length=58,
        title_width=540,
        description="How long a loaf rises depends on the flour, on the room and on the starter. " * 2,
        description_length=152,
        description_width=950,
        keywords=keywords,
        keywords_supported=8,
        keywords_phrase=keywords[:5],
        keywords_sentence=keywords[5:8],
        keywords_unsupported=keywords[8:],
        word_count=240,
        inlinks=3,
        unique_inlinks=3,
        outlinks=5,
        hash=f"{number:016x}",
        last_modified="2026-01-22",
        score=70.0,
        errors=1,
        warnings=4,
    )


def bare(sheets: dict[str, list[list[object]]]) -> None:
    """Write the cells and nothing else."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(io.BytesIO(), options)
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        write_string, write_number = sheet.write_string, sheet.write_number
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if cell.__class__ is str:
                    if cell:
                        write_string(r, c, cell)
                elif cell.__class__ is float:
                    write_number(r, c, cell)
    book.close()


def cells(audit: Audit) -> dict[str, list[list[object]]]:
    """The cells of the audit's workbook by sheet, read back with calamine."""
    file = io.BytesIO()
    write_workbook(audit, file)
    book = CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue()))
    return {
        name: [list(row) for row in book.get_sheet_by_name(name).to_python()] for name in book.sheet_names
    }


def seconds(task: Callable[[], object]) -> float:
    start = time.perf_counter()
    task()
    return time.perf_counter() - start


def main() -> None:
    findings = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    audit = audit_of(findings)
    sheets = cells(audit)
    count = sum(cell != "" for rows in sheets.values() for row in rows for cell in row)
    ours, theirs = [], []
    for _ in range(RUNS):
        theirs.append(seconds(lambda: bare(sheets)))
        ours.append(seconds(lambda: write_workbook(audit, io.BytesIO())))
    whole, plain = statistics.median(ours), statistics.median(theirs)
    print(f"{findings:,} findings, {len(audit.pages):,} pages, {count:,} cells; median of {RUNS} runs\n")
    print("| what | seconds | times the bare cells |\n| --- | ---: | ---: |")
    print(f"| XlsxWriter, the bare cells | {plain:.2f} | 1.00 |")
    print(f"| audit.xlsx | {whole:.2f} | {whole / plain:.2f} |")


if __name__ == "__main__":
    main()
