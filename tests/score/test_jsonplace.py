"""Where a path leads in a JSON text, held against the parser."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from seokit.score.jsonplace import JsonPlaces, Step

VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def find(text: str, path: list[Step]) -> tuple[int, int] | None:
    return JsonPlaces(text).find(path)


def paths(value: Any, path: tuple[Step, ...] = ()) -> list[tuple[tuple[Step, ...], Any]]:
    inner: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return [(path, value), *[found for step, one in inner for found in paths(one, (*path, step))]]


@given(VALUES, st.sampled_from([None, 0, 2]), st.booleans())
def test_every_path_leads_to_its_value(value: Any, indent: int | None, ascii_only: bool) -> None:
    text = "\n " + json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    places = JsonPlaces(text)
    for path, wanted in paths(value):
        found = places.find(path)
        assert found is not None
        part = text[found[0] : found[1]]
        if path and isinstance(path[-1], str):
            key, end = json.JSONDecoder().raw_decode(part)
            assert key == path[-1]
            part = part[end:].lstrip().removeprefix(":")
        assert json.loads(part) == wanted


def test_of_a_repeated_key_the_last_counts() -> None:
    text = '{"a": 1, "a": 2}'
    assert find(text, ["a"]) == (9, 15)
    assert json.loads(text) == {"a": 2}


def test_what_is_not_there() -> None:
    cases: list[tuple[str, list[Step]]] = [
        ("", []),
        ("{", ["a"]),
        ('{"a": 1}', ["b"]),
        ("[1]", [3]),
        ("[1]", ["a"]),
        ('{"a": 1}', [0]),
        ('{"a" 1}', ["a"]),
        ("[" * 100_000, [0]),
        ("[1 2]", [1]),
    ]
    for text, path in cases:
        assert find(text, path) is None, text[:20]


@given(st.text(), st.lists(st.text(max_size=2) | st.integers(0, 3), max_size=3))
def test_any_text_is_survived(text: str, path: list[Step]) -> None:
    found = find(text, path)
    assert found is None or 0 <= found[0] <= found[1] <= len(text)
