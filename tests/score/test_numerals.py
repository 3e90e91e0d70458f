"""Numbers in all the ways in which texts write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seokit.score.numerals import held, is_spelled, number_words, scaled, values


@pytest.mark.parametrize(
    ("token", "found"),
    [
        ("4200", {"4200"}),
        ("0042", {"42"}),
        ("4,200", {"4200", "4.2"}),
        ("1.234.567", {"1234567"}),
        ("1,234.56", {"1234.56"}),
        ("1.234,50", {"1234.5"}),
        ("3.5", {"3.5"}),
        ("0", {"0"}),
        ("0.0", {"0"}),
        ("3.11.2", set()),  # a version
        ("٣", {"3"}),
    ],
)
def test_values(token: str, found: set[str]) -> None:
    assert values(token) == found


def test_a_text_holds_numbers_in_every_form() -> None:
    there = held("in 2019 were 1 500 of 1'000'000, 2.5 million, 3 mrd. and 7k")
    assert {"2019", "1500", "1000000", "2500000", "3000000000", "7000"} <= there


def test_a_word_that_only_begins_like_a_scale_is_none() -> None:
    assert list(scaled("5", "bread")) == []
    assert list(scaled("5", "km")) == []
    assert list(scaled("5", "kilo")) == []
    assert set(scaled("1.5", "Millionen")) == {"1500000"}


@pytest.mark.parametrize(
    ("number", "text", "language"),
    [
        ("25", "some twenty-five loaves", "en"),
        ("21", "the twenty-first loaf", "en"),
        ("1000", "a thousand loaves", ""),
        ("13", "dreizehn brote", "de"),
        ("80", "quatre-vingts pains", "fr"),
        ("1000000", "un millón de panes", "es"),
        ("90", "novanta pani", "it"),
        ("16", "dezasseis pães", "pt"),
        ("44", "vierenveertig broden", "nl"),
        ("15", "piętnaście chlebów", "pl"),
        ("30", "trettio bröd", "sv"),
        ("40", "сорок хлебов", "ru"),
    ],
)
def test_spelled(number: str, text: str, language: str) -> None:
    assert is_spelled(number, text, language)
    assert not is_spelled(number, "no number at all", language)


def test_a_number_inside_another_is_not_spelled() -> None:
    assert not is_spelled("20", "a hundredtwenty", "en")
    assert not is_spelled("123456", "everything", "en")
    assert not is_spelled("13", "dreizehn", "tlh")


def test_all_languages_have_the_same_numbers() -> None:
    tables = number_words()
    assert len(tables) == 12
    assert len({tuple(words) for words in tables.values()}) == 1


@given(st.integers(0, 10**9))
def test_a_number_is_held_however_it_is_grouped(number: int) -> None:
    for text in (
        f"{number}",
        f"{number:,}",
        f"{number:,}".replace(",", "."),
        f"{number:,}".replace(",", " "),
    ):
        assert str(number) in held(f"about {text} loaves")


@given(st.text("0123456789.,' \u202fkmMx", max_size=60))
def test_any_text_has_its_numbers(text: str) -> None:
    assert all(isinstance(one, str) for one in held(text))
