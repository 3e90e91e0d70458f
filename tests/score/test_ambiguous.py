from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from seokit.model import Entry, Span
from seokit.score.ambiguous import is_clear, reading

NAMES = {str: "text", bool: "boolean", int: "number", float: "number", list: "list"}


def read(raw: str) -> tuple[str, str]:
    """What the rule says of a value as PyYAML reads it; dates, null and broken YAML are left out."""
    value = yaml.load(f"key: {raw}", yaml.CSafeLoader)["key"]
    kind = NAMES.get(type(value))
    return reading(Entry("key", kind, raw, value, Span(1, 6, 5, 5 + len(raw)))) if kind else ("", "")


@pytest.mark.parametrize(
    "raw", ["no", "No", "NO", "yes", "on", "OFF", "y", "N", "12:30", "1:30:00", "-1:30.5"]
)
def test_ambiguous(raw: str) -> None:
    assert read(raw)[1]


@pytest.mark.parametrize(
    "raw",
    [
        "true",
        "False",
        "12",
        "0",
        "-1.0",
        "1.5",
        "0.5",
        "10.0",
        "1_000",
        "'no'",
        '"12:30"',
        "'1.10'",
        "rye",
        "12:99",
    ],
)
def test_clear(raw: str) -> None:
    assert not read(raw)[1]


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ("1.10", "the number 1.1: its last zero is lost"),
        ("010", "the number 8 to some parsers and 10 to others"),
        ("08", "a text to some parsers and a number to others"),
        ("1e5", "a text to some parsers and a number to others"),
    ],
)
def test_reading(raw: str, says: str) -> None:
    assert read(raw) == (raw, says)


@pytest.mark.parametrize("raw", ["[de, no]", "[no]", "[ yes , a]", "\n- de\n- no\n", "[a, Off, true]"])
def test_switches_in_lists(raw: str) -> None:
    assert read(raw)[0].lower() in ("no", "yes", "off")


@pytest.mark.parametrize("raw", ['[de, "no"]', "[true, noble]", "[rye]", "[]", "\n- true\n- on top\n"])
def test_clear_lists(raw: str) -> None:
    assert read(raw) == ("", "")


@given(st.from_regex(r"[-+]?[0-9_.:eE]{1,12}", fullmatch=True))
def test_any_number_is_judged(raw: str) -> None:
    try:
        written, says = read(raw)
    except (ValueError, yaml.YAMLError):  # PyYAML fails on some numbers; the extractor keeps those as text
        return
    assert not says or written == raw


@given(st.integers(1, 10**9).map(str) | st.floats(0.1, 1e6).map(lambda number: f"{number:.1f}"))
def test_plain_numbers_are_clear(raw: str) -> None:
    assert not read(raw)[1]


@given(st.text("019yesnoYNOffe", min_size=1, max_size=4))
def test_what_is_clear_at_a_glance_is_clear(raw: str) -> None:
    assert not is_clear(raw) or not read(raw)[1]
