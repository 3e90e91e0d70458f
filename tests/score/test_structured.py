"""JSON-LD as nodes: contexts, graphs, references, places, and whatever else a script may hold."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seokit.model import Html, JsonLd, Page, SectionSettings, Settings, Span, Text
from seokit.score.breadcrumbs import breadcrumb_fault
from seokit.score.context import Context
from seokit.score.registry import RULES
from seokit.score.structured import MAX_NODES, Structured, opened

SCHEMA_RULES = [rule for rule in RULES.values() if rule.topic == "schema"]


def page_of(*values: Any, raw: str | None = None) -> Page:
    scripts = []
    for value in values:
        text = json.dumps(value) if raw is None else raw
        scripts.append(JsonLd(text, value, Span(3, 10, 100, 100 + len(text))))
    return Page(path="a.html", kind="built", text="Rye is sour.", html=Html(jsonld=tuple(scripts)))


def read(*values: Any) -> Structured:
    return Structured(page_of(*values))


def in_schema(value: dict[str, Any]) -> dict[str, Any]:
    return {"@context": "https://schema.org", **value}


def types(structured: Structured) -> list[tuple[str, ...]]:
    return [node.types for node in structured.nodes]


@pytest.mark.parametrize(
    "context",
    [
        "https://schema.org",
        "http://schema.org/",
        "https://www.schema.org",
        "HTTPS://SCHEMA.ORG/",
        "https://schema.org/docs/jsonldcontext.json",
        "https://schema.org/docs/jsonldcontext.jsonld",
        {"@vocab": "https://schema.org/"},
        ["https://schema.org", {"@language": "en"}],
        [{"ex": "https://example.org/"}, "http://schema.org"],
    ],
)
def test_contexts_of_schema_org(context: Any) -> None:
    structured = read({"@context": context, "@type": "Recipe", "name": "Rye"})
    (node,) = structured.nodes
    assert node.types == ("Recipe",)
    assert node.names == ("name",)
    assert node.get("name") == "Rye"
    assert not node.open


@pytest.mark.parametrize(
    "context",
    [
        "https://bake.example/context.jsonld",
        {"@vocab": "https://bake.example/"},
        ["https://schema.org", {"@vocab": "https://bake.example/"}],
        ["https://schema.org", None],
        None,
        17,
        {},
        [],
    ],
)
def test_contexts_of_others(context: Any) -> None:
    assert read({"@context": context, "@type": "Recipe", "name": "Rye"}).nodes == []


def test_a_further_context_that_cannot_be_read_leaves_names_open() -> None:
    (node,) = read({"@context": ["https://schema.org", "https://bake.example/c"], "@type": "Loaf"}).nodes
    assert node.open


def test_prefixes_and_terms_of_the_page() -> None:
    context = {"sdo": "https://schema.org/", "crust": "https://bake.example/crust", "title": "sdo:headline"}
    (node,) = read(
        {
            "@context": ["https://schema.org", context],
            "@type": ["sdo:Article", "https://schema.org/WebPage", "bake:Loaf"],
            "sdo:name": "Rye",
            "crust": "thick",
            "title": "Rye bread",
            "http://schema.org/url": "/rye",
            "og:title": "Rye",
        }
    ).nodes
    assert node.types == ("Article", "WebPage")
    assert node.open  # beside a type of another vocabulary
    assert {name: node.get(name) for name in node.names} == {
        "name": "Rye",
        "headline": "Rye bread",
        "url": "/rye",
    }
    assert node.get("crust") is node.get("@type") is None
    assert node.written == {"name": "sdo:name", "headline": "title", "url": "http://schema.org/url"}


def test_a_definition_of_how_a_value_is_read_leaves_the_name_alone() -> None:
    context = ["https://schema.org", {"sameAs": {"@type": "@id"}, "schema": "https://bake.example/"}]
    (node,) = read({"@context": context, "@type": "Person", "sameAs": "/a", "schema:crust": 1}).nodes
    assert node.names == ("sameAs",)


def test_an_inner_context_counts_inside_only() -> None:
    structured = read(
        in_schema(
            {
                "@type": "Recipe",
                "video": {"@context": "https://bake.example/c", "@type": "VideoObject"},
                "author": {"@type": "Person"},
            }
        )
    )
    assert types(structured) == [("Recipe",), ("VideoObject",), ("Person",)]
    assert [node.open for node in structured.nodes] == [False, True, False]


def test_graphs_lists_and_nested_nodes_in_the_order_of_the_file() -> None:
    structured = read(
        [
            in_schema(
                {"@graph": [{"@type": "WebPage"}, {"@type": "Article", "author": [{"@type": "Person"}]}]}
            ),
            in_schema(
                {"@type": "Recipe", "step": {"@list": [{"@type": "HowToStep"}, {"@type": "HowToStep"}]}}
            ),
        ],
        in_schema({"@type": "Event"}),
    )
    assert types(structured) == [
        ("WebPage",),
        ("Article",),
        ("Person",),
        ("Recipe",),
        ("HowToStep",),
        ("HowToStep",),
        ("Event",),
    ]
    assert [node.label for node in structured.top] == ["WebPage", "Article", "Recipe", "Event"]
    assert structured.nodes[2].field("name") == "Article.author.name"
    assert structured.nodes[4].path == [1, "step", "@list", 0]
    assert structured.nodes[-1].script == 1


def test_references_lead_to_the_whole_node() -> None:
    structured = read(
        in_schema(
            {
                "@graph": [
                    {
                        "@type": "Article",
                        "author": {"@id": "#ada"},
                        "publisher": {"@id": "https://x.example/#o"},
                    },
                    {"@id": "#ada", "@type": "Person"},
                    {"@id": "#ada", "name": "Ada"},
                ]
            }
        )
    )
    article = structured.nodes[0]
    (ada,) = structured.linked(article, "author")
    assert structured.values(ada, "name") == ["Ada"]
    assert structured.linked(article, "publisher") == []
    assert [node.label for node in structured.main] == ["Article", "a node without @type"]


def test_nodes_that_name_each_other_come_to_an_end() -> None:
    structured = read(
        in_schema(
            {
                "@graph": [
                    {"@id": "#a", "@type": "WebPage", "mainEntity": {"@id": "#b"}},
                    {"@id": "#b", "@type": "Article", "mainEntity": {"@id": "#a"}},
                ]
            }
        )
    )
    assert [node.id for node in structured.main] == ["#a", "#b"]


def test_empty_values_are_none() -> None:
    assert opened([None, "", "  ", [], {}, [["a"]], {"@value": "b"}, {"@list": ["c", None]}, 0, False]) == [
        "a",
        "b",
        "c",
        0,
        False,
    ]


def test_places() -> None:
    raw = '\n{"@context": "https://schema.org",\n "schema:name": "Rye", "author": {"@type": "Person"}}\n'
    structured = Structured(page_of(json.loads(raw), raw=raw))
    top, author = structured.nodes
    place = structured.place(top, "name", "Rye")
    assert place.raw == '"schema:name": "Rye"'
    assert place.span == Span(5, 2, 100 + raw.index('"schema:name"'), 100 + raw.index(', "author"'))
    assert structured.place(author).raw == '"author": {"@type": "Person"}'
    assert structured.place(author).field == "author"
    # A property that is not there stands where its node does.
    assert structured.place(author, "name").span == structured.place(author).span


def test_a_place_that_cannot_be_told_is_the_script() -> None:
    structured = Structured(page_of(in_schema({"@type": "Recipe"}), raw="{"))
    assert structured.place(structured.nodes[0]).span == structured.scripts[0].span


def test_hostile_depth_and_number() -> None:
    deep: Any = in_schema({"@type": "Article"})
    for _ in range(50_000):
        deep = {"@context": "https://schema.org", "about": deep}
    assert len(Structured(page_of(deep, raw="{}")).nodes) <= 102
    many = in_schema({"@graph": [{"@type": "Thing"}] * (2 * MAX_NODES)})
    assert len(read(many).nodes) == MAX_NODES


def test_a_breadcrumb_that_was_not_read_to_its_end_is_not_judged() -> None:
    items = [{"@type": "ListItem", "position": at + 1, "name": "Rye"} for at in range(2 * MAX_NODES)]
    trail = {"@type": "BreadcrumbList", "itemListElement": items}
    structured = read(in_schema(trail))
    assert breadcrumb_fault(structured, structured.nodes[0]) is None
    structured = read(in_schema({**trail, "itemListElement": [*items[:3], "Rye"]}))
    assert breadcrumb_fault(structured, structured.nodes[0]) is not None


def test_hostile_names() -> None:
    long = "n" * 1_000_000
    assert read(in_schema({"@type": [long, "Recipe"], long: 1, "name": "Rye"})).nodes[0].names == ("name",)
    (node,) = read(in_schema({"@type": "Recipe", **{f"name{number}": 1 for number in range(10_000)}})).nodes
    assert len(node.names) <= 200
    assert read(in_schema({"@type": long})).nodes == []


def test_a_script_with_many_faults_is_read_once() -> None:
    things = [{"@type": "Article", "datePublished": f"day {number}"} for number in range(MAX_NODES - 1)]
    page = page_of(in_schema({"@graph": things}))
    context = Context(page, Settings(), SectionSettings())
    hits = list(RULES["schema-date-invalid"].check(page, context))
    assert len(hits) == len(things)
    places = [hit.where.raw for hit in hits if isinstance(hit.where, Text)]
    assert places[-1] == f'"datePublished": "day {MAX_NODES - 2}"'
    assert len(set(places)) == len(things)


NAMES = st.sampled_from(
    [
        "@context",
        "@graph",
        "@id",
        "@type",
        "@value",
        "@list",
        "@set",
        "@vocab",
        "name",
        "author",
        "mainEntity",
        "itemListElement",
        "position",
        "text",
        "url",
        "acceptedAnswer",
        "answerCount",
        "datePublished",
        "item",
        "schema:name",
        "hasPart",
        "breadcrumb",
        "offers",
        "mainEntityOfPage",
        "query-input",
    ]
)
WORDS = st.sampled_from(
    [
        "https://schema.org",
        "http://schema.org/",
        "Article",
        "QAPage",
        "Question",
        "Answer",
        "BreadcrumbList",
        "ListItem",
        "Quiz",
        "Product",
        "schema:Recipe",
        "https://schema.org/Event",
        "#a",
        "2024-02-30",
        "x:y",
    ]
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    WORDS | st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(NAMES | st.text(max_size=4), inner, max_size=6)
    ),
    max_leaves=30,
)


@settings(max_examples=300)
@given(VALUES, st.booleans(), st.sampled_from(["", "https://example.org"]))
def test_no_value_stops_any_rule(value: Any, wrapped: bool, base_url: str) -> None:
    if wrapped:
        value = {"@context": "https://schema.org", "@graph": value}
    page = page_of(value, raw=json.dumps(value))
    context = Context(page, Settings(base_url=base_url, qa="community"), SectionSettings())
    for rule in SCHEMA_RULES:
        if rule.index:
            list(rule.index.facts(page, context))
            continue
        for hit in rule.check(page, context):
            assert rule.message.format(**{"limit": 0, **hit.values})


def test_a_source_page_has_no_structured_data() -> None:
    assert Structured(Page(path="a.md")).nodes == []
