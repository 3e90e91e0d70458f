"""Mappings and objects become Pages, as front matter does."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from seokit.config import load_settings
from seokit.extract.values import ValueReader
from seokit.model import Page, Settings


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("site")
    return load_settings([str(folder)], preset="generic", base_url="https://example.org")


@pytest.fixture(scope="module")
def reader(settings: Settings) -> ValueReader:
    return ValueReader(settings)


WRITTEN: dict[str, Any] = {
    "title": "Rye bread",
    "description": "A dark loaf.",
    "url": "/bread/rye/",
    "date": dt.datetime(2024, 5, 1, 10, tzinfo=dt.UTC),
    "modified": dt.date(2024, 6, 1),
    "tags": ["rye", "bread"],
    "keywords": "rye, loaf",
    "lang": "en-GB",
    "image": {"src": "/a.png"},
    "author": SimpleNamespace(name="Ada Baker"),
}


@pytest.mark.parametrize("value", [WRITTEN, SimpleNamespace(**WRITTEN), SimpleNamespace(meta=WRITTEN)])
def test_a_page_in_three_shapes(reader: ValueReader, value: Any) -> None:
    page = reader.page(value)
    assert page.title is not None
    assert page.title.value == page.title_published == "Rye bread"
    assert page.description is not None
    assert page.description.value == "A dark loaf."
    assert page.url == "https://example.org/bread/rye/"
    assert page.date is not None
    assert page.date.value == "2024-05-01T10:00:00+00:00"
    assert page.modified is not None
    assert page.modified.value == "2024-06-01"
    assert page.tags == ("rye", "bread")
    assert page.keywords == ("rye", "loaf")
    assert page.lang == "en-GB"
    assert page.author is not None
    assert page.author.value == "Ada Baker"


def test_a_page_is_taken_as_it_is(reader: ValueReader) -> None:
    page = Page(path="a.md")
    assert reader.page(page) is page


def test_the_url_of_the_request_counts_where_the_page_has_none(reader: ValueReader) -> None:
    assert reader.page({"title": "x"}, "/a/").url == "https://example.org/a/"
    assert reader.page({"title": "x", "url": "/b/"}, "/a/").url == "https://example.org/b/"
    assert reader.page({"title": "x"}).url == ""  # no pattern makes one of a file that is not there


def test_drafts_and_noindex(reader: ValueReader) -> None:
    assert reader.page({"title": "x", "noindex": True}).not_indexable == "noindex"
    assert reader.page({"title": "x", "draft": True}).not_indexable == "draft"
    assert reader.page(SimpleNamespace(title="x", status="draft")).not_indexable == "draft"
    assert reader.page(SimpleNamespace(title="x", status="published")).not_indexable == ""


def test_the_text_is_read_as_html(reader: ValueReader) -> None:
    page = reader.page({"content": Markup("<h1>Rye</h1><p>A loaf &amp; more.</p><img src=/a.png alt=loaf>")})
    assert page.text is not None
    assert "A loaf & more." in page.text
    assert page.headings is not None
    assert [heading.text for heading in page.headings] == ["Rye"]
    assert page.images is not None
    assert [image.src for image in page.images] == ["/a.png"]


def test_markup_is_read_not_escaped_again(reader: ValueReader) -> None:
    page = reader.page({"title": Markup("R&amp;D <em>now</em>")})
    assert page.title is not None
    assert page.title.value == "R&D now"
    page = reader.page(SimpleNamespace(summary="<p>A &amp; B</p>", metadata={}))
    assert page.description is not None
    assert page.description.value == "A & B"


def test_plain_text_stays_plain(reader: ValueReader) -> None:
    for page in (SimpleNamespace(title="<b> &amp; <i>"), {"title": "<b> &amp; <i>"}):
        title = reader.page(page).title
        assert title is not None
        assert title.value == "<b> &amp; <i>"


@pytest.mark.parametrize("value", [None, "text", b"x", 3, 2.5, True, ["a"], ("a",), len])
def test_what_is_no_page(reader: ValueReader, value: Any) -> None:
    with pytest.raises(TypeError, match=f"not {type(value).__name__}"):
        reader.page(value)


def test_what_is_no_data_is_left_out(reader: ValueReader) -> None:
    endless: dict[str, Any] = {"title": "x"}
    endless["self"] = endless
    page = reader.page({**endless, "view": lambda: 1, "thing": object(), "n": None})
    assert page.title is not None
    assert page.title.value == "x"
    assert set(page.fields) == {"title", "self", "n"}


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates() | st.datetimes(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
KEYS = (
    "title",
    "description",
    "url",
    "date",
    "image",
    "tags",
    "keywords",
    "lang",
    "author",
    "canonical",
    "seo",
)


@given(st.dictionaries(st.sampled_from(KEYS), plain))
def test_no_value_is_too_odd(reader: ValueReader, value: dict[str, Any]) -> None:
    assert isinstance(reader.page(value), Page)
    assert isinstance(reader.page(SimpleNamespace(**value)), Page)
