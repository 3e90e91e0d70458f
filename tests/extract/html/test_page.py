"""What a built page's Page says, field by field, from either reader."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from seokit.extract.discover import Source
from seokit.extract.html import read_html_page
from seokit.extract.html.decode import Decoded
from seokit.extract.html.page import built_page
from seokit.extract.source import Reader, Skip
from seokit.model import Page, SectionSettings, Settings, Text

READERS = ("turbo", "soup")

PAGE = """<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>
  Rye &amp; wheat | Example</title>
<meta name="Description" content="How to bake.">
<meta name=keywords content="rye,  sour dough ,,">
<link rel="canonical" href="/bread/rye/">
<link rel="alternate" hreflang="de" href="https://example.org/de/">
<meta property="og:title" name="twitter:title" content='Rye "bread"'>
<meta property="og:image" content="/rye.png"><meta property="og:image:alt" content="A loaf">
<meta property="article:published_time" content="2025-01-02">
<meta name="author" content="Ann">
<base href="/base/">
<link rel="stylesheet" href="/a.css"><script src="/a.js"></script>
<script type="application/ld+json">{"@graph": [{"dateModified": "2025-02-03"}]}</script>
</head>
<body>
<header><nav><a href="/" rel="Home">Example</a></nav> three more words</header>
<main id=top><h1>Rye <em>bread</em></h1>
<p>Mix<br>and <b>ba</b>ke. Costs \\(x\\) <a href="b.html#c"><img src=b.png alt="Bread  b"></a></p>
<h3 id=top></h3><pre>x &lt; y
</pre>
<a name="old">old</a> <a>nothing</a> <a onclick="f()" id=j>script</a>
<div style="DISPLAY: none">not <i>shown</i></div><div itemscope></div><div typeof="x"></div>
<img src="/c.png" width=10 height=20 loading=lazy><iframe src="/frame"></iframe>
</main>
<aside>Beside it</aside><footer>Foot</footer>
</body></html>"""


def read(
    html: str, parser: str = "turbo", url: str = "/bread/rye/", base: str = "https://example.org"
) -> Page:
    """The Page of an HTML text, which must survive a round trip through JSON."""
    found = read_html_page(html, parser)
    settings = Settings(base_url=base)
    decoded = Decoded(html, "utf-8", len(html.encode()))
    page = built_page("a.html", decoded, found, settings, url=base + url, section="s", preset="generic")
    assert msgspec.json.decode(msgspec.json.encode(page), type=Page) == page
    return page


@pytest.fixture(params=READERS)
def page(request: pytest.FixtureRequest) -> Page:
    return read(PAGE, request.param)


def test_the_fields_of_the_head(page: Page) -> None:
    assert page.kind == "built"
    assert page.title == Text(
        "\n  Rye &amp; wheat | Example", "Rye & wheat | Example", page.title.span, "title"
    )
    assert (page.title.span.line, page.title.span.column) == (5, 8)
    assert page.title_published == "Rye & wheat | Example"
    assert (page.description.raw, page.description.value) == ('content="How to bake."', "How to bake.")
    assert (page.description.span.line, page.description.span.column) == (7, 26)
    assert (page.keywords, page.keywords_field.field) == (("rye", "sour dough"), "keywords")
    assert (page.canonical.value, page.canonical.field) == ("/bread/rye/", "canonical")
    assert (page.lang, page.html.lang.raw) == ("en-GB", 'lang="en-GB"')
    assert (page.image.value, page.image_alt.value, page.author.value) == ("/rye.png", "A loaf", "Ann")
    assert (page.date.value, page.date.field) == ("2025-01-02", "article:published_time")
    assert (page.modified.value, page.modified.field) == ("2025-02-03", "dateModified")
    assert [(one.lang, one.href.value, one.href.field) for one in page.alternates] == [
        ("de", "https://example.org/de/", "hreflang")
    ]
    assert page.not_indexable == ""
    assert page.noindex == ()


@pytest.mark.parametrize("parser", READERS)
@pytest.mark.parametrize(
    ("tag", "control"),
    [
        ('<a href="#" role="button">', True),
        ('<a class="x" href=" # " role=" Tab ">', True),
        ('<a href="#" data-bs-toggle="modal">', True),
        ('<a href="#" aria-expanded="false">', True),
        ('<a href="#">', False),
        ('<a href="#" role="link">', False),
        ('<a href="/rye/" role="button">', False),
        ('<a href="#top" data-toggle="tab">', False),
        ('<a href="#" class="page-link Disabled">', True),
        ('<a href="#" aria-disabled="true">', True),
        ('<a href="#" aria-disabled="false">', False),
        ('<a href="/rye/" class="disabled">', False),
    ],
)
def test_what_opens_a_menu_is_no_link(tag: str, control: bool, parser: str) -> None:
    found = read(f"<title>Rye</title><body><p>{tag}Open</a> and <a href='/oats/'>oats</a>", parser)
    assert [link.text for link in found.links] == (["oats"] if control else ["Open", "oats"])
    assert found.html.unlinked == ()
    assert found.text == "Open and oats"


@pytest.mark.parametrize("parser", READERS)
@pytest.mark.parametrize(
    ("tag", "control"),
    [
        ('<a rel="next" class="nav-link disabled">', True),  # as MkDocs' own theme has it
        ('<a aria-disabled="true">', True),
        ('<a role="button" onclick="go()">', True),
        ('<a aria-expanded="false">', True),
        ('<a class="disabled-look">', False),
        ('<a onclick="go()">', False),
    ],
)
def test_a_control_without_href_is_no_link_that_cannot_be_followed(
    tag: str, control: bool, parser: str
) -> None:
    found = read(f"<title>Rye</title><body><p>{tag}Next</a> rye", parser)
    assert found.html is not None
    assert [link.text for link in found.html.unlinked] == ([] if control else ["Next"])
    assert found.text == "Next rye"


def test_the_head_tags_are_all_there_with_their_places(page: Page) -> None:
    html = page.html
    assert html.doctype
    assert html.base == "/base/"
    assert [(tag.kind, tag.key, tag.attribute) for tag in html.tags] == [
        ("meta", "charset", "charset"),
        ("title", "", ""),
        ("meta", "description", "name"),
        ("meta", "keywords", "name"),
        ("link", "canonical", "rel"),
        ("link", "alternate", "rel"),
        ("meta", "twitter:title", "name"),
        ("meta", "og:title", "property"),
        ("meta", "og:image", "property"),
        ("meta", "og:image:alt", "property"),
        ("meta", "article:published_time", "property"),
        ("meta", "author", "name"),
        ("link", "stylesheet", "rel"),
    ]
    assert all(tag.in_head for tag in html.tags)
    assert [PAGE[tag.span.start : tag.span.end] for tag in html.of("title")] == [
        "<title>\n  Rye &amp; wheat | Example</title>"
    ]
    assert html.tags[6].attributes == {
        "property": "og:title",
        "name": "twitter:title",
        "content": 'Rye "bread"',
    }
    assert html.content("og:title").raw == "content='Rye \"bread\"'"
    assert [(one.value, one.error, one.in_head) for one in html.jsonld] == [
        ({"@graph": [{"dateModified": "2025-02-03"}]}, "", True)
    ]
    assert html.head_breaker is None


def test_text_is_what_a_reader_reads(page: Page) -> None:
    assert page.text == "Rye bread\nMix\nand bake. Costs\nold nothing script"
    assert page.code == ("x < y",)
    assert page.math == ("\\(x\\)",)
    assert page.html.chrome_words == 7
    assert [(one.value, one.raw) for one in page.html.hidden] == [("not shown", 'style="DISPLAY: none"')]


def test_links_headings_images(page: Page) -> None:
    assert [(one.href, one.text, one.origin, one.rel, one.span.line) for one in page.links] == [
        ("/", "Example", "navigation", "home", 20),
        ("b.html#c", "Bread b", "text", "", 22),
    ]
    assert [one.text for one in page.html.unlinked] == ["nothing", "script"]
    assert [(one.level, one.text, one.span.line) for one in page.headings] == [
        (1, "Rye bread", 21),
        (3, "", 23),
    ]
    assert [(one.src, one.alt, one.width, one.height, one.loading) for one in page.images] == [
        ("b.png", "Bread  b", None, None, None),
        ("/c.png", None, "10", "20", "lazy"),
    ]
    assert [(one.text, one.href) for one in page.html.resources] == [
        ("link", "/a.css"),
        ("script", "/a.js"),
        ("img", "b.png"),
        ("img", "/c.png"),
        ("iframe", "/frame"),
    ]
    assert page.html.anchors == ("top", "j", "old")
    assert [(one.value, one.raw) for one in page.html.repeated_ids] == [("top", "id=top")]
    assert page.html.microdata
    assert page.html.rdfa


@pytest.mark.parametrize("parser", READERS)
def test_what_is_missing_was_looked_for(parser: str) -> None:
    page = read("<p>x", parser)
    for name in (
        "title",
        "description",
        "canonical",
        "keywords_field",
        "modified",
        "author",
        "image",
    ):
        assert getattr(page, name).missing, name
        assert getattr(page, name).field, name
    assert page.html.lang.missing
    assert page.lang is None
    assert not page.html.doctype
    assert (page.links, page.images, page.alternates, page.headings) == ((), (), (), ())
    assert page.question is None
    assert page.answer is None
    assert page.tags is None
    assert page.date is None, "only articles are asked for a date"
    assert read('<meta property="og:type" content="article"><p>x', parser).date.missing


@pytest.mark.parametrize("parser", READERS)
@pytest.mark.parametrize(
    ("html", "inside", "name"),
    [
        ("<head><div></div><title>x</title></head>", False, "div"),
        ("<head><img src=a><title>x</title></head><body>", False, "img"),
        ("<head>text<title>x</title></head>", False, "#text"),
        ("text<html><head><title>x</title></head>", False, "#text"),
        ("<head></head><title>x</title><body>", True, None),
        ("<head></head><body><title>x</title>", False, None),
        ("<title>x</title><p>minimal, as the standard allows", True, None),
        ("<HEAD><TITLE>x</TITLE></HEAD><BODY>", True, None),
        ("<head><script>'</head>'</script><title>x</title></head><body>", True, None),
        ("<head><!-- </head><p> --><title>x</title></head><body>", True, None),
        ('<head><meta content="</head><p>"><title>x</title></head><body>', True, None),
        ("<head><noscript><img src=a></noscript><title>x</title></head><body>", True, None),
        ("<head><template><p></template><title>x</title></head><body>", True, None),
        ("<head></head><head><title>x</title></head><body>", True, None),
        ("<p></p><head><title>x</title></head><body>", False, "p"),
    ],
)
def test_in_head_is_where_the_browsers_tree_has_it(
    parser: str, html: str, inside: bool, name: str | None
) -> None:
    page = read(html, parser)
    (title,) = page.html.of("title")
    assert title.in_head is inside
    breaker = page.html.head_breaker
    assert (breaker.value if breaker else None) == name
    if breaker and breaker.span:
        assert html[breaker.span.start :].startswith(f"<{name}")
        assert breaker.raw == html[breaker.span.start : breaker.span.end]


@pytest.mark.parametrize("parser", READERS)
@pytest.mark.parametrize(
    ("html", "count"),
    [
        ("<template><title>x</title></template>", 0),
        ("<body><svg><title>x</title></svg>", 0),
        ("<noscript><title>x</title></noscript>", 0),
        ("<textarea><title>x</title></textarea>", 0),
        ("<!-- <title>x</title> -->", 0),
        ("<title>x</title><title>y</title>", 2),
        ("<title>x<title>y</title>", 1),
    ],
)
def test_what_counts_as_a_title(parser: str, html: str, count: int) -> None:
    assert len(read(html, parser).html.of("title")) == count


@pytest.mark.parametrize("parser", READERS)
def test_the_tag_in_the_head_goes_before_one_that_is_not(parser: str) -> None:
    page = read(
        "<body><meta name=description content=late><link rel=canonical href=/late></body>",
        parser,
    )
    assert page.description.value == "late"
    assert page.canonical.value == "/late"
    page = read("<head><div><meta name=description content=late></head>", parser)
    assert page.description.value == "late"
    assert not page.html.tags[0].in_head


@pytest.mark.parametrize("parser", READERS)
@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        ("noindex", "robots", 1),
        ("NoIndex, follow", "ROBOTS", 1),
        ("none", "googlebot", 1),
        ("index, follow", "robots", 0),
        ("nofollow", "robots", 0),
        ("noindex", "bingbot", 0),
        ("noindexed", "robots", 0),
        ("max-snippet:-1,noindex", "robots", 1),
    ],
)
def test_noindex(parser: str, content: str, name: str, expected: int) -> None:
    page = read(f'<head><meta name="{name}" content="{content}"></head>', parser)
    assert len(page.noindex) == expected
    assert page.not_indexable == ("noindex" if expected else "")


@pytest.mark.parametrize(
    ("canonical", "base", "reason"),
    [
        ("https://example.org/bread/rye/", "https://example.org", ""),
        ("https://example.org/bread/rye", "https://example.org", ""),
        ("/bread/rye/index.html", "https://example.org", ""),
        ("./", "https://example.org", ""),
        ("#top", "https://example.org", "canonicalised"),
        ("/bread/", "https://example.org", "canonicalised"),
        ("https://example.com/bread/rye/", "https://example.org", "canonicalised"),
        ("https://example.com/bread/rye/", "", ""),
        ("https://example.com/bread/", "", "canonicalised"),
        ("", "https://example.org", ""),
    ],
)
def test_a_page_whose_canonical_is_another(canonical: str, base: str, reason: str) -> None:
    page = read(f'<head><link rel="canonical" href="{canonical}"></head>', base=base)
    assert page.not_indexable == reason


def reading(tmp_path: Path, name: str, content: bytes) -> Page:
    path = tmp_path / name
    path.write_bytes(content)
    return Reader(Settings()).read(Source(str(path), str(tmp_path)), SectionSettings())


def test_which_files_are_built_pages(tmp_path: Path) -> None:
    assert reading(tmp_path, "a.html", b"<title>x</title>").kind == "built"
    assert reading(tmp_path, "a.htm", b"<title>x</title>").title.value == "x"
    assert reading(tmp_path, "b.html", b"---\ntitle: x\n---\n<p>y</p>").kind == "source"
    with pytest.raises(Skip, match="template"):
        reading(tmp_path, "c.html", b"{% extends 'base.html' %}{% block body %}x{% endblock %}")
    with pytest.raises(Skip, match="no front matter"):
        reading(tmp_path, "c.md", b"text")


def test_files_that_prove_whose_the_site_is(tmp_path: Path) -> None:
    yandex = b"<html>\n<head></head>\n<body>Verification: 0123456789abcdef</body>\n</html>\n"
    for name, content in (
        ("google0123456789abcdef.html", b"google-site-verification: google0123456789abcdef.html"),
        ("naver0123456789abcdef.html", b"naver-site-verification: naver0123456789abcdef.html"),
        ("yandex_0123456789abcdef.html", yandex),
    ):
        with pytest.raises(Skip, match="verification file"):
            reading(tmp_path, name, content)
    assert reading(tmp_path, "how-to-verify.html", yandex).kind == "built"
    assert reading(tmp_path, "yandex_guide.html", yandex + b" " * 400).kind == "built"


def test_a_page_without_turbohtml_is_read_by_beautifulsoup(monkeypatch: pytest.MonkeyPatch) -> None:
    from seokit.extract import html

    expected = read(PAGE)
    monkeypatch.setattr(html, "turbo_is_there", lambda: False)
    monkeypatch.setitem(__import__("sys").modules, "seokit.extract.html.turbo", None)
    assert read(PAGE) == expected
