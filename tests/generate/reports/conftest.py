"""A small audit, made by hand, that every report is tested with."""

from __future__ import annotations

from datetime import date

import pytest

from seokit.model import Audit, Failure, Finding, RuleSettings, Scores, Settings, Summary

HOSTILE = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "  =1",
    "＝1",
    "'=1",
    "''quoted",
    "<r><t>x</t></r>",
    "</t></is></c>&amp;",
    "_x0041_",
    "a\0b\x1b[31mc",
    "line\nline\r\nline",
    'quo"te, comma; semicolon',
    "\ud83d lone",
    "\ufffe",
    "a\u202eb",
    "http://example.org/",
    "mailto:a@example.org",
    "x" * 40_000,
    "😀" * 20_000,
)


@pytest.fixture
def audit() -> Audit:
    """Three pages, of which the last is not indexable, with findings of four rules and a file not read."""
    pages = (
        Summary(
            number=0,
            path="content/bread/rye.md",
            url="/bread/rye",
            section="bread",
            title="How long does a rye loaf rise?",
            title_length=30,
            title_width=262,
            description="=Long description",
            description_length=170,
            description_width=1001,
            keywords=("rye", "loaf", "oven"),
            keywords_supported=2,
            keywords_phrase=("rye",),
            keywords_sentence=("loaf",),
            keywords_unsupported=("oven",),
            word_count=120,
            inlinks=0,
            unique_inlinks=0,
            outlinks=2,
            closest_match="93.5",
            near_duplicates=1,
            hash="00ff",
            last_modified="2026-01-02",
            score=40.0,
            errors=1,
            warnings=2,
        ),
        Summary(number=1, path="content/bread/spelt.md", section="bread", score=100.0, h1="Spelt", h2=""),
        Summary(
            number=2,
            path="content/draft.md",
            url="/draft",
            indexable=False,
            not_indexable="draft",
            score=10.0,
        ),
    )
    findings = (
        _finding(
            "error",
            "link-broken",
            0,
            line=7,
            column=3,
            value="/bread/oat",
            message="no page: /bread/oat",
        ),
        _finding("warning", "description-too-long", 0, line=3, value="=Long description", limit=155),
        _finding(
            "warning", "title-near-duplicate", 0, group="/bread/rye", related=("/draft", "/a b"), value=0.9
        ),
        _finding("warning", "title-near-duplicate", 2, group="/bread/rye", related=("/bread/rye",)),
        _finding("info", "no-such-rule", 2),
    )
    return Audit(
        pages=pages,
        findings=findings,
        skipped=("content/notes.md: no front matter",),
        errors=(Failure("content/locked.md", "permission denied"),),
        scores=Scores(
            site=70.0,
            percentile_10=46.0,
            health=50.0,
            indexable=2,
            pages=3,
            sections={"bread": 70.0},
            lowest_section="bread",
        ),
        config=Settings(
            root="/home/somebody/site",
            file="/home/somebody/site/seokit.toml",
            base_url="https://example.org",
            today=date(2026, 11, 23),
            preset_reason="generic: nothing else fits",
            rules=RuleSettings(
                severity={"link-broken": "error", "description-too-long": "warning"},
                options={"description-too-long": {"limit": 155}},
            ),
        ),
        duration=1.26,
    )


@pytest.fixture
def hostile() -> Audit:
    """Content that wants to be a formula, markup, an escape sequence or too long, in every text."""
    pages = tuple(
        Summary(
            number=n,
            path=text,
            url=text,
            section=text,
            title=text,
            description=text,
            keywords=(text,),
            h1=text,
        )
        for n, text in enumerate(HOSTILE)
    )
    findings = tuple(
        Finding(
            severity="error",
            rule="link-broken",
            message=text,
            url=text,
            path=text,
            field=text,
            value=text,
            limit=text,
            group=text,
            related=(text,),
            page=n,
        )
        for n, text in enumerate(HOSTILE)
    )
    failures = tuple(Failure(text, text) for text in HOSTILE)
    sections = dict.fromkeys(HOSTILE, 1.0)
    scores = Scores(
        site=1.0, percentile_10=1.0, health=1.0, indexable=1, sections=sections, lowest_section=HOSTILE[0]
    )
    config = Settings(site_name="=1", preset_reason="<r>x</r>", today=date(2026, 11, 23))
    return Audit(
        pages=pages, findings=findings, skipped=HOSTILE, errors=failures, scores=scores, config=config
    )


def _finding(severity: str, rule: str, page: int, **more: object) -> Finding:
    path = ("content/bread/rye.md", "content/bread/spelt.md", "content/draft.md")[page]
    url = ("/bread/rye", "", "/draft")[page]
    values = {"message": f"{rule} says so", **more}
    return Finding(severity=severity, rule=rule, page=page, path=path, url=url, **values)  # type: ignore[arg-type]
