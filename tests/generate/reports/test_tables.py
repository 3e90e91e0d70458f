from __future__ import annotations

import pandas as pd

from seokit.extract.searchconsole import Shown
from seokit.generate.reports import tables
from seokit.model import Audit
from seokit.score.registry import RULES
from seokit.score.traffic import with_traffic


def test_the_columns_are_those_of_the_contract() -> None:
    findings = "severity rule evidence url path line column field message value limit group related fix help"
    assert " ".join(tables.FINDING_COLUMNS) == findings
    pages = (
        "Address, Status Code, Indexability, Indexability Status, Title 1, Title 1 Length, Title 1 "
        "Pixel Width, Meta Description 1, Meta Description 1 Length, Meta Description 1 Pixel "
        "Width, Meta Keywords 1, H1-1, H1-1 Length, H2-1, Meta Robots 1, Canonical Link Element 1, "
        "Word Count, Inlinks, Unique Inlinks, Outlinks, Closest Similarity Match, No. Near "
        "Duplicates, Hash, Last Modified, Score, Errors, Warnings, Keywords, Keywords Supported, "
        "Section, Path"
    )
    assert ", ".join(tables.PAGE_COLUMNS) == pages
    issues = "Issue Name, Issue Type, Issue Priority, URLs, % of Total, Description, How To Fix, Help URL"
    assert ", ".join(tables.ISSUE_COLUMNS) == issues


def test_a_finding_carries_its_rule_and_leaves_unknown_cells_empty(audit: Audit) -> None:
    rows = [
        dict(zip(tables.FINDING_COLUMNS, row, strict=True)) for row in tables.finding_rows(audit.findings)
    ]
    assert rows[0]["help"] == RULES["link-broken"].source
    assert rows[0]["evidence"] == RULES["link-broken"].evidence
    assert rows[2]["related"] == "/draft /a%20b"
    assert rows[2]["line"] is None
    assert (rows[4]["evidence"], rows[4]["help"]) == ("", "")


def test_a_page_never_says_0_for_what_is_unknown(audit: Audit) -> None:
    rye, spelt, draft = (dict(zip(tables.PAGE_COLUMNS, r, strict=True)) for r in tables.page_rows(audit))
    assert (rye["Status Code"], rye["H1-1 Length"], spelt["Inlinks"], spelt["Keywords"]) == (
        None,
        None,
        None,
        None,
    )
    assert (rye["Inlinks"], rye["Keywords"], rye["Keywords Supported"]) == (0, 3, 2)
    assert (rye["Closest Similarity Match"], spelt["Closest Similarity Match"]) == (93.5, None)
    assert (spelt["Address"], spelt["H1-1 Length"], spelt["H2-1"]) == ("content/bread/spelt.md", 5, "")
    assert (draft["Indexability"], draft["Indexability Status"]) == ("Non-Indexable", "draft")


def test_issues_count_pages_not_findings_and_the_worst_come_first(audit: Audit) -> None:
    counted = [(i.rule, i.severity, i.findings, i.pages, round(i.share, 2)) for i in tables.issues(audit)]
    assert counted == [
        ("link-broken", "error", 1, 1, 33.33),
        ("title-near-duplicate", "warning", 2, 2, 66.67),
        ("description-too-long", "warning", 1, 1, 33.33),
        ("no-such-rule", "info", 1, 1, 33.33),
    ]
    twice = Audit(
        pages=audit.pages,
        findings=(*audit.findings, audit.findings[0]),
        skipped=(),
        errors=(),
        scores=audit.scores,
        config=audit.config,
    )
    worst = tables.issues(twice)[0]
    assert (worst.findings, worst.pages) == (2, 1)


def test_the_issues_table_has_names_types_and_priorities(audit: Audit) -> None:
    rows = list(tables.issue_rows(tables.issues(audit)))
    assert [row[:5] for row in rows] == [
        ("Link broken", "Issue", "High", 1, 33.33),
        ("Title near duplicate", "Warning", "Medium", 2, 66.67),
        ("Description too long", "Warning", "Medium", 1, 33.33),
        ("No such rule", "Opportunity", "Low", 1, 33.33),
    ]
    assert rows[0][7] == RULES["link-broken"].source


def test_every_rule_tells_what_is_wrong_and_how_to_fix_it() -> None:
    told = tables.about_rules(RULES)
    assert not [rule for rule, about in told.items() if not about.description or not about.how_to_fix]
    assert not [rule for rule, about in told.items() if "Bad:" in about.description + about.how_to_fix]


def test_an_explanation_is_read_from_a_docstring() -> None:
    examples = "Bad:\n    title: x\nGood:\n    title: y"
    rationale = f"Long titles are\ncut. They hurt.\n\nFix: write\na shorter one.\n\n{examples}"
    assert tables.explanation(rationale) == ("Long titles are cut. They hurt.", "write a shorter one.")
    assert tables.explanation("Titles are cut. Shorten.\nFix: do it.\nBad:\n    x") == (
        "Titles are cut. Shorten.",
        "do it.",
    )
    assert tables.explanation("Shorten titles. They are cut.") == (
        "Shorten titles. They are cut.",
        "Shorten titles.",
    )
    assert tables.explanation("") == ("", "")


def test_names_are_words() -> None:
    assert tables.issue_name("title-same-as-h1") == "Title same as H1"
    assert tables.issue_name("url-missing") == "URL missing"
    assert tables.issue_name("answer-latex-collision") == "Answer LaTeX collision"


def test_frames_have_the_same_types_with_and_without_rows(audit: Audit) -> None:
    empty = Audit(pages=(), findings=(), skipped=(), errors=(), scores=audit.scores, config=audit.config)
    for frame in (tables.findings_frame, tables.pages_frame, tables.issues_frame):
        full, none = frame(audit), frame(empty)
        assert list(full.columns) == list(none.columns)
        assert list(full.dtypes) == list(none.dtypes)
        assert len(none) == 0
    findings = audit.findings_frame()
    assert findings["line"].dtype == pd.Int64Dtype()
    assert findings["line"].tolist()[:2] == [7, 3]
    assert findings["line"].isna().sum() == 3
    pages = audit.pages_frame()
    assert pages["Inlinks"].tolist()[0] == 0
    assert pages["Inlinks"].isna().tolist() == [False, True, True]
    assert pages["H1-1"].isna().tolist() == [True, False, True]


def test_an_export_of_search_console_adds_columns_and_weighs_issues(audit: Audit) -> None:
    rows = [Shown("/draft", 1, 300, 4.0), Shown("/bread/rye", 2, 700, 3.0), Shown("/gone", 9, 9, 9.0)]
    searched = with_traffic(audit, rows, "Pages.csv")
    assert tables.page_columns(searched)[-5:] == tables.SEARCHED_PAGE_COLUMNS
    rye, spelt, _ = tables.page_rows(searched)
    assert rye[-5:] == (2, 700, 0.29, 3.0, 420.0)
    assert spelt[-5:] == (None,) * 5
    told = {
        issue.rule: (issue.clicks, issue.impressions, issue.priority) for issue in tables.issues(searched)
    }
    assert told == {
        "link-broken": (2, 700, "High"),
        "title-near-duplicate": (3, 1000, "High"),
        "description-too-long": (2, 700, "High"),
        "no-such-rule": (1, 300, "Medium"),
    }
    assert next(tables.issue_rows(tables.issues(searched)))[-2:] == (2, 700)
    frame = tables.pages_frame(searched)
    assert (str(frame["Clicks"].dtype), str(frame["CTR"].dtype)) == ("Int64", "Float64")
    assert tables.page_columns(audit) == tables.PAGE_COLUMNS
