"""Scores as the contract defines them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

import seokit
from seokit.model import Page, Summary, Text
from seokit.score.plan import MISSABLE
from seokit.score.points import page_score, percentile, site_scores, state
from seokit.score.registry import RULES


def summary(
    number: int, score: float, *, indexable: bool = True, section: str = "a", errors: int = 0
) -> Summary:
    return Summary(
        number=number, path=f"{number}.md", section=section, score=score, indexable=indexable, errors=errors
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "unknown"),
        (Text(), "missing"),
        (Text(raw="''", value=" "), "missing"),
        (Text(raw="A", value="A"), "present"),
    ],
)
def test_state_of_a_title(value: Text | None, expected: str) -> None:
    assert state(Page(path="a.md", title=value), "title", MISSABLE["source"]) == expected


def test_a_blank_field_that_no_rule_asks_for_is_not_applicable() -> None:
    assert state(Page(path="a.md", author=Text()), "author", frozenset()) == "unknown"


def test_no_links_are_links_without_fault() -> None:
    assert state(Page(path="a.md", links=()), "links", MISSABLE["source"]) == "present"


def test_page_score_is_the_share_of_the_weight_that_passed() -> None:
    assert page_score(10.0, 2.5) == 75.0
    assert page_score(0.0, 0.0) == 100.0


def test_percentile_is_that_of_pandas() -> None:
    import pandas as pd

    values = [1.0, 4.0, 9.0, 16.0, 25.0]
    assert percentile(values, 0.1) == pytest.approx(pd.Series(values).quantile(0.1))


def test_a_non_indexable_page_does_not_enter_the_mean() -> None:
    pages = [summary(0, 80.0), summary(1, 60.0), summary(2, 0.0, indexable=False, errors=3)]
    scores = site_scores(pages)
    assert (scores.site, scores.indexable, scores.pages, scores.health) == (70.0, 2, 3, 100.0)


def test_no_indexable_page_means_no_score_and_not_zero() -> None:
    assert site_scores([summary(0, 50.0, indexable=False)]).site is None


def test_the_lowest_section_has_at_least_twenty_pages() -> None:
    small = [summary(n, 1.0, section="small") for n in range(19)]
    low = [summary(n, 50.0, section="low") for n in range(20, 40)]
    high = [summary(n, 90.0, section="high") for n in range(40, 60)]
    assert site_scores(small + low + high).lowest_section == "low"


# Each step mends one thing of the front matter and leaves the rest.
BROKEN = {
    "title": "",
    "description": "Short",
    "keywords": "river, river, glacier, tram",
    "date": "2024-02-30",
}
MENDED = {
    "title": "How a river cuts its valley through soft and hard rock",
    "description": "How running water, sand and frost cut a valley, why soft rock gives way first, and how long it takes.",
    "keywords": "river, valley",
    "date": "2024-02-28",
}
BODY = "A river cuts its valley with sand and stones. The valley grows wider where the rock is soft.\n"


def write(folder: Path, name: str, fields: dict[str, str]) -> None:
    lines = "".join(f'{key}: "{value}"\n' for key, value in fields.items() if value is not None)
    (folder / name).write_text(f"---\n{lines}---\n{BODY}", "utf-8")


PAGE_RULES_ONLY = [name for name, rule in RULES.items() if rule.index is None and rule.default]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    mended=st.sets(st.sampled_from(sorted(MENDED))),
    absent=st.sets(st.sampled_from(sorted(MENDED))),
    next_one=st.sampled_from(sorted(MENDED)),
)
def test_mending_never_lowers_a_score(
    tmp_path_factory: pytest.TempPathFactory, mended: set[str], absent: set[str], next_one: str
) -> None:
    folder = tmp_path_factory.mktemp("mend")
    before = {key: MENDED[key] if key in mended else BROKEN[key] for key in MENDED if key not in absent}
    write(folder, "page.md", before)
    first = seokit.audit(folder, preset="generic").pages[0].score
    write(folder, "page.md", {**before, next_one: MENDED[next_one]})
    assert seokit.audit(folder, preset="generic").pages[0].score >= first


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(others=st.lists(st.sampled_from([BROKEN, MENDED]), min_size=1, max_size=4))
def test_page_rules_do_not_look_at_other_pages(
    tmp_path_factory: pytest.TempPathFactory, others: list[dict[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("alone")
    write(folder, "page.md", BROKEN)
    alone = seokit.audit(folder, preset="generic", select=PAGE_RULES_ONLY).pages[0].score
    for number, fields in enumerate(others):
        write(folder, f"z{number}.md", fields)
    among = seokit.audit(folder, preset="generic", select=PAGE_RULES_ONLY).pages
    assert next(page.score for page in among if page.path.endswith("page.md")) == alone


def test_rules_that_are_off_count_for_nothing(tmp_path: Path) -> None:
    write(tmp_path, "page.md", BROKEN)
    audit = seokit.audit(tmp_path, preset="generic", select=["title-too-long"])
    ignored = seokit.audit(
        tmp_path, preset="generic", select=["title-too-long", "title-empty"], ignore=["title-empty"]
    )
    assert audit.pages[0].score == ignored.pages[0].score
    assert audit.findings == ignored.findings


def test_an_error_of_the_source_is_its_built_pages_too() -> None:
    """Regression: with the built pages audited too, health rose, since what both have is said of the source alone."""
    pages = [
        replace(summary(0, 50.0, errors=1), url="https://example.org/a"),
        replace(summary(1, 90.0), url="https://example.org/b"),
        replace(summary(2, 50.0), url="https://example.org/a/", kind="built"),
        replace(summary(3, 90.0), url="https://example.org/b/", kind="built"),
        replace(summary(4, 90.0), url="", kind="built"),
    ]
    assert site_scores(pages).health == 60.0
    assert site_scores(pages[:2]).health == 50.0
