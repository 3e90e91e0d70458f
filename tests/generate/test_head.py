from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

import seokit
from seokit.generate.head import VERIFICATION, Tag, explain_head, head, render_head
from seokit.generate.templates import BadTemplateError
from seokit.generate.texts import first_sentence
from seokit.model import Alternate, Heading, HeadSettings, Image, Page, SectionSettings, Settings, Span, Text

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


def test_without_an_expression_the_seo_title_comes_first() -> None:
    found = tags(page(title_published="T", title=text("T", "title"), seo_title=text("S", "seo.title")))
    assert (found["title"].content, found["title"].source) == ("S", "seo.title")


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


# -- what the config says of the whole site --------------------------------------------------------------

WHOLE = Settings(
    base_url=BASE,
    site_name="Fern & Moss",
    head=HeadSettings(
        image="/card.svg",
        image_alt="A fern",
        lang="en-GB",
        twitter="@fern",
        twitter_creator="@ada",
        robots="max-image-preview:large",
        verification={name: f"code-{name}" for name in VERIFICATION},
    ),
)


def test_the_config_fills_what_the_page_leaves_open() -> None:
    made = tags(page(lang="en"), WHOLE)
    assert (made["og:image"].content, made["og:image"].source) == (
        BASE + "/card.svg",
        "head.image of the config",
    )
    assert made["og:image:alt"].content == made["twitter:image:alt"].content == "A fern"
    assert made["og:locale"].content == "en_GB"
    assert made["twitter:site"].content == "@fern"
    assert made["twitter:creator"].content == "@ada"
    assert made["robots"].content == "max-image-preview:large"
    assert tags(page(not_indexable="noindex"), WHOLE)["robots"].content == "noindex"
    assert "og:locale" not in tags(page(lang="fr"), WHOLE)
    assert tags(page(), WHOLE)["og:locale"].source == "head.lang of the config"


def test_verification_stands_on_the_home_page_alone() -> None:
    home, other = tags(page(url=BASE + "/"), WHOLE), tags(page(), WHOLE)
    for service, name in VERIFICATION.items():
        assert home[name].content == f"code-{service}"
        assert name not in other


def test_alternates_and_their_locales() -> None:
    alternates = tuple(
        Alternate(lang, text(href, "href"))
        for lang, href in [
            ("en-gb", "/a"), ("de-DE", "/de/a"), ("fr", "/fr/a"), ("de-DE", "/b"), ("x-default", "/a"), ("it", "mailto:a")
        ]
    )  # fmt: skip
    made = head(page(alternates=alternates, lang="en-GB"), CONFIG).tags
    links = [(tag.hreflang, tag.content) for tag in made if tag.name == "alternate"]
    assert links == [
        ("en-gb", BASE + "/a"),
        ("de-DE", BASE + "/de/a"),
        ("fr", BASE + "/fr/a"),
        ("x-default", BASE + "/a"),
    ]
    assert [tag.content for tag in made if tag.name == "og:locale:alternate"] == ["de_DE"]
    html = render_head(head(page(alternates=alternates, lang="en-GB"), CONFIG))
    assert '<link rel="alternate" hreflang="de-DE" href="https://example.org/de/a">' in html


def test_an_image_on_disk_is_measured(tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "a b.svg").write_text('<svg viewBox="0 0 30 20"/>')
    config = Settings(base_url=BASE, root=str(tmp_path))
    made = tags(page(image=text("/a%20b.svg?v=1", "image")), config)
    sizes = [made[f"og:image:{name}"].content for name in ("width", "height", "type")]
    assert sizes == ["30", "20", "image/svg+xml"]
    assert "og:image:width" not in tags(page(image=text("/b.svg", "image")), config)


@pytest.mark.parametrize(
    ("author", "fields", "names"),
    [
        ("by Ada Moss", {}, ["Ada Moss"]),
        ("Moss, Ada", {}, ["Moss, Ada"]),
        ("Byron Fern", {}, ["Byron Fern"]),
        ("Ada, Ben", {"author": ["Ada", "Posted by Ben", "Ada", 3]}, ["Ada", "Ben"]),
        ("Ada, /ada", {"author": {"name": "Ada", "url": "/ada"}}, ["Ada"]),
        ("Ada", {"author": [{"name": "Ada", "url": "/ada"}, {"url": "/x"}]}, ["Ada"]),
        (" ", {}, []),
    ],
)
def test_authors_are_names_alone(author: str, fields: dict[str, Any], names: list[str]) -> None:
    dated = {"date": text("2025-01-22", "date"), "author": text(author, "author"), "fields": fields}
    made = head(page(**dated), CONFIG).tags
    assert [tag.content for tag in made if tag.name == "article:author"] == names
    assert [tag.content for tag in made if tag.name == "author"] == ([", ".join(names)] if names else [])


# -- built pages -----------------------------------------------------------------------------------------

BUILT = """<!DOCTYPE html>
<html lang="de-AT"><head><title>Farne | Fern &amp; Moss</title>
<meta name="robots" content="nofollow, max-snippet:20">
<meta property="og:title" content="Farne!">
<meta property="og:image" content="/farn.png"><meta property="og:image:alt" content="Ein Farn">
<meta name="twitter:title" content="Farne auf X"><meta name="twitter:description" content="Farne sind alt.">
<meta name="twitter:image" content="/farn.png"><meta name="twitter:card" content="summary">
<meta property="article:published_time" content="2025-01-22"><meta property="article:tag" content="Farn">
<meta property="article:author" content="https://social.example/ada"><meta name="author" content="Ada Moos">
<link rel="next" href="/farne/2"><link rel="alternate" hreflang="en" href="/ferns">
</head><body><h1>Farne</h1><p>Farne sind alt. Moose auch.</p></body></html>
"""


def built(folder: Path, html: str = BUILT) -> Page:
    (folder / "farne.html").write_text(html, "utf-8")
    (made,) = seokit.read(folder / "farne.html", base_url=BASE)
    return made


def test_a_built_page_keeps_its_own_tags(tmp_path: Path) -> None:
    made = tags(built(tmp_path))
    assert made["title"].content == "Farne | Fern & Moss"
    assert made["description"].content == "Farne sind alt."
    assert made["robots"].content == "nofollow, max-snippet:20"
    assert made["og:title"].content == "Farne!"
    assert made["og:image"].content == BASE + "/farn.png"
    assert made["og:image:alt"].content == "Ein Farn"
    assert made["og:locale"].content == "de_AT"
    assert made["twitter:card"].content == "summary"
    assert made["twitter:title"].content == "Farne auf X"
    assert not {"twitter:description", "twitter:image"} & set(made)
    assert made["article:tag"].content == "Farn"
    assert made["article:author"].content == made["author"].content == "Ada Moos"
    assert made["next"].content == BASE + "/farne/2"
    assert made["alternate"].hreflang == "en"
    graph = head(built(tmp_path), CONFIG).graph
    assert graph
    assert graph["@graph"][1]["headline"] == "Farne"


def test_what_one_robot_is_told_is_not_told_to_all(tmp_path: Path) -> None:
    quiet = BUILT.replace(
        'name="robots" content="nofollow, max-snippet:20"', 'name="googlebot" content="noindex"'
    )
    assert "robots" not in tags(built(tmp_path, quiet), WHOLE)
    none = BUILT.replace("nofollow, max-snippet:20", "NOINDEX, nofollow")
    assert tags(built(tmp_path, none), WHOLE)["robots"].content == "NOINDEX, nofollow"


def test_a_bare_built_page_is_read_for_its_title(tmp_path: Path) -> None:
    made = tags(built(tmp_path, "<!DOCTYPE html><h1>Farne</h1><p>Farne sind alt."))
    assert (made["title"].content, made["title"].source) == ("Farne", "first H1")
    assert made["description"].source == "first sentence"
