"""Years in titles: editions that grew old, and years that pages are about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seokit.model import Heading, Page, Text
from seokit.score.years import moved_on, outdated_year

TODAY = 2026


def judged(title: str, text: str = "", date: str = "", **more: object) -> int | None:
    page = Page(
        path="a.md",
        title=Text(value=title, field="title"),
        text=text,
        date=Text(value=date, field="date"),
        **more,  # type: ignore[arg-type]
    )
    return outdated_year(page, TODAY, 1, 10)


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("Best kettles 2021", 2021),
        ("2021 kettle buying guide", 2021),
        ("Top ten kettles of 2019 and 2020", 2020),
        ("The best kettles (2018)", 2018),
        ("Kettle prices for 2022", 2022),
        ("Kettle prices 2022 | Kettle House", 2022),
        ("Kettles 2021", 2021),
        ("Les meilleures bouilloires de 2021", 2021),
        ("Las mejores teteras de 2021", 2021),
        ("2021年のおすすめケトル", 2021),
        ("おすすめケトル2021年", 2021),
        ("Best kettles 2026", None),  # this year
        ("Best kettles 2025", None),  # the last one
        ("Best kettles 2009", None),  # history by now
        ("Best kettles of 2021 and 2026", None),  # a newer year beside it
        ("What were the best kettles of 2021?", None),
        ("How much did kettles cost in 2021?", None),
        ("Why are kettles in the news since 2021?", None),
        ("Requirements of the Kettle Act 2021", None),
        ("How 2021 changed kettles", None),
        ("New kettles from 1 January 2021", None),
        ("New kettles from January 5, 2021", None),
        ("Best kettles 2021-22", None),
        ("Kettle requirements in EN 2021/7", None),
        ("Best kettles under 2021.50", None),
        ("Best model XR2021", None),
        ("", None),
    ],
)
def test_a_title_alone(title: str, year: int | None) -> None:
    assert judged(title) == year


@pytest.mark.parametrize(
    ("title", "text", "year"),
    [
        # The text tells of the year: it is the subject.
        ("The great flood of 2021", "In 2021 the river rose. By the end of 2021 it had sunk.", None),
        ("La riada de 2021", "En julio de 2021 subió el río.", None),
        ("2021年の洪水", "2021年に川があふれた。", None),
        ("2021年のおすすめケトル", "2021年のおすすめケトルはこれです。", 2021),
        # The text has the year in the title's own words alone: a label.
        ("The best kettles of 2021", "These are the best kettles of 2021.", 2021),
        ("The best kettles of 2021", "These whistle.", 2021),
        # A capital is a name's where the text has the word in no other way.
        ("Best Kettles 2021", "Some kettles whistle.", 2021),
        ("Rules of the Kettle Act 2021", "Under the Kettle Act kettles whistle.", None),
        # The text has moved on, wherever the year stands.
        ("What did kettles cost in 2021?", "In 2026 they cost more than in 2021, and in 2025 too.", 2021),
        ("Ketelprijzen in 2021 en later", "In 2026 kosten ze meer. Sinds 2026 ook.", 2021),
        ("What did kettles cost in 2021?", "In 2021 less than in 2026.", None),
    ],
)
def test_the_text_decides(title: str, text: str, year: int | None) -> None:
    assert judged(title, text) == year


def test_a_heading_tells_too() -> None:
    assert (
        judged("How to apply in 2021 or later", "Apply.", headings=(Heading(1, "Applying in 2026"),)) == 2021
    )


def test_a_page_that_was_written_years_later_looks_back() -> None:
    assert judged("The best kettles of 2021", date="2021-03-01") == 2021
    assert judged("The best kettles of 2021", date="2022-03-01") == 2021
    assert judged("The best kettles of 2021", date="2024-03-01") is None
    assert judged("The best kettles of 2021", date="one day") == 2021


@given(st.text(max_size=40), st.text(max_size=80))
def test_any_title_is_judged(title: str, text: str) -> None:
    assert judged(title, text) in (None, *range(2016, 2025))


@given(st.text("2056 ,.-a", max_size=40))
def test_a_text_without_a_recent_year_has_not_moved_on(text: str) -> None:
    if "2025" not in text and "2026" not in text:
        assert not moved_on(text, 2021, TODAY)
