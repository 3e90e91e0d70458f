from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from seokit.model import Entry, Fact, Page, SectionSettings, Settings, Span, Summary
from seokit.score.context import Context
from seokit.score.shapes import (
    SHAPES,
    TYPES,
    by_shape,
    count_types,
    line_and_column,
    once,
    rows,
    usual_type,
    with_shapes,
)


def entry(name: str, kind: str, value: object, line: int = 2) -> Entry:
    return Entry(name, kind, "", value, Span(line, 5, 0, 0))


def test_empty_values_are_left_out_but_zero_and_false_have_one() -> None:
    page = Page(
        path="a.md",
        section="learn",
        entries=(
            entry("title", "text", ""),
            entry("tags", "list", []),
            entry("seo", "mapping", {}),
            entry("note", "null", None),
            entry("score", "number", 0, 6),
            entry("draft", "boolean", False, 7),
        ),
    )
    found = list(by_shape.facts(page, Context(page, Settings(), SectionSettings())))
    (_, (known, shape), _), (key, (same, places), where) = found
    assert (key, where) == ("learn", None)
    assert rows(shape) == [(4, "score", "number"), (5, "draft", "boolean")]
    assert [kind for _, _, kind in rows(shape, empty=True)] == ["empty"] * 4 + ["number", "boolean"]
    assert known == same
    assert [line_and_column(places, place) for place in (4, 5)] == [(6, 5), (7, 5)]


def test_a_page_without_keys_has_no_shape() -> None:
    page = Page(path="a.md")
    assert not list(by_shape.facts(page, Context(page, Settings(), SectionSettings())))


def test_a_line_break_in_a_key_does_not_break_the_shape() -> None:
    page = Page(path="a.md", entries=(entry("a\nb", "number", 8, 2), entry("title", "text", "A", 4)))
    (_, (_, shape), _), (_, (_, places), _) = by_shape.facts(
        page, Context(page, Settings(), SectionSettings())
    )
    assert rows(shape) == [(0, "a\\nb", "number"), (1, "title", "text")]
    assert [line_and_column(places, place) for place in (0, 1)] == [(2, 5), (4, 5)]


def test_a_chunk_sends_each_shape_once() -> None:
    rows_of = [(SHAPES, 0, (7, "a\ttext"), "", None, None), ("learn", 0, (7, b""), "", None, None)]
    more = [(SHAPES, 1, (7, "a\ttext"), "", None, None), ("learn", 1, (7, b"x"), "", None, None)]
    packed = once([*rows_of, *more])
    assert packed == [*rows_of, more[1]]
    facts = [(row[0], Fact(Summary(number=row[1], path="a.md"), row[2])) for row in packed]
    groups = [(key, [fact for own, fact in facts if own == key]) for key in (SHAPES, "learn")]
    ((key, found),) = with_shapes(groups)
    assert (key, [fact.value for fact in found]) == ("learn", [("a\ttext", b""), ("a\ttext", b"x")])


def test_a_key_that_holds_others_is_a_mapping() -> None:
    assert rows("seo.title\ttext\nseo.image.alt\ttext\nid\tnumber") == [
        (0, "seo.title", "text"),
        (0, "seo", "mapping"),
        (1, "seo.image.alt", "text"),
        (1, "seo.image", "mapping"),
        (2, "id", "number"),
    ]


def test_types_are_counted_by_pages() -> None:
    types = count_types({"id\tnumber": 3, "id\ttext\ntitle\ttext": 2})
    assert types == {"id": Counter(number=3, text=2), "title": Counter(text=2)}


def test_at_a_tie_the_likelier_slip_is_the_rarer_type() -> None:
    assert usual_type({"text": 1, "date": 1}) == "date"
    assert usual_type({"number": 2, "text": 2}) == "text"
    assert usual_type({"number": 3, "text": 2}) == "number"


@given(st.dictionaries(st.sampled_from(TYPES), st.integers(1, 5), min_size=1))
def test_the_usual_type_does_not_depend_on_the_order(counts: dict[str, int]) -> None:
    assert usual_type(counts) == usual_type(dict(reversed(counts.items())))
    assert counts[usual_type(counts)] == max(counts.values())
