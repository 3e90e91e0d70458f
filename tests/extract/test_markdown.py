"""Markdown and HTML to what a reader reads; BeautifulSoup is the oracle."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seokit.extract.markdown import _to_html, read_html, read_markdown, shown_text
from seokit.extract.reader import choose_reader, read_soup, read_turbo
from seokit.extract.spaces import collapse, lines
from seokit.model import Heading, Image, Link

DOCUMENT = """# Tea *and* `cups`

A first line
that goes on &amp; on. <!-- nobody --> It has **bold words**, ~~old~~ and `code()`.[^1]

1. One
2. Two
   - inner [a link](/tea "Title")
   - [x] done

| Leaf | Price |
|------|-------|
| Green | $5 |

> A quote\\
> after a break

```python
print("x")
```

    indented code

![A pot](pot.png) <https://example.org/> [![only an image](i.png)](/linked)

<div>Raw <b>HTML</b><script>if (a < b) alert(1)</script><style>p{}</style><template>no</template></div>

[^1]: The note.
"""


def test_a_document():
    read = read_markdown(DOCUMENT)
    assert read.text.split("\n") == [
        "Tea and cups",
        "A first line that goes on & on. It has bold words, old and code().",
        "One",
        "Two",
        "inner a link",
        "done",
        "Leaf",
        "Price",
        "Green",
        "$5",
        "A quote",
        "after a break",
        "https://example.org/",
        "Raw HTML",
        "The note.",
    ]
    assert read.headings == (Heading(1, "Tea and cups"),)
    assert read.code == ('print("x")', "indented code")
    assert read.links == (
        Link("/tea", "a link"),
        Link("https://example.org/", "https://example.org/"),
        Link("/linked", "only an image"),
    )
    assert read.images == (Image("pot.png", "A pot"), Image("i.png", "only an image"))
    assert read.math == ()


def test_math_is_kept_apart_and_put_back_in_headings_links_and_code():
    read = read_markdown(
        "## What is $x_1$?\n\nSo \\(a*b*c\n\nd\\) and $ y $ cost $5, or 6$ now. "
        "[see $z$](/z?a=$b$)\n\n    $q$ code"
    )
    assert read.text == "What is ?\nSo and cost $5, or 6$ now. see"
    assert read.headings == (Heading(2, "What is $x_1$?"),)
    assert read.links == (Link("/z?a=$b$", "see $z$"),)
    assert read.code == ("$q$ code",)
    assert read.math[:3] == ("$x_1$", "\\(a*b*c\n\nd\\)", "$ y $")


def test_math_alone_breaks_no_markup():
    read = read_markdown("**$x$** is\n\n- $y$\n- $z$ - minus\n\n$a$ - b")
    assert read.text == "is\n- minus\n- b"


@pytest.mark.parametrize(
    "text", ["", "  \n", "&nbsp;", "&nbsp;\n\n&nbsp;", "<!-- x -->", "$$x$$", "![](a.png)"]
)
def test_nothing_to_read(text):
    assert read_markdown(text).text == ""


@pytest.mark.parametrize(
    ("text", "prose"),
    [
        ("{% include a.html %}One {{ page.title }} two", "One two"),
        ('{{< figure src="a.png" >}}\n\nOne {{% note %}}two{{% /note %}}', "One two"),
        ("{# a comment #}One", "One"),
        ("import Tabs from '@theme/Tabs';\n\nOne <Tabs>two</Tabs>", "One two"),
        ("import taxes are high", "import taxes are high"),
        ("{{ unclosed and {% so on", "{{ unclosed and {% so on"),
        ("`{{ kept }}` in code", "{{ kept }} in code"),
    ],
)
def test_what_a_generator_replaces_is_not_read(text, prose):
    assert read_markdown(text).text == prose


def test_highlighted_code_is_code():
    read = read_markdown("One\n\n{% highlight ruby %}\nputs 1\n{% endhighlight %}\n\nTwo")
    assert (read.text, read.code) == ("One\nTwo", ("puts 1",))


def test_a_private_use_character_of_the_text_survives():
    assert read_markdown("icon \ue000 and $x$ here").text == "icon \ue000 and here"


def test_html_bodies():
    read = read_html(
        "<h2>Tea {{ page.x }}</h2><p>One<br>two &eacute; $x$<p>three <a>no link</a><a href>empty</a>"
    )
    assert read.text == "Tea\nOne\ntwo é\nthree no linkempty"
    assert read.headings == (Heading(2, "Tea"),)
    assert read.links == (Link("", "empty"),)
    assert read.math == ("$x$",)


def test_an_image_without_alt_and_with_an_empty_one():
    assert read_html('<img src="a"><img src="b" alt=""><img>').images == (
        Image("a"),
        Image("b", ""),
        Image(""),
    )


@pytest.mark.parametrize(
    "markdown",
    [DOCUMENT, "* a\n\n  b\n* c\n\nTerm\n: Definition\n", "<details><summary>S</summary>\n\nx\n</details>"],
)
def test_both_readers_agree_on_markdown(markdown):
    html = _to_html(markdown)
    assert read_turbo(html) == read_soup(html)


@given(
    st.text(alphabet="ab 1.#*_`>-|\n[](!)~:<&", max_size=80).filter(
        lambda text: "<" not in text.replace("< ", "")
    )
)
@settings(max_examples=150, deadline=None)
def test_both_readers_agree_on_any_markdown_without_raw_html(markdown):
    html = _to_html(markdown)
    assert read_turbo(html) == read_soup(html)


def test_without_turbohtml_the_other_reader_is_taken(monkeypatch):
    assert choose_reader() is read_turbo
    monkeypatch.setitem(sys.modules, "turbohtml.saxparse", None)
    assert choose_reader() is read_soup


@pytest.mark.parametrize(
    "part", [">", "> ", "- ", "[", "*a ", "<div>", "<pre>", "$", "$a ", "\\(", "{{", "{%", "**", "[^a]"]
)
def test_hostile_repetition_ends(part):
    read_markdown(part * 5000)


def test_a_nul_and_a_lone_surrogate():
    assert "b" in read_markdown("a\0b").text
    assert read_markdown("a \ud800 b").text.startswith("a ")


@given(st.text(alphabet="ab \n\t\r\x1c\u00a0é", max_size=40))
def test_collapsing_is_split_and_join(text):
    assert collapse(text) == " ".join(text.split())
    assert lines(text, "\n").split("\n") == (
        [" ".join(p.split()) for p in text.split("\n") if p.split()] or [""]
    )


SHOWN = """Dough *rises* when $a < b$ & rests:

```python
if rested:
    bake()
```

$$
x^2
$$

| a | b |
|---|---|
| `c` | <script>no</script> |
"""


@pytest.mark.parametrize("reader", [read_turbo, read_soup])
def test_what_a_page_shows_has_code_and_math(reader, monkeypatch):
    monkeypatch.setattr("seokit.extract.markdown._reader", lambda: reader)
    assert shown_text(SHOWN).split("\n") == [
        "Dough rises when $a < b$ & rests:",
        "if rested:",
        "bake()",
        "$$",
        "x^2",
        "$$",
        "a",
        "b",
        "c",
    ]
    assert shown_text(" \n") == ""
