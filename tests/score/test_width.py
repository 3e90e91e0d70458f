from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seokit.score.graphemes import graphemes
from seokit.score.width import DESCRIPTION_SIZE, TITLE_SIZE, advances, text_width, units

EMOJI = 25  # pixels at 20 px


def test_ascii_is_the_sum_of_arials_advances() -> None:
    # Arial, units per em 2048: W 1933, o 1139, r 682, d 1139; 4893 × 20 / 2048 = 47.78.
    assert text_width("Word", TITLE_SIZE) == 48
    assert text_width("Word", DESCRIPTION_SIZE) == 33
    assert text_width("", TITLE_SIZE) == 0


def test_kerning_is_not_applied() -> None:
    units = advances()["A"] + advances()["V"]
    assert text_width("AV" * 100, TITLE_SIZE) == round(units * 100 * 20 / 2048)


@pytest.mark.parametrize(
    ("text", "pixels"),
    [
        ("漢字かな", 80),  # one em each
        ("ハﾊ", 20 + round(1203 * 20 / 2048)),  # half-width katakana is not wide
        ("한국", 40),
        (unicodedata.normalize("NFD", "한국"), 40),  # the same syllables as letters
        ("😀", EMOJI),
        ("👨‍👩‍👧‍👦", EMOJI),  # four people, one picture
        ("👍🏽", EMOJI),
        ("🇫🇷🇩🇪", 2 * EMOJI),
        ("1️⃣", EMOJI),
        ("❤️", EMOJI),
        ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", EMOJI),
        ("\u200b\u00ad\u2060", 0),  # zero width space, soft hyphen, word joiner
        ("\x00\x07\x7f", 0),
        ("©\ufe0f", EMOJI),
        ("©", 15),  # a character of the font
        ("❤\ufe0e!", round((1203 + 569) * 20 / 2048)),  # as text: average, and an exclamation mark
        ("👩🏽‍🚀👩🏽‍🚀", 2 * EMOJI),
        ("🇫🇷🇩", EMOJI + round(1203 * 20 / 2048)),  # half a flag is a letter in a box
        ("مرحبا", round(5 * 0.47 * 20)),
        ("مَرْحَبًا", round(5 * 0.47 * 20)),  # with its vowels
        ("ไทย", round(3 * 0.54 * 20)),
    ],
)
def test_characters_beyond_ascii(text: str, pixels: int) -> None:
    assert text_width(text, TITLE_SIZE) == pixels


def test_combining_marks_take_no_room() -> None:
    for word in ("café", "Ångström", "ñandú"):
        assert text_width(word, 20) == text_width(unicodedata.normalize("NFD", word), 20)


def test_line_breaks_count_as_a_space() -> None:
    assert text_width("a\nb\tc\rd", 20) == text_width("a b c d", 20)
    assert text_width("é\nb", 20) == text_width("é b", 20)


def test_unknown_glyphs_are_average() -> None:
    assert text_width("\ud800" * 10, 20) == text_width("\ue000" * 10, 20) == round(1203 * 10 * 20 / 2048)


@given(st.text(alphabet=st.characters(max_codepoint=0x7F)))
def test_the_ascii_path_agrees_with_the_general_path(text: str) -> None:
    accent = "\u0301"  # no width, but it forces the general path
    assert text_width(text, 20) == text_width(accent + text, 20)


MIXED = st.text(st.sampled_from("aé日مनि्สี👍🏽🇩🇪👩🚀❤1\u20e3©。\u0301\u200d\ufe0f\ufe0e\r\n ")) | st.text()


@given(MIXED)
def test_a_text_is_as_wide_as_its_graphemes_together(text: str) -> None:
    assert units(text) == sum(map(units, graphemes(text))) >= 0


@given(MIXED, MIXED)
def test_texts_that_do_not_join_are_as_wide_as_both(first: str, second: str) -> None:
    assert (
        units(f"{first} {second}") == units(f"{first} ") + units(second)
        or second[:1] in "\u0301\u200d\ufe0f\ufe0e"
    )


@given(st.text(alphabet=st.characters()), st.text(alphabet=st.characters()))
def test_width_is_never_negative_nor_more_than_its_parts(first: str, second: str) -> None:
    together = text_width(first + second, 20)
    assert 0 <= together <= text_width(first, 20) + text_width(second, 20) + EMOJI + 1
