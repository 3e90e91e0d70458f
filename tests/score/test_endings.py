"""How a Markdown text ends: what is complete stays unreported, what breaks off is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seokit.score.endings import cut_ending

COMPLETE = [
    "",
    "42",
    "The yeast",
    "Give it time.",
    'He said: "Wait."',
    "**Give it time.**",
    "Wait (an hour or two).",
    "Wait for it...",
    "It is great 🎉",
    "Well done! 🎉",
    "Give it time. See https://example.org/a",
    "Give it time. See [the table](/table)",
    "Give it time.[1]",
    "You need:\n\n- flour\n- water",
    "Steps:\n\n1. **Knead**\n2. **Wait**",
    "Times. Look:\n\n| a | b |\n|---|---|\n| 1 | 2 |",
    "It is this. So\n\n$$a + b$$",
    "It is this. So \\(a\\)",
    "Run this. Then that.\n\n```\nbake()\n```",
    "Run this. Then `bake()`",
    "Run this. Then that.\n\n    bake()",
    "Give it time.\n\n---",
    "Give it time.\n\n&nbsp;",
    "Look.\n\n![A crust](/crust.png)",
    "これは文です。",
    "ขนมปังต้องใช้เวลา ขนมปังต้องใช้เวลานาน ๆ และอุ่น\nขนมปัง",
]
CUT = {
    "Rye holds water. So it sticks to the": "Rye holds water. So it sticks to the",
    "You need:": "You need:",
    "Rye holds water.\n\nSo the dough, which": "So the dough, which",
    "Rye holds water.\n\n### Conclusion": "### Conclusion",
    "Steps:\n\n- Knead it.\n- Wait.\n- Put": "- Put",
    "Steps:\n\n- **Knead**\n- **Wai": "- **Wai",
    "Steps:\n\n- knead\n- the end of": "- the end of",
    "Steps:\n\n- Knead. It needs strength. This": "- Knead. It needs strength. This",
}


@pytest.mark.parametrize("text", COMPLETE)
def test_complete_texts(text: str) -> None:
    assert cut_ending(text) == ""


@pytest.mark.parametrize(("text", "end"), CUT.items())
def test_cut_texts(text: str, end: str) -> None:
    assert cut_ending(text) == end


@given(st.text(alphabet="ab .,:;-*|`$\\()[]#>&\n1ก。", max_size=80))
def test_any_text_is_judged(text: str) -> None:
    end = cut_ending(text)
    assert len(end) <= 41
    assert end.lstrip("…") in text


@given(st.text(max_size=80))
def test_a_sentence_at_the_end_completes_any_text(text: str) -> None:
    assert cut_ending(text + "\n\nThat is all.") == ""
