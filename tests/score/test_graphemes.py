"""Lengths are those that people count."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from seokit.score.graphemes import length
from seokit.score.width import text_width


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0), ("Rye bread", 9), ("Crème", 5), ("Cre\u0300me", 5), ("日本語のタイトル", 8), ("مرحبا", 5), ("مَرْحَبًا", 5),
        ("👨‍👩‍👧‍👦", 1), ("🇩🇪🇫🇷", 2), ("👍🏽!", 2), ("1️⃣", 1), ("한국어", 3), ("\u1112\u1161\u11ab", 1), ("สวัสดี", 4),
        ("नमस्ते", 3), ("a\r\nb", 3), ("❤️", 1), ("\ud83d", 1),
    ],
)  # fmt: skip
def test_graphemes(text: str, count: int) -> None:
    assert length(text) == count


@given(st.text())
def test_the_fast_way_agrees_with_the_slow_one(text: str) -> None:
    assert length(text) == len(regex.findall(r"\X", text))


@given(st.text(st.sampled_from("aé日مน👍🏽🇩🇪\u0301\u200d\ufe0f ")))
def test_widths_are_never_negative_and_grow_with_the_text(text: str) -> None:
    assert 0 <= text_width(text, 20) <= text_width(text + "日", 20)
