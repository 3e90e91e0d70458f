"""The vocabulary as rules ask for it."""

from __future__ import annotations

from seokit.score import schema_org
from seokit.score.schema_org import is_a, is_date, property_fault, supertypes, takes_time, vocabulary


def test_no_type_is_above_itself() -> None:
    for name, supers in vocabulary().types.items():
        assert all(name not in supertypes(one) for one in supers), name


def test_types_below_and_above() -> None:
    assert supertypes("BlogPosting") == {
        "BlogPosting",
        "SocialMediaPosting",
        "Article",
        "CreativeWork",
        "Thing",
    }
    assert supertypes("Loaf") == {"Loaf"}
    assert is_a(("Loaf", "BlogPosting"), "Article")
    assert not is_a(("Article",), "BlogPosting")
    assert not is_a((), "Thing")


def test_property_faults() -> None:
    assert property_fault(("Article",), "headline") == ""
    assert property_fault(("Article",), "headLine") == "unknown"
    assert property_fault(("Person",), "cookTime") == "elsewhere"
    assert property_fault(("Person", "Recipe"), "cookTime") == ""
    assert property_fault((), "cookTime") == ""
    assert property_fault((), "crust") == "unknown"
    assert property_fault(("PerformanceRole",), "actor") == ""
    assert property_fault(("SearchAction",), "query-input") == ""
    assert property_fault(("SearchAction",), "crust-input") == "unknown"
    assert property_fault(("UserInteraction",), "interactionCount") == ""


def test_dates() -> None:
    assert is_date("datePublished")
    assert is_date("startDate")
    assert not is_date("headline")
    assert not is_date("temporalCoverage")
    assert not is_date("crust")
    assert takes_time("doorTime")
    assert not takes_time("datePublished")


def test_similar_names() -> None:
    assert schema_org.similar_type("article") == "Article"
    assert schema_org.similar_type("x" * 100_000) == ""
    assert schema_org.similar_property("Headline", ("Article",)) == "headline"
    assert schema_org.similar_property("ingredient", ("Recipe",)) == "recipeIngredient"  # not the retired one
    assert schema_org.similar_property("qqq", ("Recipe",)) == ""


def test_practices_are_types_as_well_as_specialties() -> None:
    assert is_a(("Dermatology",), "LocalBusiness")
    assert property_fault(("Dermatology",), "openingHours") == ""
