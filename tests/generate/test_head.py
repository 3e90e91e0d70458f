from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from seokit.generate.head import Tag, explain_head, head, render_head
from seokit.generate.head_values import first_sentence
from seokit.generate.templates import BadTemplateError
from seokit.model import Heading, Image, Page, SectionSettings, Settings, Span, Text

BASE = "https://example.org"
CONFIG = Settings(base_url=BASE, site_name="Fern & Moss")


def text(value: str, field: str) -> Text:
    return Text(value, value, Span(1, 1, 0, len(value)), field)


def tags(page: Page, config: Settings = CONFIG) -> dict[str, Tag]:
    return {tag.name or tag.kind: tag for tag in head(page, config).tags}


def page(**values: Any) -> Page:
    return Page(**{"path": "content/how-ferns-grow.md", "url": BASE + "/how-ferns-grow", **values})


def test_a_whole_head() -> None:
    made = head(
        page(
            title=text("How do ferns grow?", "title"),
            title_published="How do ferns grow? | Fern & Moss",
            description=text("Ferns grow from spores.", "description"),
            description_published="Ferns grow from spores.",
            url_field=text("/how-ferns-grow", "url"),
            keywords=("ferns", "spores"),
            keywords_field=text("ferns, spores", "keywords"),
            author=text("Ada Moss", "author"),
            date=text("2025-01-22", "date"),
            modified=text("2025-02-03T10:00:00+01:00", "lastmod"),
            lang="en-GB",
            image=text("/img/fern leaf.png", "image"),
            image_alt=text('A "fern"', "image_alt"),
            subject=text("Botany", "subject"),
            tags=("a", "b", "a", "c", "d", "e", "f", "g"),
        ),
        CONFIG,
    )
    assert render_head(made) == (
        "<title>How do ferns grow? | Fern &amp; Moss</title>\n"
        '<meta name="description" content="Ferns grow from spores.">\n'
        '<link rel="canonical" href="https://example.org/how-ferns-grow">\n'
        '<meta name="keywords" content="ferns, spores">\n'
        '<meta name="author" content="Ada Moss">\n'
        '<meta property="og:title" content="How do ferns grow?">\n'
        '<meta property="og:description" content="Ferns grow from spores.">\n'
        '<meta property="og:type" content="article">\n'
        '<meta property="og:url" content="https://example.org/how-ferns-grow">\n'
        '<meta property="og:site_name" content="Fern &amp; Moss">\n'
        '<meta property="og:locale" content="en_GB">\n'
        '<meta property="og:image" content="https://example.org/img/fern%20leaf.png">\n'
        '<meta property="og:image:alt" content="A &#34;fern&#34;">\n'
        '<meta property="article:published_time" content="2025-01-22">\n'
        '<meta property="article:modified_time" content="2025-02-03T10:00:00+01:00">\n'
        '<meta property="article:author" content="Ada Moss">\n'
        '<meta property="article:section" content="Botany">\n'
        + "".join(f'<meta property="article:tag" content="{tag}">\n' for tag in "abcdef")
        + '<meta name="twitter:card" content="summary_large_image">\n'
        '<meta name="twitter:image:alt" content="A &#34;fern&#34;">\n'
        '<script type="application/ld+json">'
        f"{made.script}</script>"
    )
    rows = explain_head(made, 120).split("\n")
    assert rows[0].split() == ["tag", "value", "source"]
    assert rows[1].endswith("title expression of the config")
    assert rows[3].split() == ["canonical", BASE + "/how-ferns-grow", "own", "URL", "(url)"]
    column = rows[0].index("source")
    assert [row[column:] for row in rows[1:]] == [tag.source for tag in made.tags]


def test_nothing_unknown_is_written() -> None:
    made = tags(Page(path="a.md"), Settings())
    assert set(made) == {"title", "og:title", "og:type", "twitter:card"}
    assert (made["title"].content, made["title"].source) == ("a", "file name")
    assert made["twitter:card"].content == "summary"


@pytest.mark.parametrize(
    ("values", "content", "source"),
    [
        (
            {"title_published": "T", "title": text("T", "title"), "seo_title": text("S", "seo.title")},
            "T",
            "title",
        ),
        (
            {"title_published": "T | B", "title": text("T", "title")},
            "T | B",
            "title expression of the config",
        ),
        (
            {"title_published": " | B", "title": Text(field="title"), "seo_title": text("S", "seo.title")},
            "S",
            "seo.title",
        ),
        ({"title": text("T", "title")}, "T", "title"),
        (
            {"title": text(" ", "title"), "headings": (Heading(2, "Two"), Heading(1, "One"))},
            "One",
            "first H1",
        ),
        ({}, "how ferns grow", "file name"),
        ({"path": "content/green-ferns/index.md"}, "green ferns", "file name"),
    ],
)
def test_the_chain_of_the_title(values: dict[str, Any], content: str, source: str) -> None:
    config = Settings(base_url=BASE, sections=(SectionSettings(title="{{ title }} | B"),))
    found = tags(page(**values), config)["title"]
    assert (found.content, found.source) == (content, source)


@pytest.mark.parametrize(
    ("values", "content", "source"),
    [
        (
            {"description_published": "Read: D", "description": text("D", "description")},
            "Read: D",
            "description expression of the config",
        ),
        (
            {
                "description_published": "Read: ",
                "description": Text(field="description"),
                "text": "Ferns are green. Moss",
            },
            "Ferns are green.",
            "first sentence",
        ),
        (
            {"text": "A heading\n\nFerns, e.g. bracken, are green! And more."},
            "Ferns, e.g. bracken, are green!",
            "first sentence",
        ),
    ],
)
def test_the_chain_of_the_description(values: dict[str, Any], content: str, source: str) -> None:
    config = Settings(base_url=BASE, sections=(SectionSettings(description="Read: {{ description }}"),))
    found = tags(page(**values), config)["description"]
    assert (found.content, found.source) == (content, source)


def test_an_expression_without_the_field_is_kept_when_the_field_is_empty() -> None:
    config = Settings(base_url=BASE, sections=(SectionSettings(description="All about {{ title }}"),))
    made = tags(page(description=Text(field="description"), description_published="All about ferns"), config)
    assert made["description"].content == "All about ferns"


@pytest.mark.parametrize(
    ("prose", "sentence"),
    [
        ("", ""),
        ("No end", ""),
        ("It is 3.14 or so. Next", "It is 3.14 or so."),
        ("He said \u201cgo.\u201d Then", "He said \u201cgo.\u201d"),
        ("\u30b7\u30c0\u306f\u7dd1\u3067\u3059\u3002\u6b21", "\u30b7\u30c0\u306f\u7dd1\u3067\u3059\u3002"),
        ("word " * 1000 + "end.", ""),
    ],
)
def test_first_sentence(prose: str, sentence: str) -> None:
    assert first_sentence(prose) == sentence


def test_canonical_is_absolute_or_absent() -> None:
    assert tags(page(canonical=text("/other page", "canonical")))["canonical"] == Tag(
        "link", "rel", "canonical", BASE + "/other%20page", "canonical"
    )
    assert tags(page(canonical=text("../x", "canonical")))["og:url"].content == BASE + "/x"
    assert (
        tags(page(canonical=text("javascript:alert(1)", "canonical")))["canonical"].source
        == "own URL (URL pattern)"
    )
    assert "canonical" not in tags(page(url="/a"), Settings())
    absolute = tags(page(url="/a", canonical=text("https://example.org/b", "canonical")), Settings())
    assert absolute["canonical"].content == "https://example.org/b"


def test_robots_is_written_only_to_forbid() -> None:
    assert "robots" not in tags(page())
    assert "robots" not in tags(page(not_indexable="canonicalised"))
    marked = tags(page(noindex=(text("true", "no_index"),), not_indexable="draft"))["robots"]
    assert (marked.content, marked.source) == ("noindex", "no_index")
    assert tags(page(not_indexable="draft"))["robots"].source == "draft"


def test_kind_and_article_tags() -> None:
    dated = {"date": text("2025-01-22", "date"), "subject": text("Botany", "subject")}
    assert tags(page(**dated))["og:type"].content == "article"
    assert tags(page(**dated))["article:modified_time"].source == "date"
    home = tags(page(url=BASE + "/", **dated))
    assert home["og:type"].source == "home page"
    assert "article:section" not in home
    assert "article:published_time" not in tags(page(date=text("soon", "date")))


def test_image_falls_back_to_the_first_of_the_text() -> None:
    images = (Image("data:image/png;base64,AAAA", "x"), Image("../fern.png", "A fern"), Image("/b.png"))
    made = tags(page(images=images))
    assert made["og:image"].content == BASE + "/fern.png"
    assert made["og:image:alt"].content == "A fern"
    assert made["og:image"].source == "first image of the text"
    assert "og:image" not in tags(page(url="/a", images=images), Settings())


@pytest.mark.parametrize(
    ("lang", "locale"),
    [("en-US", "en_US"), ("pt_br", "pt_BR"), ("zh-Hant-TW", "zh_TW"), ("en", None), ("?", None)],
)
def test_locale(lang: str, locale: str | None) -> None:
    found = tags(page(lang=lang)).get("og:locale")
    assert (found.content if found else None) == locale


HOSTILE = st.one_of(
    st.text(st.characters(codec=None), max_size=30),
    st.lists(
        st.sampled_from(
            [
                '"',
                "'",
                ">",
                "<",
                "</title>",
                "<script>",
                "&amp;",
                "&",
                "-->",
                "{{ x }}",
                "\n",
                "\r",
                "\0",
                "\ud800",
                "\x85",
                "a",
            ]
        ),
        max_size=8,
    ).map("".join),
)


@given(HOSTILE, HOSTILE, HOSTILE)
def test_every_value_reads_back_as_it_was_decided(one: str, two: str, three: str) -> None:
    made = head(
        page(
            path=f"content/{one}.md",
            url=f"{BASE}/{two}",
            title=text(one, "title"),
            title_published=two,
            seo_title=text(three, "seo"),
            description_published=one,
            canonical=text(three, "canonical"),
            keywords=(one, two, three),
            author=text(two, "author"),
            date=text("2025-01-22", "date"),
            image=text("/" + three, "image"),
            image_alt=text(one, "alt"),
            lang=two,
            tags=(one, two),
            text=one + two,
        ),
        Settings(base_url=BASE, site_name=three),
    )
    soup = BeautifulSoup(f"<head>{render_head(made)}</head>", "html.parser")
    read = []
    for element in soup.head.find_all(True) if soup.head else []:
        kind = {"meta": "content", "link": "href"}.get(element.name)
        name = element.get("name") or element.get("property") or " ".join(element.get("rel") or ())
        if element.name == "script":
            assert json.loads(element.get_text()) == made.graph
            continue
        read.append((element.name, name or "", element.get(kind) if kind else element.get_text()))
    assert read == [(tag.kind, tag.name, tag.content) for tag in made.tags]
    assert all(tag.content and tag.source for tag in made.tags)
    explain_head(made).encode()


def test_a_user_template_goes_first_and_its_faults_are_named(tmp_path: Path) -> None:
    made = head(page(title=text("T & T", "title")), CONFIG)
    template = tmp_path / "head.html.j2"
    template.write_text("{{ tags[0].content }}\n")
    assert render_head(made, str(tmp_path)) == "T &amp; T"
    template.write_text("one\n{% if %}")
    with pytest.raises(BadTemplateError, match=r"head\.html\.j2:2: "):
        render_head(made, str(tmp_path))
    template.write_text("{{ nothing }}")
    with pytest.raises(BadTemplateError, match="'nothing' is undefined"):
        render_head(made, str(tmp_path))
