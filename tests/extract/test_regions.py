r"""Code and math in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seokit.extract.regions import may_hold_math, scan


def math(text: str) -> list[str]:
    return [text[region.start : region.end] for region in scan(text) if region.kind == "math"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a $x$ and $ y $ and $$z$$", ["$x$", "$ y $", "$$z$$"]),
        (r"a \(x\) and \[y\]", [r"\(x\)", r"\[y\]"]),
        ("\\(x\n\n y\\) z", ["\\(x\n\n y\\)"]),
        ("$$\na\n\nb\n$$", ["$$\na\n\nb\n$$"]),
        ("| $ \\neg P $ | $|a|$ |", ["$ \\neg P $", "$|a|$"]),
        ("$ -1 < x < 7$ and $2pq$", ["$ -1 < x < 7$", "$2pq$"]),
        (r"\begin{align}a\end{align}", [r"\begin{align}a\end{align}"]),
        (r"\\(x\\) doubled", [r"\\(x\\)"]),
        (r"$$\text{if $a$}\\[2pt] b$$", [r"$$\text{if $a$}\\[2pt] b$$"]),
    ],
)
def test_math(text, found):
    assert math(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "It costs $5 and sells for $10.",
        "It costs $5, or 6$ now",
        "from US$ 5 trillion to US$ 6 trillion",
        "Price ($) and cost ($)",
        "- Cost: $300\n- Price: x$",
        r"an escaped \$x\$ here",
        "`$x$` in code",
        "```\n$x$\n```",
        "$x\n\ny$",
        "| Price $ | Cost $ |",
        "unclosed $$ here",
    ],
)
def test_no_math(text):
    assert math(text) == []


def test_fences_and_inline_code():
    text = "1. a\n   ```py\n   x\n   ```\nb `c` ``d`e``\n~~~\nopen"
    assert [(r.kind, text[r.start : r.end]) for r in scan(text)] == [
        ("fence", "```py\n   x\n   ```"),
        ("code", "`c`"),
        ("code", "``d`e``"),
        ("fence", "~~~\nopen"),
    ]


@given(st.text(alphabet="a1 $`\\()[]\n~{}", max_size=80))
def test_regions_are_ordered_and_apart(text):
    end = 0
    for region in scan(text):
        assert end <= region.start < region.inner <= region.end <= len(text)
        end = region.end


@given(st.text(alphabet="a1 $`\\()[]\nbegin{}", max_size=60))
def test_the_quick_look_misses_no_math(text):
    assert may_hold_math(text) or not math(text)
