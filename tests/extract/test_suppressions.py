"""Suppressions are read from real comments and mappings, whatever else a page holds."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Comment
from hypothesis import given
from hypothesis import strategies as st

import seokit
from seokit.extract.suppressions import MOST, comments, read_comments
from seokit.model import Suppression

PIECES = st.lists(
    st.sampled_from(
        ["<!--", "-->", " seokit-ignore ", "title", ",", ":", " until ", "2027-01-01", "<p>", '<a title="', '">',
         "<script>", "</script>", "<textarea>", "</textarea>", "--", "\r\n", "é", "`", "```\n", "$", "\0"]
    ),
    max_size=20,
).map("".join)  # fmt: skip


def test_a_comment_says_rules_day_and_reason() -> None:
    (one,), problems = read_comments("<p>\r\n<!--\nseokit-ignore a-b, c-d until 2027-01-01 : why:\n so -->")
    assert problems == ()
    assert (one.rules, one.until, one.reason) == (("a-b", "c-d"), dt.date(2027, 1, 1), "why: so")
    assert one.span is not None
    assert (one.span.line, one.span.column) == (2, 1)


@given(PIECES)
def test_nothing_raises_and_comments_are_those_of_beautifulsoup(text: str) -> None:
    read_comments(text, markdown=True)
    if "\0" in text or "<script>" in text or text.count("<!--") != text.count("-->"):
        return  # where the two parsers are known to differ: broken markup
    ours = [text[start + 4 : end].replace("\r\n", "\n") for start, end in comments(text)]
    soup = BeautifulSoup(text.replace("\r\n", "\n"), "html.parser")
    theirs = [one for one in soup.find_all(string=lambda s: isinstance(s, Comment)) if "seokit-ignore" in one]
    if not any(mark in text for mark in ("<a title", "<textarea>", "<!-->", "<!--->")):
        assert ours == [str(one) for one in theirs]


def test_thousands_are_cut_off(tmp_path: Path) -> None:
    found, problems = read_comments("<!-- seokit-ignore a-b -->" * 10_000)
    assert len(found) + len(problems) == MOST
    (tmp_path / "a.md").write_text("---\ntitle: A\nseokit:\n" + "- ignore: [a-b]\n" * 10_000 + "---\n")
    (page,) = seokit.read(tmp_path)
    assert len(page.suppressions) == MOST


@pytest.mark.parametrize(
    "value",
    ["{a: b}", "[[1, [2]]]", "{ignore: {a: b}}", "{ignore: [[a]]}", "{ignore: ''}", "2027-01-01", "{1: 2}"],
)
def test_odd_front_matter_is_a_problem_and_no_crash(value: str, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"---\ntitle: A\nseokit: {value}\n---\n")
    (page,) = seokit.read(tmp_path)
    assert page.suppressions == ()
    assert {problem.rule for problem in page.problems} == {"suppression-invalid"}


def test_the_soup_reads_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        "<!doctype html><title>A</title><!-- seokit-ignore title-too-short: A. -->"
    )
    for parser in ("turbo", "soup"):
        audit = seokit.audit(tmp_path, select=["title-too-short"], parser=parser)  # type: ignore[arg-type]
        assert [one.reason for one in audit.suppressed] == ["A."]


def test_an_alias_of_yaml_stands_at_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: A\nx: &x [title]\nseokit: {ignore: *x}\n---\n")
    (page,) = seokit.read(tmp_path)
    assert [one.rules for one in page.suppressions] == [("title",)]
    assert isinstance(page.suppressions[0], Suppression)
