"""The heading that a text begins with, beside what MkDocs takes for a page's title."""

from __future__ import annotations

import html
import time

import pytest

from seokit.extract.firstheading import first_heading


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("# Rye bread\n\nWords.", "Rye bread"),
        ("\n\n# Rye *and* `spelt` &amp; [oats](oats.md) #\n", "Rye and spelt & oats"),
        ("# Rye { #top .wide }\n", "Rye"),
        ("# Rye {#top}", "Rye"),
        ("Rye bread\n=========\n\nWords.", "Rye bread"),
        ("# Rye\r\n\r\nWords.", "Rye"),
        ("Words.\n\n# Rye bread\n", None),
        ("## Rye bread\n", None),
        ("Rye bread\n---------\n", None),
        ("- Rye\n===\n", None),
        ("#\n", None),
        ("", None),
        ("#hashtag", None),
    ],
)
def test_which_it_is(body: str, title: str | None) -> None:
    text = f"---\na: 1\n---\n{body}"
    found = first_heading(body, text, len(text) - len(body))
    assert (found.value if found else None) == title
    if found:
        assert found.span is not None
        assert text[found.span.start : found.span.end] == found.raw
        assert found.field == "@h1"


@pytest.mark.parametrize(
    "body", ["# Rye *bread*\n", "Rye\n===\n", "Words\n\n# Rye\n", "# Rye { .a }\n", "# A `b` &lt; c\n"]
)
def test_it_is_the_title_that_mkdocs_finds(body: str) -> None:
    import markdown
    from mkdocs.structure.pages import _ExtractTitleTreeprocessor

    parser = markdown.Markdown(extensions=["attr_list", "toc"])
    titles = _ExtractTitleTreeprocessor()
    titles._register(parser)
    parser.convert(body)
    found = first_heading(body, body, 0)
    expected = html.unescape(titles.title) if titles.title else None  # it keeps entities for its template
    assert (found.value if found else None) == expected


@pytest.mark.parametrize(
    "body", ["# x" + " " * 1_000_000 + "y", "x" * 1_000_000 + "\n===", "# " + "{#" * 500_000, "=\n" * 500_000]
)
def test_hostile_headings_take_no_time(body: str) -> None:
    begun = time.process_time()
    assert first_heading(body, body, 0) is None
    assert time.process_time() - begun < 1
