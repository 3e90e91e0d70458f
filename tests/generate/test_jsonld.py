from __future__ import annotations

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from seokit.extract.markdown import read_markdown
from seokit.generate.head import crumb, head, render_head
from seokit.generate.jsonld import script
from seokit.generate.site import Crumb, Site
from seokit.generate.texts import clean, clean_lines
from seokit.model import HeadSettings, Page, Settings, Span, Text

BASE = "https://example.org"
CONFIG = Settings(base_url=BASE, site_name="Fern & Moss")


def text(value: str, field: str) -> Text:
    return Text(value, value, Span(1, 1, 0, len(value)), field)


def page(**values: Any) -> Page:
    return Page(**{"path": "content/ferns.md", "url": BASE + "/plants/ferns", **values})


def nodes(made: Page, config: Settings = CONFIG, site: Site | None = None) -> dict[str, dict[str, Any]]:
    graph = head(made, config, site).graph
    assert graph is not None
    assert graph["@context"] == "https://schema.org"
    return {node["@type"]: node for node in graph["@graph"]}


ARTICLE = page(
    title=text("Ferns", "title"),
    title_published="Ferns | Fern & Moss",
    date=text("2025-01-22T10:00:00+01:00", "date"),
    modified=text("2025-02-03", "lastmod"),
    author=text("Ada Moss", "author"),
    subject=text("Botany", "subject"),
    image=text("/fern.png", "image"),
    lang="en",
)


def test_an_article() -> None:
    assert nodes(ARTICLE) == {
        "WebPage": {
            "@type": "WebPage",
            "@id": BASE + "/plants/ferns#webpage",
            "url": BASE + "/plants/ferns",
            "name": "Ferns | Fern & Moss",
            "inLanguage": "en",
            "isPartOf": {"@id": BASE + "/#website"},
        },
        "Article": {
            "@type": "Article",
            "@id": BASE + "/plants/ferns#article",
            "mainEntityOfPage": {"@id": BASE + "/plants/ferns#webpage"},
            "headline": "Ferns",
            "image": BASE + "/fern.png",
            "datePublished": "2025-01-22T10:00:00+01:00",
            "dateModified": "2025-02-03",
            "author": {"@type": "Person", "name": "Ada Moss"},
            "publisher": {
                "@type": "Organization",
                "@id": BASE + "/#organization",
                "name": "Fern & Moss",
                "url": BASE + "/",
            },
            "articleSection": "Botany",
            "inLanguage": "en",
        },
    }


def test_nothing_unknown_is_said() -> None:
    assert set(nodes(page(date=text("soon", "date")))) == {"WebPage"}
    assert set(nodes(page(date=text("2025-01-22", "date")))) == {"WebPage"}  # an article of no name
    (bare,) = nodes(page(), Settings(base_url=BASE)).values()
    assert set(bare) == {"@type", "@id", "url", "name"}
    assert head(ARTICLE, Settings()).graph is not None  # its URL is absolute
    assert head(replace(ARTICLE, url="/plants/ferns"), Settings()).graph is None
    made = nodes(replace(ARTICLE, image=None), replace(CONFIG, head=HeadSettings(image="/card.png")))
    assert "image" not in made["Article"]


@pytest.mark.parametrize(
    ("author", "fields", "expected"),
    [
        (
            "Fern & Moss",
            {},
            {
                "@type": "Organization",
                "@id": BASE + "/#organization",
                "name": "Fern & Moss",
                "url": BASE + "/",
            },
        ),
        ("by Ada", {}, {"@type": "Person", "name": "Ada"}),
        (
            "x",
            {"author": [{"name": "Ada", "url": "/ada"}, "Ben"]},
            [{"@type": "Person", "name": "Ada", "url": BASE + "/ada"}, {"@type": "Person", "name": "Ben"}],
        ),
    ],
)
def test_authors(author: str, fields: dict[str, Any], expected: Any) -> None:
    made = nodes(replace(ARTICLE, author=text(author, "author"), fields=fields))
    assert made["Article"]["author"] == expected


def test_the_home_page_alone_has_site_and_organization() -> None:
    config = replace(
        CONFIG,
        base_url=BASE + "/docs",
        head=HeadSettings(
            alternate_name="F&M",
            organization="Fern Ltd",
            logo="/logo.png",
            same_as=("https://social.example/fern", "mailto:a@b"),
        ),
    )
    made = nodes(page(url=BASE + "/docs/", date=text("2025-01-22", "date")), config)
    home = BASE + "/docs/"
    assert set(made) == {"WebPage", "WebSite", "Organization"}
    assert made["WebSite"] == {
        "@type": "WebSite",
        "@id": home + "#website",
        "url": home,
        "name": "Fern & Moss",
        "alternateName": "F&M",
        "publisher": {"@id": home + "#organization"},
    }
    assert made["Organization"]["name"] == "Fern Ltd"
    assert made["Organization"]["logo"] == BASE + "/docs/logo.png"
    assert made["Organization"]["sameAs"] == ["https://social.example/fern"]
    assert made["WebPage"]["isPartOf"]["@id"] == made["WebSite"]["@id"]
    assert "WebSite" not in nodes(page(url=BASE + "/docs/a"), config)
    assert set(nodes(page(url=BASE + "/"), Settings(base_url=BASE))) == {"WebPage"}


# -- questions -------------------------------------------------------------------------------------------

ANSWER = "Because of **gluten**:\n\n```python\nrest()\n```\n\nand $a < b$."
SHOWN = "Because of gluten:\nrest()\nand $a < b$."


def asked(answer: str = ANSWER, **values: Any) -> Page:
    read = read_markdown(answer)
    field = text(answer, "answer")
    return page(
        question=text("Why does dough\nrest?", "question"),
        answer=field,
        text_field=field,
        text=read.text,
        code=read.code,
        math=read.math,
        title=text("Why does dough rest?", "title"),
        date=text("2025-01-22", "date"),
        subject=text("Bread", "subject"),
        **values,
    )


def test_questions_of_a_community() -> None:
    made = nodes(asked(), replace(CONFIG, qa="community"))
    assert set(made) == {"QAPage", "Question"}
    assert made["QAPage"]["mainEntity"] == {"@id": made["Question"]["@id"]}
    assert made["Question"] == {
        "@type": "Question",
        "@id": BASE + "/plants/ferns#question",
        "name": "Why does dough rest?",
        "text": "Why does dough rest?",
        "answerCount": 1,
        "datePublished": "2025-01-22",
        "acceptedAnswer": {"@type": "Answer", "text": SHOWN, "url": BASE + "/plants/ferns"},
    }


def test_questions_for_learners() -> None:
    made = nodes(asked(), replace(CONFIG, qa="education"))
    assert set(made) == {"WebPage", "Quiz"}
    assert made["Quiz"] == {
        "@type": "Quiz",
        "@id": BASE + "/plants/ferns#quiz",
        "about": {"@type": "Thing", "name": "Bread"},
        "educationalAlignment": [
            {"@type": "AlignmentObject", "alignmentType": "educationalSubject", "targetName": "Bread"}
        ],
        "hasPart": [
            {
                "@type": "Question",
                "eduQuestionType": "Flashcard",
                "text": "Why does dough rest?",
                "acceptedAnswer": {"@type": "Answer", "text": SHOWN},
            }
        ],
    }


@pytest.mark.parametrize("qa", ["none", "community", "education"])
def test_without_an_answer_a_question_is_an_article(qa: Any) -> None:
    config = replace(CONFIG, qa=qa)
    assert "Article" in nodes(replace(asked(), answer=text(" ", "answer")), config)
    assert "Article" in nodes(replace(asked(), question=None), config)
    if qa == "none":
        assert "Article" in nodes(asked(), config)


def test_an_answer_that_is_not_the_text_is_read_by_itself() -> None:
    made = nodes(replace(asked(), text_field=text("Body", "@body")), replace(CONFIG, qa="community"))
    assert made["Question"]["acceptedAnswer"]["text"] == SHOWN
    plain = nodes(asked("Two *lines*\n\nof it."), replace(CONFIG, qa="community"))
    assert plain["Question"]["acceptedAnswer"]["text"] == "Two lines\nof it."


# -- breadcrumbs -----------------------------------------------------------------------------------------


def site(*paths: str, base: str = BASE) -> Site:
    made = Site(base)
    for path in paths:
        made.add(Crumb(f"name of {path}", BASE + path))
    return made


def test_breadcrumbs_lead_over_real_pages() -> None:
    made = nodes(ARTICLE, site=site("/", "/plants/ferns/", "/plants/other", "/plan"))
    assert made["WebPage"]["breadcrumb"] == {"@id": BASE + "/plants/ferns#breadcrumb"}
    assert made["BreadcrumbList"] == {
        "@type": "BreadcrumbList",
        "@id": BASE + "/plants/ferns#breadcrumb",
        "itemListElement": [
            {"@type": "ListItem", "position": 1, "name": "name of /", "item": BASE + "/"},
            {"@type": "ListItem", "position": 2, "name": "Ferns", "item": BASE + "/plants/ferns"},
        ],
    }
    three = nodes(ARTICLE, site=site("/plants/", "/"))["BreadcrumbList"]["itemListElement"]
    assert [item["item"] for item in three] == [BASE + "/", BASE + "/plants/", BASE + "/plants/ferns"]


def test_one_page_is_no_trail() -> None:
    for others in (site(), site("/plants/ferns"), site("/else")):
        assert "BreadcrumbList" not in nodes(ARTICLE, site=others)
    assert "BreadcrumbList" not in nodes(replace(ARTICLE, url=BASE + "/"), site=site("/"))


def test_a_site_in_a_folder_begins_there() -> None:
    made = Site(BASE + "/docs")
    made.add(Crumb("Docs", BASE + "/docs/"))
    made.add(Crumb("Root", BASE + "/"))
    assert [one.name for one in made.trail(BASE + "/docs/a/b")] == ["Docs"]
    assert made.trail("https://other.example/docs/a") == []


def test_a_page_that_is_not_published_is_no_crumb() -> None:
    assert crumb(ARTICLE, CONFIG) == Crumb("Ferns", BASE + "/plants/ferns")
    assert crumb(replace(ARTICLE, not_indexable="noindex"), CONFIG)
    for why in ("draft", "future date"):
        assert crumb(replace(ARTICLE, not_indexable=why), CONFIG) is None
    assert crumb(replace(ARTICLE, url=""), CONFIG) is None
    assert crumb(page(), CONFIG) is None  # the file's name is no name for a page


# -- written for its place -------------------------------------------------------------------------------

HOSTILE = st.one_of(
    st.text(st.characters(codec=None), max_size=40),
    st.lists(
        st.sampled_from(
            ["</script>", "</SCRIPT ", "<!--", "<script>", "-->", "]]>", "&lt;", "&", "<", ">", '"', "\\", "'",
             "\u2028", "\u2029", "\x85", "\x7f", "\0", "\r\n", "\n", "\ud800", "\udc00", "\ufffe", "😀", "{{ x }}", "a"]
        ),
        max_size=8,
    ).map("".join),
)  # fmt: skip


@given(HOSTILE, HOSTILE, HOSTILE)
def test_any_text_is_read_back_and_ends_no_script(one: str, two: str, three: str) -> None:
    config = replace(CONFIG, qa="community", site_name=three)
    made = head(
        replace(
            asked(two, author=text(three, "author"), lang=one), question=text(one, "question"), url=BASE + "/" + three
        ),
        config,
        site("/"),
    )  # fmt: skip
    if made.graph is None:
        return
    assert not set(made.script) & set("<>&\u2028\u2029")
    html = f"<!DOCTYPE html><html><head>{render_head(made)}</head><body><p>after</p></body></html>"
    for parser in ("html.parser", "lxml"):
        soup = BeautifulSoup(html, parser)
        (element,) = soup.find_all("script")
        assert element.string == made.script
        assert json.loads(element.string) == made.graph
        assert soup.p is not None
    by_type = {node["@type"]: node for node in made.graph["@graph"]}
    if "Question" in by_type:
        assert by_type["Question"]["name"] == clean(one)


@given(HOSTILE)
def test_cleaning_keeps_what_can_be_written_and_is_stable(value: str) -> None:
    for cleaning in (clean, clean_lines):
        cleaned = cleaning(value)
        assert cleaning(cleaned) == cleaned
        cleaned.encode("utf-8")
        assert json.loads(script({"a": cleaned})) == {"a": cleaned}
