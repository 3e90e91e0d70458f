"""Globs of the config: which files they take in, also where there are thousands of them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from seokit.extract import sections
from seokit.extract.sections import Globs, ManyGlobs, plain_part

PARTS = st.sampled_from(
    ["a", "b", "a.md", "B", "*", "**", "*.md", "?", "[ab]", "a b", " ", "\\a", "..", ".", "#a", ""]
)
GLOBS = st.tuples(
    st.sampled_from(["", "/", "!", "!/"]), st.lists(PARTS, max_size=4), st.sampled_from(["", "/", " "])
).map(lambda three: three[0] + "/".join(three[1]) + three[2])
NAMES = st.lists(
    st.sampled_from(["a", "b", "a.md", "B", "a b", "..", "#a", "c"]), min_size=1, max_size=4
).map("/".join)


@given(st.lists(st.lists(GLOBS, min_size=1, max_size=3).map(tuple), max_size=5), NAMES)
@example([("a/b/**",), ("b",), ("!a", "/a"), ("a/*.md",)], "a/b/a.md")
def test_many_tables_match_as_each_by_itself(tables: list[tuple[str, ...]], name: str) -> None:
    try:
        each = [Globs(globs) for globs in tables]
    except ValueError:  # no glob at all, which the config refuses
        return
    assert ManyGlobs(tables).matching(name) == [n for n, globs in enumerate(each) if globs.match(name)]


@pytest.mark.parametrize(
    ("glob", "plain"),
    [
        ("content/legal/**", "content/legal"),
        ("/content/a.md", "content/a.md"),
        ("content/a*/b", "content"),
        ("legal", ""),
        ("legal/", ""),
        ("**/legal", ""),
        ("content/a b/c", "content"),
    ],
)
def test_where_a_glob_may_match(glob: str, plain: str) -> None:
    assert plain_part(glob) == plain


def test_thousands_of_tables_are_not_asked_about_every_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """2,000 [[suppress]] tables made an audit of 8,000 pages take a minute longer."""
    asked: list[str] = []
    real = sections.compiled

    def counted(globs: tuple[str, ...]) -> list[sections.Test]:
        def noted(match: Callable[[str], re.Match[str] | None]) -> Callable[[str], re.Match[str] | None]:
            def noting(name: str) -> re.Match[str] | None:
                asked.append(name)
                return match(name)

            return noting

        return [(noted(match), include) for match, include in real(globs)]

    monkeypatch.setattr(sections, "compiled", counted)
    many = ManyGlobs([(f"content/{number}/**",) for number in range(2_000)])
    assert many.matching("content/77/a.md") == [77]
    assert len(asked) == 1
