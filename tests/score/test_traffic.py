"""The figures of Search Console find their pages, and weigh priorities without turning them round."""

from __future__ import annotations

import pytest

from seokit.extract.searchconsole import Shown
from seokit.model import Audit, Scores, Settings, Summary, Traffic
from seokit.score.traffic import priority, with_traffic

BASE = "https://example.org"


def audit(*urls: str, base: str = BASE) -> Audit:
    pages = tuple(
        Summary(number=number, path=f"{number}.md", url=url, score=60.0) for number, url in enumerate(urls)
    )
    return Audit(
        pages=pages, findings=(), skipped=(), errors=(), scores=Scores(), config=Settings(base_url=base)
    )


def test_rows_of_one_page_are_one() -> None:
    rows = [
        Shown("https://example.org/rye/", 10, 100, 2.0),
        Shown("http://example.org/rye#rise", 0, 300, 6.0),
        Shown("https://example.org/rye/index.html", 0, 0, None),
        Shown("https://example.org/gone", 1, 5, 1.0),
        Shown("https://other.example/rye", 1, 9, 1.0),
    ]
    done = with_traffic(audit("https://example.org/rye", "https://example.org/oat"), rows, "Pages.csv")
    rye, oat = done.pages
    assert rye.traffic == Traffic("http://example.org/rye#rise", 10, 400, 2.5, 5.0)
    assert rye.at_stake == 160.0
    assert (oat.traffic, oat.at_stake) == (None, None)
    assert done.searched is not None
    assert [one.address for one in done.searched.unmatched] == [
        "https://other.example/rye",
        "https://example.org/gone",
    ]
    assert (done.searched.rows, done.searched.matched) == (5, 1)
    assert (done.searched.clicks, done.searched.impressions) == (10, 400)


def test_without_a_base_url_the_path_counts() -> None:
    done = with_traffic(audit("/rye", base=""), [Shown("https://any.example/rye", 1, 4, 1.5)], "Pages.csv")
    assert done.pages[0].traffic == Traffic("https://any.example/rye", 1, 4, 25.0, 1.5)


def test_a_source_and_its_built_page_count_once() -> None:
    done = with_traffic(audit(BASE + "/rye", BASE + "/rye/"), [Shown("/rye", 1, 4)], "Pages.csv")
    assert done.pages[0].traffic is done.pages[1].traffic
    assert done.searched is not None
    assert done.searched.impressions == 4


def test_a_page_without_a_url_gets_none() -> None:
    done = with_traffic(audit(""), [Shown("/", 1, 4)], "Pages.csv")
    assert done.pages[0].traffic is None


@pytest.mark.parametrize(
    ("severity", "impressions", "expected"),
    [
        ("error", None, "High"),
        ("warning", None, "Medium"),
        ("info", None, "Low"),
        ("error", 0, "Medium"),
        ("warning", 0, "Low"),
        ("info", 0, "Low"),
        ("error", 1, "High"),
        ("warning", 249, "Medium"),
        ("warning", 250, "High"),
        ("info", 250, "Medium"),
    ],
)
def test_impressions_move_a_priority_by_one_level(
    severity: str, impressions: int | None, expected: str
) -> None:
    assert priority(severity, impressions, 1_000) == expected  # type: ignore[arg-type]


def test_where_nothing_was_ever_shown_severity_decides() -> None:
    assert priority("error", 0, 0) == "High"
