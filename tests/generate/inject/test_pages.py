"""The promises of injection on pages that people wrote: by hand, by a theme, odd and broken ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seokit.extract.discover import Source
from seokit.extract.layout import built_url
from seokit.generate.head import head_and_crumb
from seokit.generate.inject.document import HeadError, map_head
from seokit.generate.inject.lean import LeanReader
from seokit.generate.inject.page import PageError, PageFile
from seokit.generate.inject.splice import BlockError
from seokit.generate.inject.values import BuiltHeads
from seokit.model import HeadSettings, Layout, Settings
from tests.extract.html.rendered import render_site
from tests.extract.html.test_readers import PAGES
from tests.generate.inject.promises import block_of, head, holds, inject

ROOT = Path(__file__).parents[3]
DEMO = sorted((ROOT / "seokit" / "data" / "demo" / "public").rglob("*.html"))
CONFIG = Settings(
    base_url="https://example.org", site_name="Fern & Moss", layouts=(Layout(root="public"),),
    head=HeadSettings(image="/site.png", twitter="@ferns"),
)  # fmt: skip


def same_as_the_extractor(data: bytes) -> bool:
    """Whether the lean reader had an answer; it must be the extractor's."""
    page = PageFile(data)
    heads, source = BuiltHeads(CONFIG), Source("public/a/page.html", "public")
    assert heads.head(source, page) == head_and_crumb(heads.page(source, page), CONFIG)
    return page.text == page.decoded.text and LeanReader().found(page.text, page.head) is not None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_pages_made_by_hand(encoding: str, newline: str) -> None:
    for text in PAGES:
        data = text.replace("\n", newline).encode(encoding, "xmlcharrefreplace")
        holds(data, head())
        same_as_the_extractor(data)


def test_the_demo() -> None:
    assert len(DEMO) > 20
    lean = 0
    for file in DEMO:
        holds(file.read_bytes(), head())
        lean += same_as_the_extractor(file.read_bytes())
    assert lean > len(DEMO) / 3


@pytest.mark.corpus
def test_a_real_site(corpus: Path) -> None:
    lean = 0
    for _, html in render_site(corpus / "content", 200):
        holds(html.encode(), head())
        holds(html.replace("\n", "\r\n").encode("utf-16"), head())
        lean += same_as_the_extractor(html.encode())
    assert lean > 150


PARTS = [
    "<h1>One</h1>", "<h1><span>Two</span> &amp; three</h1>", "<h1></h1>", "<h1><img src=a.png alt=four></h1>",
    "<H1>a<br>b</H1>", "<h1>open", "</h1>", "</h2>", "<h2>x</h2>", "<img src='/i.png' alt='An image'>", "<img>",
    "<img src='data:image/png;base64,AA'>", "<img src='http://[x'>", "<image src=/x.png>", "<svg><title>t</title></svg>",
    "<svg><h1>in</h1></svg>", "<svg>", "</svg>", "<svg/>", "<table><tr><td>", "</table>", "<video><img src=/v.png></video>",
    "<noscript><img src=/n.png><h1>n</h1></noscript>", "<script>'<h1>s</h1><img src=/s.png>'</script>",
    "<template><h1>t</h1></template>", "<textarea><h1>t</h1></textarea>", "<!-- <h1>c</h1> -->", "<!--", "<select><h1>",
    "<p>Text. And more.</p>", "<nav><h1>Menu</h1></nav>", "<p hidden><h1>Hidden</h1></p>", "<object><img src=/o.png></object>",
    "<meta name=author content=Moss>", "<link rel=next href=/2>", "<a title='<h1>no</h1>'>x</a>", "<button><h1>b</h1>",
    "<h1>x<sup><a data-footnote-ref href=#1>1</a></sup></h1>", "<plaintext>", "<frameset>", "\0", "</body>", "</html>",
    "<iframe><h1>i</h1></iframe>", "<math><mi>x</mi></math>", "<xmp><h1>x</h1></xmp>", "<h1>a<script>b</script>c</h1>",
]  # fmt: skip
HEADS = [
    "<title>A title</title>", '<meta name="description" content="Told.">', "<meta name=description content>",
    '<meta property="og:image" content="/o.png">', '<meta property="og:image" content="http://[x">',
    '<meta name="robots" content="noindex">', '<link rel="canonical" href="/c">', "<html lang='de-AT'>", "<head>",
    '<meta property="article:published_time" content="2025-01-22">', '<link rel=alternate hreflang=fr href=/fr>',
    '<script type="application/ld+json">{"datePublished": "2024-05-06"}</script>', "</head>", "<title> </title>",
    '<link rel="Prev" href="/1">', "<meta itemprop=description content=no>", "<noscript><img></noscript>", "<div>",
    '<meta property="og:title" content="Social"><meta property="og:title" content="again">',
    "<meta name=a property=author content=b>", '<meta name="twitter:card" content="summary">', "\r\n", "<title>a\r\nb</title>",
]  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.sampled_from(HEADS), max_size=8).map("".join),
    st.lists(st.sampled_from(PARTS), max_size=8).map("".join),
    st.booleans(),
)
def test_the_lean_reader_says_what_the_extractor_says_or_nothing(above: str, below: str, told: bool) -> None:
    usual = "<title>T</title><meta name=description content=D>" if told else ""
    same_as_the_extractor(f"<!doctype html>{usual}{above}<body>{below}".encode())


# -- hostile ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "<head>" + "<div>" * 100_000,
        "<div>" * 100_000 + "</head>",
        "<head><!-- " + "x" * 1_000_000,
        "<title>a</title>" + "<p x='" + "y" * 5_000_000 + "'>",
        "<head><!--</head>--><script>'</head>'</script><meta name=a content='</head>'></head>",
        "<head></head><head><title>second</title></head><body>",
        "\0<head>\0<title>\0</title></head>",
        '<script type="application/ld+json">' + "[" * 100_000 + "</script>",
        "\r" * 100_000 + "<head>",
    ],
    ids=["deep", "deep-end", "comment", "attribute", "ends", "two-heads", "nul", "json", "newlines"],
)
def test_hostile_pages(text: str) -> None:
    holds(text.encode(), head(graph=False))


def test_a_head_without_end_is_refused() -> None:
    with pytest.raises(HeadError, match="more than 20,000 tags"):
        map_head("<meta name=a content=b>" * 20_002)
    with pytest.raises(PageError):
        inject(b"<meta name=a content=b>" * 20_002, head())


# -- the place -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "wanted"),
    [
        ('<head>\n  <meta charset="utf-8">\n  <title>a</title>', '<head>\n  <meta charset="utf-8">\n  |\n  <title>a</title>'),
        ("<HEAD>\r\n\t<TITLE>a</TITLE>\r\n</HEAD>", "<HEAD>\r\n\t|\r\n\t<TITLE>a</TITLE>\r\n</HEAD>"),
        ("<head>\n</head>", "<head>\n  |\n</head>"),
        ("<!doctype html>\n<p>x", "<!doctype html>\n|\n<p>x"),
        ("<!doctype html><title>a</title>", "<!doctype html>|<title>a</title>"),
        ("<p>x", "|<p>x"),
        ("", "|"),
        ("text", "|text"),
        ("<head><base href=/x/><title>a</title></head>", "<head><base href=/x/>|<title>a</title></head>"),
        ("<head><img><meta charset=utf-8></head>", "<head>|<img><meta charset=utf-8></head>"),
        ("<head><noscript><img></noscript><meta name=viewport></head>", "<head>|<noscript><img></noscript><meta name=viewport></head>"),
        ("<head><noscript><meta charset=utf-8></noscript></head>", "<head>|<noscript><meta charset=utf-8></noscript></head>"),
        ("<head><template><meta charset=utf-8></template></head>", "<head>|<template><meta charset=utf-8></template></head>"),
        ("<head><!-- <meta charset=utf-8> --></head>", "<head>|<!-- <meta charset=utf-8> --></head>"),
        ("<head><script>'<meta charset=utf-8>'</script></head>", "<head>|<script>'<meta charset=utf-8>'</script></head>"),
        ("<html><head></head><body>", "<html><head>|</head><body>"),
    ],
)  # fmt: skip
def test_the_place(page: str, wanted: str) -> None:
    done = inject(page.encode(), head(graph=False)).decode()
    block = block_of(done.encode(), "utf-8") + "<!-- seokit:end -->"
    if page != "<head><img><meta charset=utf-8></head>":
        assert done.replace(block, "|") == wanted
    newline = "\r\n" if "\r\n" in page else "\n"
    assert block.count("\n") == block.count(newline)


@pytest.mark.parametrize(
    ("page", "kept", "added"),
    [
        ("<META PROPERTY='OG:TITLE' content=x>", "", "og:title"),
        ("<meta name=og:title content=x>", "", "og:title"),
        ("<link href=/x rel='nofollow CANONICAL'>", "", "canonical"),
        ("<link rel=alternate hreflang=FR href=/x>", "", "hreflang"),
        ("<link rel=alternate type=application/rss+xml href=/x>", "hreflang", ""),
        ("<meta property=og:image content=/x>", "", "og:image"),
        ("<meta property=og:image:width content=3>", "", "og:image"),
        ("<meta itemprop=description content=x>", 'name="description"', ""),
        ("<svg><title>x</title></svg>", "<title>", ""),
        ('<script type="application/ld+json">{"@type": "BlogPosting"}</script>', '"WebPage"', '"Article"'),
        ('<script type="APPLICATION/LD+JSON">{"@id": "https://example.org/ferns#webpage"}</script>', '"Article"', '"WebPage"'),
        ('<body><script type="application/ld+json">[{"@type": ["x", "https://schema.org/WebPage"]}]</script>', '"Article"', '"WebPage"'),
        ('<script type="application/ld+json">{"@type": </script>', '"Article"', ""),
    ],
)  # fmt: skip
def test_keep_adds_only_what_is_missing(page: str, kept: str, added: str) -> None:
    block = block_of(inject(page.encode(), head()), "utf-8")
    assert kept in block
    assert not added or added not in block


def test_replace_takes_out_what_we_write_and_nothing_else() -> None:
    page = (
        "<head>\n<title>a</title>\n<meta name='author' content='Moss'>\n<meta property=og:image content=/x>"
        "<meta property=og:image:height content=3>\n<script type=application/ld+json>{\"@type\": \"Article\"}</script>\n"
        "<script type=application/ld+json>[{\"@type\": \"Product\"}, {\"@type\": \"WebPage\"}]</script>\n</head>"
    )  # fmt: skip
    done = inject(page.encode(), head(), "replace").decode()
    after = done[done.index("<!-- seokit:end -->") + 19 :]
    assert after.split("\n") == [
        "", "<meta name='author' content='Moss'>", "",
        '<script type=application/ld+json>[{"@type": "Product"}, {"@type": "WebPage"}]</script>', "</head>",
    ]  # fmt: skip
    block = block_of(done.encode(), "utf-8")
    assert '"Article"' in block
    assert '"WebPage"' not in block


def test_charsets() -> None:
    made = head("Brot — 日本", "é")
    utf8 = inject('<meta charset="utf-8">ä'.encode(), made)
    assert "Brot — 日本".encode() in utf8
    western = inject("<meta charset=windows-1252><p>ä".encode("cp1252"), made)
    assert b"Brot \x97 &#26085;&#26412;" in western
    assert b'"name":"Brot \x97 \\u65e5\\u672c"' in western
    undeclared = inject(b"<p>x", made)
    assert undeclared.isascii()
    assert inject("<p>日本".encode("utf-16"), made).decode("utf-16").count("Brot — 日本") == 3


def test_bytes_that_cannot_be_written_back_are_refused_where_they_matter() -> None:
    twice = b"<meta charset=shift_jis><p>\x81\xca\xfa\x54"  # two ways to write one sign
    holds(twice, head())
    with pytest.raises(PageError, match="written back"):
        inject(b"<title>\x81\xca\xfa\x54\xee\xf9</title><meta charset=shift_jis>", head())
    with pytest.raises(BlockError):
        inject(b"<title>a</title><!-- seokit:end -->", head())


def test_the_url_of_the_page_is_the_layout_s() -> None:
    assert built_url("public/a/page.html", CONFIG) == "https://example.org/a/page.html"
