"""JSON-LD scripts: what they say, or what is wrong and where."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seokit.extract.html.found import Script
from seokit.extract.html.jsonld import MAX_DEPTH, read_jsonld
from seokit.extract.places import span_of
from seokit.model import JsonLd


def read(raw: str) -> JsonLd:
    text = f"<p>\n<script>{raw}</script>"
    return read_jsonld(text, Script(span_of(text, 12, 12 + len(raw)), True))


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ('{"@type": "Article"}', {"@type": "Article"}),
        ("\r\n[1, 2.5, null, true]\n", [1, 2.5, None, True]),
        ('"caf\\u00e9 &amp; \\ud83d\\ude00"', "café &amp; 😀"),
        ('{"a": 1, "a": 2}', {"a": 2}),
        ("123456789012345678901234567890", 123456789012345678901234567890),
    ],
)
def test_what_is_json(raw: str, value: Any) -> None:
    found = read(raw)
    assert (found.value, found.error, found.error_span, found.raw) == (value, "", None, raw)
    assert msgspec.json.decode(msgspec.json.encode(found), type=JsonLd) == found


@pytest.mark.parametrize(
    ("raw", "error", "line", "column"),
    [
        ('{"a": 1,}', "a comma stands after the last item", 2, 16),
        ('["a" , \n]', "a comma stands after the last item", 2, 14),
        ("{,}", "property name", 2, 10),
        ('{"a"\n: x}', "expecting value", 3, 3),
        ('{"a": NaN}', "NaN is no JSON", 2, 15),
        ("[-Infinity]", "-Infinity is no JSON", 2, 10),
        ("", "is empty", 2, 9),
        ("  ", "is empty", 2, 9),
        ("{'a': 1}", "property name", 2, 10),
        ("<!-- {} -->", "expecting value", 2, 9),
        ('{"a": 1} {"b": 2}', "more stands after its end", 2, 18),
        ('{"a": "line\nend"}', "a line break or another control character", 2, 20),
        ('"\\ud83d"', "half of a character", 2, 9),
        ("1e999", "1e999 is more than a number can be", 2, 9),
        ('{"a": [1.5, -2E400]}', "-2E400 is more than a number can be", 2, 21),
        ("[" * 100_000, "is nested more than 100 deep", 2, 9),
        ("[" * 101 + "]" * 101, "is nested more than 100 deep", 2, 9),
    ],
)
def test_what_is_none(raw: str, error: str, line: int, column: int) -> None:
    found = read(raw)
    assert found.value is None
    assert error in found.error.lower() or error in found.error
    assert (found.error_span.line, found.error_span.column) == (line, column)


def test_the_deepest_that_is_read() -> None:
    assert read("[" * MAX_DEPTH + "]" * MAX_DEPTH).error == ""


@given(st.text(alphabet='{}[]",:0123456789.eE+-tfn\\u \n', max_size=40))
def test_any_text_is_read_or_placed(raw: str) -> None:
    found = read(raw)
    assert bool(found.error) == (found.error_span is not None)
    if found.error_span:
        assert 12 <= found.error_span.start <= found.error_span.end <= 12 + max(len(raw), 1)
    msgspec.json.encode(found)
