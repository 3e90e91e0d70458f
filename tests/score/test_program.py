"""Which rules a page is asked: by what it has, and kept for pages that have the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from seokit.model import Alternate, Hit, Html, JsonLd, Page, RuleSettings, Settings, Text
from seokit.score.plan import MISSABLE, make_plan
from seokit.score.points import having
from seokit.score.program import Programs, has
from seokit.score.registry import RULES
from seokit.score.rule import rule


@pytest.fixture
def programs() -> Programs:
    """Of all rules for built pages, those that are off by default too."""
    severity = {name: one.severity for name, one in RULES.items()}
    return Programs(
        make_plan(Settings(rules=RuleSettings(severity=severity))).groups["built"], MISSABLE["built"]
    )


def built(**fields: Any) -> Page:
    return Page(path="a.html", kind="built", **{"html": Html(), "title": Text(value="Rye"), **fields})


def asked(programs: Programs, page: Page) -> set[str]:
    return {active.rule.id for active in programs.of(page).rules}


def test_a_rule_that_can_find_nothing_is_not_asked(programs):
    page = built(alternates=(), keywords=())
    assert not {"schema-parse-error", "hreflang-relative", "keywords-repeated"} & asked(programs, page)
    data = built(html=Html(jsonld=(JsonLd("{}", {}),)), alternates=(Alternate("de", Text(value="/de")),))
    assert {"schema-parse-error", "hreflang-relative"} <= asked(programs, data)


def test_it_counts_as_passed(programs):
    without, with_data = built(), built(html=Html(jsonld=(JsonLd("{}", {}),)))
    assert programs.of(without).applicable == programs.of(with_data).applicable
    assert programs.of(without).failed == programs.of(with_data).failed


def test_pages_that_have_the_same_share_a_program(programs):
    assert programs.of(built()) is programs.of(built(title=Text(value="Oats")))
    assert programs.of(built()) is not programs.of(built(title=Text()))


def test_of_a_missing_field_only_its_absence_is_judged(programs):
    program = programs.of(built(title=Text(field="title")))
    ids = {active.rule.id for active in program.rules}
    assert "title-missing" in ids
    assert "title-too-long" not in ids
    assert program.failed > 0


@pytest.mark.parametrize(
    ("page", "name", "expected"),
    [
        (Page(path="a.md"), "html.jsonld", False),
        (Page(path="a.md"), "links", False),
        (Page(path="a.md", links=()), "links", False),
        (Page(path="a.md", modified=Text(value=" ")), "modified", False),
        (Page(path="a.md", modified=Text(value="2024")), "modified", True),
        (Page(path="a.html", html=Html(chrome_words=3)), "html.chrome_words", True),
    ],
)
def test_has(page, name, expected):
    assert has(page, name) is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        ("", False),
        (" ", False),
        ("a", True),
        ((), False),
        ((1,), True),
        (Text(), False),
        (0, False),
    ],
)
def test_having(value, expected):
    assert having(value) is expected


def test_when_is_something_that_pages_have():
    with pytest.raises(ValueError, match=r"no page has html\.jsonlds"):

        @rule("a-b", severity="info", evidence="self-evident", message="", when="html.jsonlds")
        def found(page: Page) -> Iterator[Hit]:
            yield from ()
