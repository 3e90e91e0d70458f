r"""Backslash-n in a field: newlines, LaTeX commands, code."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from seokit.extract.newlines import Collision, latex_commands, restore_newlines


def test_prose_gets_its_newlines_back():
    assert restore_newlines(r"One.\n\n- two\n- three").text == "One.\n\n- two\n- three"


def test_a_value_without_backslash_n_is_returned_as_it_is():
    assert restore_newlines("real\nlines, a tab\\t").text == "real\nlines, a tab\\t"


@pytest.mark.parametrize(
    "command", ["nu", "neq", "nabla", "notin", "nmid", "not", "neg", "ne", "ni", "nexists"]
)
@pytest.mark.parametrize("around", ["$a {} b$", "$ a {} b $", "$$a {} b$$", r"\(a {} b\)", r"\[a {} b\]"])
def test_a_command_inside_math_is_kept_and_reported(command, around):
    value = r"Line.\n" + around.format("\\" + command) + r"\nEnd"
    restored = restore_newlines(value)
    assert restored.text == "Line.\n" + around.format("\\" + command) + "\nEnd"
    assert restored.collisions == (Collision(value.index("\\" + command), command),)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (r"$$\nu_{n+1} = 3$$", "$$\nu_{n+1} = 3$$"),  # after an opening $$ it is a newline and u
        (r"\[\nu = 3\]", "\\[\nu = 3\\]"),
        (r"In prose\neq stays a newline", "In prose\neq stays a newline"),
        (r"$a \nexp b$", "$a \nexp b$"),  # another letter follows: no command
        (r"It costs $5\nu or $10\nu", "It costs $5\nu or $10\nu"),  # money
        (r"`$x` costs\neq", "`$x` costs\neq"),
    ],
)
def test_what_looks_like_a_command_and_is_a_newline(value, text):
    assert restore_newlines(value) == (text, ())


def test_after_an_inline_dollar_a_command_is_a_command():
    assert restore_newlines(r"the index $\nu$ of").collisions == (Collision(11, "nu"),)


def test_environment_and_math_that_is_cut_off():
    assert restore_newlines(r"\begin{align}a &\neq b\end{align}").collisions == (Collision(16, "neq"),)
    assert restore_newlines(r"so \( a \neq b and then").collisions == (Collision(8, "neq"),)


def test_inline_code_keeps_it_and_fences_get_lines():
    assert restore_newlines(r"Use `a\nb` here\nnow").text == "Use `a\\nb` here\nnow"
    fence = r"```python\nprint(\"x\")\nprint('it\n')\n```\nAfter"
    assert restore_newlines(fence.replace('\\"', '"')).text == (
        "```python\nprint(\"x\")\nprint('it\\n')\n```\nAfter"
    )


def test_an_apostrophe_in_a_comment_opens_no_string():
    value = r"```py\n# it's here\nx = 'a'\nu = 2\n```"
    assert restore_newlines(value) == ("```py\n# it's here\nx = 'a'\nu = 2\n```", ())


def test_a_triple_quoted_string_spans_lines():
    assert restore_newlines(r'```\n"""a\nb"""\n```').text == '```\n"""a\nb"""\n```'


def test_a_latex_fence_keeps_commands():
    restored = restore_newlines(r"```latex\na \neq b\n```")
    assert restored.text == "```latex\na \\neq b\n```"
    assert [one.command for one in restored.collisions] == ["neq"]


def test_doubled_backslashes():
    assert restore_newlines(r"one\\n\\ntwo").text == "one\n\ntwo"
    assert restore_newlines(r"$$1 & 2 \\\n3 & 4$$").text == "$$1 & 2 \\\\\n3 & 4$$"
    assert restore_newlines(r"$$a \\n b$$").text == r"$$a \\n b$$"  # a row's end and the variable n


def test_the_table_has_commands_only():
    commands = latex_commands()
    assert {"nu", "neq", "nabla", "notin", "newline", "nonumber", "node", "nleq"} <= commands
    assert all(name.startswith("n") and name.isascii() and name.isalpha() for name in commands)


@given(st.text(alphabet="ab nu\\$`()[]~\n{}\"'", max_size=60))
def test_only_backslash_n_ever_changes(value):
    restored = restore_newlines(value)
    assert restored.text.replace("\\", "").replace("\n", "").replace("n", "") == value.replace(
        "\\", ""
    ).replace("\n", "").replace("n", "")
    for offset, command in restored.collisions:
        assert value.lstrip("\0")[offset:].lstrip("\\").startswith(command)


@given(st.text(alphabet="ab 1.,\\n", max_size=60).filter(lambda value: "\\\\" not in value))
def test_prose_is_a_plain_replacement(value):
    assert restore_newlines(value) == (value.replace("\\n", "\n"), ())


def test_a_restored_text_stays_as_it_is():
    text = restore_newlines(r"a\n\n$b \neq 0$\n`c\nd`").text
    assert restore_newlines(text).text == text


@pytest.mark.parametrize("part", ["\\n", "$", "`", "\\(", '"\\n ', "\\begin{a}", "```\\n", "$$\\nu"])
def test_hostile_repetition_ends(part):
    restore_newlines("```\\n" + part * 3000)
    restore_newlines(part * 3000)


@pytest.mark.corpus
def test_the_real_site_has_106_pages_with_collisions(corpus: Path):
    pages = 0
    for file in sorted(corpus.glob("content/learn/*/*.md")):
        text = file.read_text(encoding="utf-8")
        front = yaml.load(text[4 : text.index("\n---", 4) + 1], yaml.CSafeLoader)
        pages += bool(restore_newlines(str(front.get("answer") or "")).collisions)
    assert pages == 106
