"""Fences left open, math out of balance and raw HTML, found in Markdown as it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seokit.score.markup import fence_left_open, math_fault, raw_tags, without_math

MARKDOWN = st.text(alphabet="ab $\\()[]{}`~<>!\n-1.", max_size=120)


@pytest.mark.parametrize(
    ("text", "left_open"),
    [
        ("Run:\n\n```\nbake()\n```", False),
        ("Run:\n\n```sh\nbake()", True),
        ("Run:\n\n~~~\n```\n", True),
        ("```\na\n```\n\nThen:\n\n```\nb", True),
        ("- item\n\n  ```\n  a\n  ```\n", False),
        ("Inline `code` and ``more ` code``.", False),
        ("", False),
    ],
)
def test_open_fences(text: str, left_open: bool) -> None:
    assert fence_left_open(text) is left_open


@pytest.mark.parametrize(
    "text",
    [
        "Of $a$, $$b$$, \\(c\\) and \\[d\\].",
        "It costs $5, or \\$6, or $7 a piece.",
        "From $10 to $20, and $x$ of them.",
        "Write `$\\alpha` or `\\(`.",
        "```\n$$ \\[ \\begin{x}\n```",
        "\\begin{align} a &= b \\\\[2pt] c &= d \\end{align}",
        "$$\\begin{cases} a \\end{cases}$$",
        "A path C:\\new and a \\* star.",
        "$ x < y $ holds.",
    ],
)
def test_balanced_math(text: str) -> None:
    assert math_fault(text) == ("", False)


@pytest.mark.parametrize(
    ("text", "fault", "cut"),
    [
        ("The area is $\\pi r^2 and grows.", "$", False),
        ("First \\[a + b.\n\nThen that.", "\\[", False),
        ("The end\\) came first.", "\\)", False),
        ("Count them. So\n\n$$a + b", "$$", True),
        ("Count them: \\(a + ", "\\(", True),
        ("\\[ \\begin{cases} a \\end{array} \\]", "\\end{array}", False),
        ("The line $y = 0\\) is near, as \\(x$ grows.", "\\)", False),
        ("\\begin{align} a &= b\n\nYes.", "\\begin{align}", False),
    ],
)
def test_unbalanced_math(text: str, fault: str, cut: bool) -> None:
    assert math_fault(text) == (fault, cut)


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("Feed it <b>daily</b>.<br/>Yes.", ["b", "b", "br"]),
        ("Write `<b>` or List<T>, 1 < 2 > 0, #include <iostream>.", []),
        ("```\n<p>\n```", []),
        ("$a<b>c$", []),
        ("<!-- note --> A <div class='x'>", ["div", "comment"]),
    ],
)
def test_raw_tags(text: str, tags: list[str]) -> None:
    assert raw_tags(text) == tags


@given(MARKDOWN)
def test_any_text_is_judged(text: str) -> None:
    fault, cut = math_fault(text)
    assert fault in text
    assert not cut or fault
    assert isinstance(fence_left_open(text), bool)
    assert len(raw_tags(text)) <= text.count("<")
    assert len(without_math(text)) <= len(text)


@given(
    st.lists(
        st.sampled_from(["A word.", "$x^2$", "$$y$$", "\\(z\\)", "\\[w\\]", "`$`", "It is $5."]), max_size=8
    )
)
def test_balanced_pieces_stay_balanced(pieces: list[str]) -> None:
    assert math_fault("\n\n".join(pieces)) == ("", False)
