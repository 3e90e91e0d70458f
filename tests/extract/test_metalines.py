"""Lines of metadata are read as Python-Markdown reads them, and every value is at its place."""

from __future__ import annotations

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seokit.extract.metalines import MOST, read_lines

TEXT = st.text(st.sampled_from("ab:- \t\n#é'\r"), max_size=120)


def test_values_and_places() -> None:
    text = "Title: Rye bread\nSUMMARY:  One loaf,\n    two days.\nTags:\n\nText: not one.\n"
    values, entries, body = read_lines(text, 0)
    assert values == {"title": "Rye bread", "summary": "One loaf,\ntwo days.", "tags": ""}
    assert text[body:] == "Text: not one.\n"
    assert [(e.name, e.type, e.span.line, e.span.column) for e in entries] == [
        ("title", "text", 1, 8), ("summary", "text", 2, 11), ("tags", "null", 4, 6),
    ]  # fmt: skip
    assert entries[0].raw == "Rye bread"


@pytest.mark.parametrize(
    "text", ["", "\n\nTitle: late", "Just text.\n", "# Heading: with a colon\n", "http://example.org\n"]
)
def test_a_text_without_keys_has_no_metadata(text: str) -> None:
    values, entries, body = read_lines(text, 0)
    if text.startswith("http"):
        assert values == {"http": "//example.org"}  # so do Python-Markdown and Pelican
    else:
        assert (values, entries, body) == ({}, (), 0)


def test_thousands_of_lines_end_somewhere() -> None:
    assert len(read_lines("".join(f"k{n}: v\n" for n in range(10_000)), 0)[0]) == MOST


@given(TEXT)
def test_as_python_markdown_reads_them(text: str) -> None:
    text = text.replace("\r", "")
    values, entries, body = read_lines(text, 0)
    for entry in entries:
        assert text[entry.span.start : entry.span.end] == entry.raw
        assert entry.span.end <= body
    if text.startswith(("\n", "---")):
        return  # fences and leading blank lines are another matter
    reader = markdown.Markdown(extensions=["meta"])
    reader.convert(text)
    theirs = {name: "\n".join(lines).strip() for name, lines in reader.Meta.items()}
    assert set(values) == set(theirs)


def test_fences_around_lines_are_no_yaml() -> None:
    text = '\ufeff---\nTitle: Smørrebrød: "open"\nDATE: 2024-05-01\n---\nText.\n'
    values, entries, body = read_lines(text, 0, fenced=True)
    assert values == {"title": 'Smørrebrød: "open"', "date": "2024-05-01"}
    assert text[body:] == "Text.\n"
    assert [text[one.span.start : one.span.end] for one in entries if one.span] == list(values.values())
    assert read_lines("--- \r\na: b\r\n...\r\nText.", 0, fenced=True)[0] == {"a": "b"}
    assert read_lines(text, 0)[0] == {}
    assert read_lines("---\nText: ---\n", 0, fenced=True)[0] == {"text": "---"}
