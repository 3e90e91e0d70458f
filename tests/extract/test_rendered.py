"""comrak's HTML read back without a parser; turbohtml's parser is the oracle."""

from __future__ import annotations

import comrak
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from seokit.extract import markdown
from seokit.extract.markdown import _may_hold_addresses, _to_html, read_markdown
from seokit.extract.reader import read_turbo
from seokit.extract.rendered import read_rendered
from seokit.model import Heading

PLAIN = """# Tea & *cups*

Title over
two lines
===

One  two\\
three **four *five*** ~~six~~ `a < b` "seven" &lt;p&gt; &#0; &#13; &nbsp; &amp;amp;

3. a
4. b
   - c

     d
---
> quote
> 1. deep

Term

: Meaning

| a | b |
|---|---|
| 1 | `2` |
"""
PARTS = [
    "a",
    "b c",
    "\n",
    "\n\n",
    "    ",
    "- ",
    "1. ",
    "3) ",
    "> ",
    "# ",
    "###### ",
    "===\n",
    "---\n",
    "***",
    "`",
]
PARTS += [
    "*",
    "_",
    "~~",
    "|",
    "|-|-|\n",
    "\n: ",
    "&amp;",
    "&lt;",
    "&quot;",
    "&#10;",
    "&nbsp;",
    "\\",
    "é",
    "\t",
    '"',
]
PARTS += [
    "[x]",
    "[^1]",
    "](b)",
    "![",
    "=",
    '="',
    ">",
    "\r",
    "\0",
    "\u2028",
    "\x1c",
    "  ",
    "```\n",
    "{",
    "&#60;p&#62;",
]


def test_plain_markup_needs_no_parser():
    html = _to_html(PLAIN.replace("3. a", "1. a").replace("a < b", "a b"))
    found = read_rendered(html)
    assert found == read_turbo(html)
    assert found is not None
    assert found[1] == (Heading(1, "Tea & cups"), Heading(1, "Title over two lines"))


@pytest.mark.parametrize(
    "text", ["[a](/b)", "![a](b)", "```\ncode\n```", "    code", "- [ ] a", "3. a", "a[^1]\n\n[^1]: b"]
)
def test_the_rest_is_left_to_the_parser(text):
    assert read_rendered(_to_html(text)) is None


@given(st.lists(st.sampled_from(PARTS), max_size=25).map("".join))
@example(PLAIN.replace("a < b", "a b"))
@example("> " * 600 + "a")
@example("- " * 300 + "a\n- b")
@settings(max_examples=400, deadline=None)
def test_it_is_what_the_parser_reads(text):
    html = _to_html(text)
    assert read_rendered(html) in (None, read_turbo(html))


ADDRESSES = [
    "http",
    "https",
    "ftp",
    ":",
    "/",
    "//",
    "://",
    "w",
    "ww.",
    "www.",
    "a.de",
    "@",
    "\\",
    "&amp;",
    "&#46;",
]
ADDRESSES += ["mailto:", "xmpp:", " ", "*", "_", "\n", "[", "](", ")", "~~", "|", "`", "!", "\0"]


@given(st.lists(st.sampled_from(ADDRESSES), max_size=20).map("".join))
@example("see www.example.org, https://example.org/a or me@example.org")
@settings(max_examples=400, deadline=None)
def test_no_address_is_overlooked(text):
    _, _, with_autolinks, render = markdown._comrak()
    assert _to_html(text) == comrak.render_markdown(text, with_autolinks, None, render)


def test_addresses_become_links():
    assert _may_hold_addresses("www.example.org")
    assert [link.href for link in read_markdown("www.example.org and a@example.org").links] == [
        "http://www.example.org",
        "mailto:a@example.org",
    ]
