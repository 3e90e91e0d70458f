"""Both readers give the same, on pages made by hand and on pages rendered from a real site."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from seokit.extract.html.found import Found
from seokit.extract.html.soup import read_soup
from seokit.extract.html.turbo import read_turbo
from tests.extract.html.rendered import render_site

PAGES = [
    "",
    "just text",
    "<title>x</title><p>minimal",
    "<HTML LANG=EN><HEAD><TITLE>X</TITLE><META NAME=DESCRIPTION CONTENT=Y></HEAD><BODY><P>Z</P></BODY></HTML>",
    "<!-- c --><!doctype html>\r\n<html>\r\n<head>\r\n<title>a\r\nb</title>\r\n</head><body>\r\n<a\r\nhref='x'>y</a>",
    "\ufeff<!doctype html><html lang=de><title>x</title>\r<p id=a>y<p id=a>z",
    "<head><div><title>x</title></head><body>",
    "<head><title>x</title></head><head><meta name=a content=b></head><body>",
    "<p>a<!-- -->b<!-- <a href=x> -->c</p>",
    "<ul><li>a<li>b</ul><dl><dt>c<dd>d</dl><table><tr><td>e<td>f</table>",
    "<p>a <b>b<i>c</b></i> d</p>",
    "<a href=x><h2>one</h2><p>two</p></a><a href=y><img alt=three><img alt=four></a>",
    "<a href=x><svg><title>named</title></svg></a><a href=y title=titled><i></i></a><a href=z aria-label=told></a>",
    "<a href='?a=1&copy=2&amp;b=3'>x</a><a href=' y '>z</a><a href>w</a><a name=n>v</a><a>u</a>",
    "<nav><a href=a>b</a><h2>c</h2><h1>d</h1></nav><div role=navigation><a href=e>f</a></div><p>g",
    "<header>a</header><main><header>b</header><footer>c</footer></main><footer>d</footer><section><header>e</header></section>",
    "<aside>a<nav>b</nav>c</aside>d",
    "<p hidden>a<span hidden>b</span></p><p style='display:none'>c</p><p style='color:red'>d</p><nav hidden>e</nav>",
    "<body style='visibility: hidden'><p>shown by a script</p>",
    "<pre>\na\n<b>b</b><br>c\n</pre><pre class=x>d</pre><nav><pre>e</pre></nav><div hidden><pre>f</pre></div>",
    "<p>a<script>b</script><style>c</style><noscript>d<a href=x>e</a></noscript><template>f<p id=g>h</template>i",
    "<p>a<textarea>b</textarea><iframe>c</iframe><object data=d>e<a href=f>g</a></object><video src=h poster=i>j</video>",
    "<svg id=a><a href=b>c</a><style>d</style></svg><math><mi>e</mi></math>f",
    "<script type='application/ld+json'>{\"a\":1}</script><script type=' Application/LD+JSON; charset=utf-8'>x",
    "<script src=a></script><link rel='stylesheet preload' href=b><link rel=canonical href=c><link href=d><link rel=icon>",
    "<meta charset=utf-8><meta name=a><meta name=b content><meta property=c name=d content=e><meta http-equiv=refresh content='0;url=f'>",
    "<meta name=a content=b name=c><meta itemprop=d content=e><meta>",
    "<base href=a><base href=b><p itemscope itemtype=x><p vocab=y><p typeof=z>",
    "<h1>a<br>b</h1><h2><img alt=c></h2><h3> </h3><h4>d<sup><a data-footnote-ref href=e>1</a></sup></h4>",
    "<p>a &lt;b&gt; &amp;amp; &eacute;&nbsp;&#233; & c</p>",
    "<![CDATA[ a ]]><!-- [if IE]><p>b</p><![endif] --><?php echo 1 ?><!x>c",
    "<select><option>a<option>b</select><button>c</button><label>d</label>",
    "<p>a<wbr>b<br/>c<hr>d<img src=e alt=f>g",
    "<a href=# role=BUTTON>a</a><a href='#' data-bs-toggle=modal>b</a><a href=#x role=button>c</a><a href=#>d</a>",
    "<p>\u2028a\x0cb\x1cc\ufffd</p>",
    "<p>never closed <!-- a > b",
    "<p>never closed <a href='b > c",
    "<title>never closed <p>b",
    "<p>never closed <script>b",
    "<p>never closed <style>b",
    "<svg><title/><script/><style/></svg><p>closed",
    "<div>" * 1100 + "x",
]


@pytest.mark.parametrize("html", PAGES)
def test_both_readers_give_the_same(html: str) -> None:
    assert differences(read_turbo(html), read_soup(html)) == {}


@pytest.mark.corpus
def test_both_readers_give_the_same_of_a_real_site(corpus: Path) -> None:
    count = 0
    for path, html in render_site(corpus / "content", 500):
        for written in (html, html.replace("\n", "\r\n")):
            assert differences(read_turbo(written), read_soup(written)) == {}, path
        count += 1
    assert count == 500


# html.parser makes no tree as browsers do. Each kind of difference, with the field that shows it.
BY_NATURE = {
    "html.parser does not end a paragraph": ("<p hidden>a<p>b", "text", "b", ""),
    "html.parser lets links nest": ("<a href=x>a<a href=y>b", "links", ["a", "b"], ["ab", "b"]),
    "html.parser moves nothing out of a table": ("<table>a<tr><td>b</table>", "text", "a\nb", "a\nb"),
    "BeautifulSoup loses the end of a reference that does not exist": (
        "a &nosuch; b",
        "text",
        "a &nosuch; b",
        "a &nosuch b",
    ),
    "html.parser knows no raw text but script and style": (
        "<p>a<xmp><b>b</b></xmp>",
        "text",
        "a\n<b>b</b>",
        "a\nb",
    ),
}


@pytest.mark.parametrize("kind", BY_NATURE)
def test_what_differs_by_nature(kind: str) -> None:
    html, field, turbo, soup = BY_NATURE[kind]
    assert [said(getattr(read(html), field)) for read in (read_turbo, read_soup)] == [turbo, soup]


def said(value: Any) -> Any:
    """The texts of a field."""
    return value if isinstance(value, str) else [one.text for one in value]


def differences(one: Found, other: Found) -> dict[str, Any]:
    """The fields in which two readings differ."""
    found = {}
    for name in one.__struct_fields__:
        left, right = getattr(one, name), getattr(other, name)
        if isinstance(left, dict):
            left, right = list(left), list(right)
        if left != right:
            found[name] = (left, right)
    return found
