"""Title, description and URL expressions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seokit.extract.published import MAX_RESULT, ExpressionError, Published
from seokit.model import SectionSettings, Text


def title(expression: str, **names: object) -> str | None:
    return Published(SectionSettings(title=expression)).title(names, Text(value=str(names.get("title", ""))))


def test_the_site_s_own_pattern() -> None:
    assert (
        title("Question: {{ title }} | {{ subject }}", title="Why?", subject="Bread")
        == "Question: Why? | Bread"
    )


def test_an_ampersand_is_measured_as_one_character() -> None:
    assert title("{{ title }} & more", title="R&D") == "R&D & more"


def test_what_is_missing_prints_nothing() -> None:
    assert title("{{ title }}{{ seo.title }}{{ none }}{{ subject }}", title="A", subject=None) == "A"


def test_without_an_expression_the_field_is_published() -> None:
    assert Published(SectionSettings()).title({}, Text(value="A")) == "A"
    assert Published(SectionSettings()).title({}, None) is None


@pytest.mark.parametrize(
    "expression",
    [
        "{{ 'a' * 200000000 }}",
        "{{ [1] * 200000000 }}",
        "{{ 10 ** 10 ** 10 }}",
        "{{ '%0200000000d' % 1 }}",
        "{{ 1 / 0 }}",
        "{{ title + 1 }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ title.format.__globals__ }}",
        "{{ 'a'.ljust(200000000) }}",
        "{{ '{:>99999999999}'.format(1) }}",
        "{{ '{a:>99999999999}'.format_map({'a': 1}) }}",
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
        "{% for a in title * 100 %}{% for b in title * 100 %}{% for c in title * 100 %}xx{% endfor %}{% endfor %}{% endfor %}",
    ],
)
def test_hostile_expressions_end_with_a_sentence_or_nothing(expression: str) -> None:
    try:
        result = title(expression, title="abcdefghij")
    except ExpressionError as error:
        result = str(error).partition(" expression")[0]
        assert result == "the config's title"
    assert result is not None
    assert len(result) <= MAX_RESULT


def test_the_url_pattern_is_trimmed() -> None:
    published = Published(SectionSettings(url=" /blog/{{ stem }} "))
    assert published.url({"stem": "first"}) == "/blog/first"


@given(st.text(max_size=200))
def test_a_value_is_never_read_as_an_expression(value: str) -> None:
    assert title("{{ title }}", title=value) == value
