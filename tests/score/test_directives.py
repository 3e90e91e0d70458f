from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seokit.score.directives import Directive, directives, expiry_date, fault


def names(content: str) -> list[tuple[str, str]]:
    return [(one.name, one.value) for one in directives(content)]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", []),
        (" , ,", []),
        ("NoIndex , max-snippet : 20", [("noindex", ""), ("max-snippet", "20")]),
        (
            "unavailable_after: Tue, 25 Jun 2030 15:00:00 GMT, nofollow",
            [("unavailable_after", "Tue, 25 Jun 2030 15:00:00 GMT"), ("nofollow", "")],
        ),
        ("unavailable_after:2030-06-25,noindex", [("unavailable_after", "2030-06-25"), ("noindex", "")]),
        ("unavailable_after: soon, noindex", [("unavailable_after", "soon"), ("noindex", "")]),
        ("unavailable_after: Tuesday, 25-Jun-30 15:00:00 GMT", [("unavailable_after", "Tuesday, 25-Jun-30 15:00:00 GMT")]),
    ],
)  # fmt: skip
def test_directives(content: str, expected: list[tuple[str, str]]) -> None:
    assert names(content) == expected


@given(st.text(alphabet="noindex,: -1unavailable_after25J", max_size=60))
def test_any_content_is_read_and_judged(content: str) -> None:
    for one in directives(content):
        assert one.written.strip() == one.written
        assert isinstance(fault(one), str)


def test_dates() -> None:
    found = [
        expiry_date(text)
        for text in ("2030-06-25", "25 Jun 2030 15:00:00 GMT", "Tuesday, 25-Jun-30 15:00:00 GMT")
    ]
    assert [moment.date().isoformat() for moment in found if moment] == ["2030-06-25"] * 3
    assert expiry_date("soon") is None
    assert expiry_date("") is None


@pytest.mark.parametrize(
    ("value", "good"), [("-1", True), ("0", True), ("-2", False), ("", False), ("²", False)]
)
def test_numbers(value: str, good: bool) -> None:
    assert (fault(Directive(f"max-snippet:{value}", "max-snippet", value)) == "") is good
