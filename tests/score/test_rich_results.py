"""The requirements as data, and what a node lacks of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from seokit.model import Html, JsonLd, Page
from seokit.score.rich_results import features, features_of, lacking, retired_since, words
from seokit.score.schema_org import vocabulary
from seokit.score.structured import Structured

WANTED = {
    "QAPage",
    "Quiz",
    "Article",
    "BreadcrumbList",
    "Organization",
    "WebSite",
    "Product",
    "Recipe",
    "Event",
}
WANTED |= {"VideoObject", "FAQPage", "HowTo", "NewsArticle", "BlogPosting"}


def lacks(node: dict[str, Any], *paths: str) -> list[str]:
    value = {"@context": "https://schema.org", **node}
    structured = Structured(Page(path="a.html", html=Html(jsonld=(JsonLd("", value),))))
    return lacking(structured, structured.top[0], paths)


def test_every_type_and_property_is_schema_orgs() -> None:
    for feature in features():
        assert set(feature.types) <= set(vocabulary().types)
        names = {
            alternative.partition("=")[0]
            for path in (*feature.required, *feature.recommended, feature.needs)
            for step in path.split(".")
            for alternative in step.split("|")
            if alternative
        }
        assert names <= set(vocabulary().properties), feature.name


def test_every_feature_has_a_source_and_a_date() -> None:
    assert {name for feature in features() for name in feature.types} == WANTED
    for feature in features():
        assert feature.source.startswith("https://developers.google.com/search/")
        assert feature.checked is None or feature.checked >= dt.date(2026, 1, 1)
        assert not feature.retired or not (feature.required or feature.recommended)
        assert not set(feature.required) & set(feature.recommended)


def test_a_step_on_the_way_is_asked_for_itself() -> None:
    for feature in features():
        for paths in (feature.required, feature.recommended):
            for path in paths:
                way = path.rpartition(".")[0]
                heads = {one.split("|")[0] for one in (*feature.required, *feature.recommended)}
                asked_elsewhere = way.split("|")[0] in heads or not way
                # Of ratings, offers, places and nutrition there may be none, then nothing is asked of them.
                free = way in ("aggregateRating", "review", "offers", "nutrition", "location")
                assert asked_elsewhere or free, path


def test_retired() -> None:
    assert retired_since(("FAQPage",)) == dt.date(2026, 5, 7)
    assert retired_since(("HowTo",)) == dt.date(2023, 9, 13)
    assert retired_since(("Recipe",)) is None


def test_subtypes_count_where_the_search_engine_says_so() -> None:
    assert [one.name for one in features_of(("BlogPosting",))] == ["article"]
    assert [one.name for one in features_of(("MusicEvent",))] == ["event"]
    assert features_of(("Car",)) == features_of(("DiscussionForumPosting",)) == ()
    assert features_of(()) == ()


@pytest.mark.parametrize(
    ("node", "path", "missing"),
    [
        ({"name": "Rye"}, "name", []),
        ({"name": ""}, "name", ["name"]),
        ({"name": [None]}, "name", ["name"]),
        ({}, "offers.price", []),  # that there are no offers is another path's to say
        ({"offers": {"price": 0}}, "offers.price", []),
        ({"offers": [{"price": 1}, {"name": "a"}]}, "offers.price", ["offers.price"]),
        ({"offers": "text"}, "offers.price", []),
        ({"offers": {"@id": "https://example.org/#elsewhere"}}, "offers.price", []),
        ({"review": 1}, "review|offers", []),
        ({"name": "a"}, "review|offers", ["review or offers"]),
        ({"answerCount": 0}, "acceptedAnswer|answerCount=0", []),
        ({"answerCount": 1}, "acceptedAnswer|answerCount=0", ["acceptedAnswer"]),
    ],
)
def test_lacking(node: dict[str, Any], path: str, missing: list[str]) -> None:
    assert lacks({"@type": "Product", **node}, path) == missing


def test_words() -> None:
    assert words("mainEntity.acceptedAnswer|suggestedAnswer.text") == "mainEntity.acceptedAnswer.text"
    assert words("offers.price|lowPrice") == "offers.price or lowPrice"
