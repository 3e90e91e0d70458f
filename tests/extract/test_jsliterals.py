"""Literals of JavaScript configs, and what is none."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seokit.extract.jsliterals import literals


@pytest.mark.parametrize(
    ("program", "values"),
    [
        ("export default { a: 'x', \"b\": \"y\", c: `z`, d: 5, e: true, f: null };", {("a",): "x", ("b",): "y", ("c",): "z", ("d",): 5, ("e",): True, ("f",): None}),
        ("module.exports = { a: { b: { c: 1.5 } } }", {("a", "b", "c"): 1.5}),
        ("// a: 1\n/* b: 2 */ x = {c: 3}", {("c",): 3}),
        ("export default defineConfig({ a: 'x', i: [f({ b: 'y' })] })", {("a",): "x", ("i", "b"): "y"}),
        ("({ a: env ? 'x' : 'y', b: process.env.B || 'z', c: `${d}`, e: f('x'), g: 'x' + 'y' })", {}),
        ("return { dir: { input: 'src' } };", {("dir", "input"): "src"}),
        ("x = { a: 'it\\'s \\u0041\\n' }", {("a",): "it's A\n"}),
        ("x = { a: 'b' }; y = { a: 'c' }", {("a",): None}),
        ("x = { a: 'b' }; y = { a: 'b' }", {("a",): "b"}),
        ("const a: Config = { b: 1 };", {("b",): 1}),
        ("x = { a: /'/, b: 1 }", {("b",): 1}),
        ("", {}),
        ("}}}])", {}),
    ],
)  # fmt: skip
def test_values(program: str, values: dict[tuple[str, ...], Any]) -> None:
    assert literals(program).values == values


def test_calls_and_texts() -> None:
    found = literals("c.ignores.add('README.md'); c.setInputDirectory(\"src\"); f(1, 'x'); g(`y`);")
    assert found.calls == (("c.ignores.add", "README.md"), ("c.setInputDirectory", "src"), ("g", "y"))
    found = literals("x = { presets: [['classic', { docs: { routeBasePath: '/' }, blog: false }]] }")
    assert found.below("docs") == {"routeBasePath": "/"}
    assert found.text("presets", "blog") == "", "false is no text"


@given(
    st.lists(
        st.sampled_from(
            [
                "{",
                "}",
                "[",
                "]",
                "(",
                ")",
                ":",
                ",",
                "'a'",
                "a",
                "1",
                "//",
                "/*",
                "*/",
                "`",
                "'",
                "\n",
                "\\",
                "?",
                ".",
            ]
        ),
        max_size=40,
    ).map("".join)
)
def test_no_program_is_too_odd(program: str) -> None:
    literals(program)


@pytest.mark.parametrize(
    "piece", ["{a:", "'", "'\\", "`\\", '"a', "`", "/*", "a.", "a . ", "((", "{a:'b',", "\\", "//"]
)
def test_hostile_input_takes_no_time(piece: str) -> None:
    begun = time.process_time()
    literals(piece * (300_000 // len(piece)))
    assert time.process_time() - begun < 5
