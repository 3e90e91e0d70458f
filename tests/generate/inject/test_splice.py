"""What may never happen to a page: a byte of its own lost, a second block, a tag that reads back otherwise."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from seokit.generate.inject.page import PageError
from seokit.generate.inject.splice import BlockError
from tests.generate.inject.promises import BEGIN, head, holds, inject, remove

# -- generated pages -------------------------------------------------------------------------------

PIECES = [
    "<!DOCTYPE html>", "<html>", '<HTML LANG="en">', "<head>", '<Head class="</head>">', "</head>", "</HEAD >",
    "<body>", "</body></html>", '<meta charset="utf-8">', "<META CHARSET=windows-1252>", "<meta charset='utf-16'>",
    '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">',
    '<meta name="viewport" content="width=device-width">', "<base href=/x/>",
    "<meta http-equiv=Content-Security-Policy content=\"default-src 'self'\">",
    "<title>Old &amp; </head> name</title>", "<TITLE>a</TITLE >", "<title>", "</title>", "<title/>",
    '<meta name="Description" content="old">', "<meta property=og:title content='x > y'>",
    '<meta property="og:image" content="/a.png"><meta property="og:image:width" content="3">',
    '<link rel="canonical" href="/old">', "<link href=/fr hreflang=FR rel=alternate>",
    '<link rel="stylesheet" href="/a.css">', "<meta name=description content>",
    '<script type="application/ld+json">{"@type": "Article", "headline": "</head>"}</script>',
    '<script type="application/ld+json">[{"@type": "Product"}, {"@type": "WebPage"}]</script>',
    '<script type="application/ld+json">{"@type": </script>', "<script>if (a < b) '<!-- </head>'</script>",
    "<style>a > b {}</style>", "<template><title>t</title></template>", "<template>", "</template>",
    "<noscript><img src=x></noscript>", "<noscript><link rel=stylesheet href=x></noscript>",
    "<!-- </head><body> -->", "<!--", "-->", "<!-->", "<!-- x --!>", "<![CDATA[ <title> ]]>", "<?php x ?>",
    "<div>", "</div>", "<svg><title>s</title></svg>", "<p>Ferns</p>", "</>", "<p", "<a b='", "\0", "\ufeff",
    "text", "é", "日本", "😀", " ", "\n", "\r\n", "\r", "\n  ", "\r\n\t", "\n\n    ", "<plaintext>", "<frameset>",
    "\x85", "\u2028", "&lt;", "<!-- seokit -->", "<textarea>", "<head",
]  # fmt: skip
TEXTS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12),
    st.sampled_from(['"', "</title>", "</script><script>", "-->", "<!-- seokit:begin -->", "&amp;", "日本 é", "'"]),
).map(lambda text: " ".join(text.split()) or "x")  # fmt: skip
ENCODINGS = ["utf-8", "cp1252", "utf-16", "utf-8-sig", "shift_jis", "gb18030", "latin-1"]
pages = st.tuples(
    st.lists(st.sampled_from(PIECES), max_size=14).map("".join), st.sampled_from(ENCODINGS), st.booleans()
)


def as_bytes(text: str, encoding: str, declared: bool) -> bytes:
    if declared:
        text = text.replace('charset="utf-8"', f'charset="{encoding}"')
    return text.encode(encoding, "replace")


@settings(max_examples=400, deadline=None)
@given(pages, TEXTS, TEXTS, st.booleans())
def test_any_page(page: tuple[str, str, bool], title: str, extra: str, graph: bool) -> None:
    holds(as_bytes(*page), head(title, extra, graph))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=60), st.lists(st.sampled_from(PIECES), max_size=5).map("".join))
def test_any_bytes(data: bytes, text: str) -> None:
    holds(text.encode() + data, head())


MARKS = ["<!-- seokit:begin -->", "<!-- seokit:end -->", "<!-- seokit:was 1 00000000 x -->", "<!-- seokit:was -->",
         "<script>", "</script>", "<pre>", "</pre>", "<title>a</title>", "<head>", "</head>", "\n  ", "<p>"]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(MARKS), max_size=8).map("".join))
def test_a_page_with_marks_is_a_block_or_refused_and_never_grows_a_second(text: str) -> None:
    try:
        done = inject(text.encode(), head())
    except (PageError, BlockError):
        return
    assert done.count(BEGIN) == 1
    assert inject(done, head()) == done
    assert remove(done) == remove(text.encode())
