"""What a page's language is, and whether a phrase asks something in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seokit.model import HeadSettings, Page, Settings
from seokit.score.languages import SCRIPT_OF, asks, found_language, language_of_page, primary, question_words


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("de-AT", "de"), ("pt_BR", "pt"), (" EN ", "en"), ("nb-NO", "no"), ("nn", "no"), ("zh-Hant-TW", "zh"), ("", ""),
    ],
)  # fmt: skip
def test_primary(code: str, found: str) -> None:
    assert primary(code) == found


def test_what_is_declared_goes_before_the_config_and_that_before_what_was_found() -> None:
    found = {"": "sv", "a": "de", "a/b": ""}
    plain, told = Settings(languages=found), Settings(languages=found, head=HeadSettings(lang="fr"))
    assert language_of_page(Page(path="a.md", lang="it", section="a"), told) == "it"
    assert language_of_page(Page(path="a.md", section="a"), told) == "fr"
    assert language_of_page(Page(path="a.md", section="a"), plain) == "de"
    assert language_of_page(Page(path="a.md", section="a/b"), plain) == ""
    assert language_of_page(Page(path="a.md"), Settings()) == ""


def test_a_section_that_was_not_looked_at_is_as_the_one_above() -> None:
    assert found_language("a/b/c", {"a": "de"}) == "de"
    assert found_language("b", {"a": "de"}) == ""
    assert found_language("b", {"a": "de", "": "sv"}) == "sv"
    assert found_language("a", {}) == ""


@pytest.mark.parametrize(
    ("phrase", "language", "verdict"),
    [
        ("explain how dough rises", "en", True),
        ("doesn't it dry out", "en", True),
        ("describe the crust.", "en", False),
        ("(wie) lange hält brot", "de", True),
        ("brot ist hart", "de", False),  # a verb asks at the beginning only
        ("¿cuándo", "es", True),
        ("opisz skórkę", "pl", False),
        ("kuvaile kuorta", "fi", True),  # nobody can tell
        ("", "en", True),
    ],
)
def test_asks(phrase: str, language: str, verdict: bool) -> None:
    assert asks(phrase.split(), language) is verdict


def test_the_table_of_words_is_in_order() -> None:
    table = question_words()
    assert len(table) == 12
    for language, (anywhere, first) in table.items():
        assert language in SCRIPT_OF
        assert anywhere
        assert first
        assert anywhere.isdisjoint(first), language
        assert all(word == word.casefold() for word in anywhere | first)


@given(st.text(max_size=20), st.dictionaries(st.text("ab/", max_size=4), st.sampled_from(["de", ""])))
def test_any_section_has_an_answer(section: str, languages: dict[str, str]) -> None:
    assert found_language(section, languages) in ("", "de")
