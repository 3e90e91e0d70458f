"""Pages that nobody meant to write: nothing crashes, memory stays bounded, and what is odd is said."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import seokit
from seokit.extract.html import read_html_page
from seokit.extract.html.decode import Decoded
from seokit.extract.html.found import Found
from seokit.extract.html.page import built_page
from seokit.extract.places import line_and_column
from seokit.model import Page, Settings, Span, Text
from tests.conftest import ROOT
from tests.extract.html.heavy import HEAVY, WHOLE

READERS = ("turbo", "soup")


@pytest.mark.parametrize("parser", READERS)
@pytest.mark.parametrize(
    ("html", "said"),
    [
        (WHOLE.format("<!-- <meta name=a content=b>"), "a comment is never closed"),
        (WHOLE.format('<meta name=a content="b>'), "a tag is never closed"),
        (WHOLE.replace("</title>", ""), "<title> is never closed"),
        (WHOLE.format("<script>'<!--'"), "<script> is never closed"),
        (WHOLE.replace("</head>", "</head><head>"), "a second <head>"),
        ("<div>" * 100_000 + "x", "nested more than 512 deep"),
    ],
)
def test_what_loses_the_rest_of_a_page_is_said(parser: str, html: str, said: str) -> None:
    found = read_html_page(html, parser)
    (problem,) = found.problems
    assert said in problem.message
    assert problem.rule == "field-parse-error"
    assert html[problem.span.start] == "<"


@pytest.mark.parametrize("parser", READERS)
@pytest.mark.parametrize(
    "trap",
    [
        "<!-- </head> -->",
        "<script>'</head>'</script>",
        '<meta name=a content="</head>">',
        "<style>/* </head> */</style>",
        "<template></head></template>",
    ],
)
def test_an_end_of_head_that_is_none(parser: str, trap: str) -> None:
    found = read_html_page(WHOLE.format(trap + "<meta name=late content=y>"), parser)
    assert found.tags[-1].key == "late"
    assert found.tags[-1].in_head
    assert found.head_breaker is None
    assert found.problems == []


@pytest.mark.parametrize("parser", READERS)
def test_heavy_pages_are_read_in_bounded_memory(parser: str) -> None:
    command = [sys.executable, "-m", "tests.extract.html.heavy", parser]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=True)
    read = dict(line.split(": ") for line in run.stdout.splitlines())
    assert set(read) == set(HEAVY)
    assert max(map(int, read.values())) < 700_000_000


def test_an_audit_of_hostile_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    site = tmp_path / "public"
    site.mkdir()
    good = WHOLE.format("").encode()
    pages = {
        "good": good,
        "nohead": b"<p>x",
        "capitals": good.upper(),
        "comment": WHOLE.format("<!--").encode(),
        "nul": good.replace(b"<p>x", b"<p>x\0"),
        "utf16": good.decode().encode("utf-16"),
        "lies": good.replace(b"utf-8", b"latin1").replace(b"<p>x", "<p>é".encode()),
        "western": good.replace(b"<p>x", b"<p>\xe9"),
        "crlf": good.replace(b"<", b"\r\n<"),
        "empty": b"",
        "huge": b"x" * 30_000_000,
        "deep": b"<div>" * 100_000,
    }
    for name, content in pages.items():
        (site / f"{name}.html").write_bytes(content)
    for parser in READERS:
        base = seokit.api.settings_for([str(site)], select=["field", "title-missing"])
        audit = seokit.audit("public", config=msgspec.structs.replace(base, parser=parser), jobs=1)
        assert [(one.path, one.message) for one in audit.errors] == [
            ("public/huge.html", "has 30,000,000 bytes, more than 10,000,000")
        ]
        odd = {(one.path[7:-5], one.rule) for one in audit.findings}
        assert odd == {
            ("nohead", "title-missing"),
            ("empty", "title-missing"),
            ("deep", "title-missing"),
            ("deep", "field-parse-error"),
            ("comment", "field-parse-error"),
            ("nul", "field-parse-error"),
            ("utf16", "field-encoding"),
            ("lies", "field-encoding"),
            ("western", "field-encoding"),
        }


TOKENS = """
<html~lang=en> <head> </head> <body> </body> <title> </title> <meta~name=description~content="a~&amp;~b">
<meta~charset=utf-8> <meta~property='og:title'~content='x>y'> <link~rel=canonical~href=/x> <script> </script>
<script~type="application/ld+json"> {"a":1} <!-- --> <a~href=/y> </a> <a~name=z> <p> </p> <div> </div> <div~hidden>
<nav> </nav> <pre> </pre> <img~src=a~alt=b> <br> text &amp; &#0; < > " ' <svg> </svg> <title/> <template> </template>
<noscript> </noscript> <style> </style> <textarea> </textarea> <iframe> </iframe> <table> <tr> <td> </table> <h1> </h1>
<h2~id=q> </h2> <span~style="display:none"> </span> <b> </b> <![CDATA[ <!doctype~html> <?php <p~=x> <p~a= <p~a='
<select><option> <math> <header> <main> </main> <frameset> <plaintext> <li> <object~data=x> <form> <foreignObject>
"""
TOKEN_LIST = [token.replace("~", " ") for token in TOKENS.split()] + [
    " ",
    "\n",
    "\r\n",
    "\r",
    "\x0c",
    "\u2028",
    "é",
]
SOUPS = st.lists(st.sampled_from(TOKEN_LIST), max_size=25).map("".join)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)


@given(SOUPS | TEXTS, st.booleans(), st.sampled_from(READERS))
@settings(max_examples=400, deadline=None)
def test_any_text_is_read_and_every_place_is_right(html: str, marked: bool, parser: str) -> None:
    html = "\ufeff" + html if marked else html
    found = read_html_page(html, parser)
    check_places(html, found)
    page = as_page(html, found)
    assert msgspec.json.decode(msgspec.json.encode(page), type=Page) == page


def as_page(html: str, found: Found) -> Page:
    decoded = Decoded(html, "utf-8", len(html))
    return built_page("a.html", decoded, found, Settings(), url="/a", section="", preset="generic")


def check_places(html: str, found: Found) -> None:
    """Every span lies in the text, its line and column fit, and it covers what it claims."""

    def place(span: Span | None, begins: str = "<") -> None:
        if span is not None:
            assert 0 <= span.start <= span.end <= len(html)
            assert (span.line, span.column) == line_and_column(html, span.start)
            assert html.startswith(begins, span.start)

    def text(value: Text) -> None:
        place(value.span, value.raw)
        assert value.raw == (html[value.span.start : value.span.end] if value.span else "")

    for tag in found.tags:
        text(tag.value)
        place(tag.span)
        assert html[tag.span.start + 1 :].lower().startswith(tag.kind)
    for value in (*found.repeated_ids, *found.hidden, found.lang):
        text(value)
    for one in (*found.links, *found.unlinked, *found.images, *found.headings, *found.resources):
        place(one.span)
    for script in found.scripts:
        place(script.span, "")
    for problem in found.problems:
        place(problem.span, "")
