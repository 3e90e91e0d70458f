"""Answers of structured data against the text of the page."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from seokit.model import Heading, Page
from seokit.score.answers import cut_short, share_shown


def page(text: str, **more: tuple[object, ...]) -> Page:
    return Page(path="a.html", text=text, **more)  # type: ignore[arg-type]


def test_what_stands_there_as_a_whole() -> None:
    assert share_shown("Rye is sour.", page("Bread\nRye is\nsour.\nMore")) == 1
    assert share_shown("rye  IS “sour”", page("Rye is “sour”.")) == 1
    assert share_shown("<p>Rye &amp; wheat</p><p>are sour.</p>", page("Rye & wheat\nare sour.")) == 1
    assert share_shown("", page("")) == 1
    assert share_shown("a < b and c > d", page("If a < b and c > d, bake.")) == 1


def test_headings_and_code_count_as_shown() -> None:
    shown = page(
        "And that is all.", headings=(Heading(2, "First heat the oven"),), code=("bake --hot --long rye",)
    )
    assert share_shown("First heat the oven\nbake --hot --long rye", shown) == 1


def test_how_much_is_there() -> None:
    assert share_shown("Wheat is sweet and soft.", page("Rye is sour.")) == 0
    assert (
        share_shown("Rye is sour and dark. Nobody knows why it is.", page("Rye is sour and nothing else."))
        == 1 / 3
    )


def test_a_long_answer_is_sampled() -> None:
    answer = " ".join(f"word{number}" for number in range(100_000))
    assert share_shown(answer + " end", page(answer)) > 0.95
    assert share_shown(answer, page("nothing of it")) == 0


def test_where_it_is_cut() -> None:
    shown = page("Rye is sour and dark because of its bran\nShare this")
    assert cut_short("Rye is sour …", shown) == "it ends in …"
    assert cut_short("Rye is so", shown) == "it ends within a word"
    assert cut_short("Rye is sour and dark", shown) == "the page goes on: because of its bran"
    assert cut_short("Rye is sour and dark because of its bran", shown) == ""
    assert cut_short("Rye is sour.", shown) == ""
    assert cut_short("", shown) == ""
    assert cut_short("<p></p>", shown) == ""
    assert cut_short("It depends …", page("It depends …")) == ""


@given(st.text(), st.text())
def test_any_texts_can_be_compared(answer: str, text: str) -> None:
    assert 0 <= share_shown(answer, page(text)) <= 1
    assert isinstance(cut_short(answer, page(text)), str)


@given(st.text())
def test_a_page_shows_its_own_text(text: str) -> None:
    assert share_shown(text, page(text)) == 1
