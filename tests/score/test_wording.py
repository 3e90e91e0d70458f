from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seokit.score.wording import (
    PARTS,
    brand,
    cut,
    fixed_parts,
    headline,
    main_script,
    may_have_parts,
    occurrences,
    scripts,
)


@given(st.text("a |•·»-–—:\t\xa0", max_size=12))
def test_a_title_with_parts_may_have_parts(title: str) -> None:
    assert may_have_parts(title) or not PARTS.search(title)


@pytest.mark.parametrize(
    ("value", "whole", "where"),
    [
        ("Why do cats…", None, 'in "…"'),
        ("Why do cats... ", None, 'in "…"'),
        ("Why do ca", "Why do cats purr?", 'inside the word "cats"'),
        ("Wh", "Why do cats purr?", 'inside the word "Why"'),
        ("Why do the cat's frie", "Why do the cat's friends purr?", 'inside the word "friends"'),
        ("Why do cats", "Why do cats purr?", ""),
        ("Why do cats purr?", "Why do cats purr?", ""),
        ("Why do", None, ""),
        ("", "Why", ""),
    ],
)
def test_cut(value: str, whole: str | None, where: str) -> None:
    assert cut(value, (whole,)) == where


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Why do cats purr?", "Latin"),
        ("Почему кошки мурлычут?", "Cyrillic"),
        ("Γιατί γουργουρίζουν οι γάτες;", "Greek"),
        ("猫はなぜ喉を鳴らすのか", "East Asian"),
        ("고양이는 왜 가르랑거릴까", "East Asian"),
        ("لماذا تخرخر القطط", "Arabic"),
        ("बिल्लियाँ क्यों घुरघुराती हैं", "Devanagari"),
        ("Crème brûlée à la française", "Latin"),
        ("In English “with” – quotes, as мир", "Latin"),
        ("12 + 34 = 46", ""),
        ("", ""),
        ("\ud800", ""),
    ],
)
def test_main_script(text: str, script: str) -> None:
    assert main_script(text) == script


@given(st.text(max_size=200))
def test_main_script_is_the_script_of_most_letters(text: str) -> None:
    counts = scripts(text)
    name = main_script(text)
    assert counts[name] == max(counts.values(), default=0) if name else not sum(counts.values())


def test_template_parts() -> None:
    template = "Question: {{ title | upper }}{% if subject %} | {{ subject }}{% endif %} | Petbook"
    assert fixed_parts(template) == ("Question: ", " | ", " | Petbook")
    assert brand(template) == "Petbook"
    assert brand("Petbook – {{ title }}") == "Petbook"
    assert brand("{{ title }}") == ""
    assert fixed_parts("") == ()


def test_occurrences_are_whole_words_in_the_same_case() -> None:
    assert occurrences("Pet", "Pet | Petbook | Pet.") == 2
    assert occurrences("Apple", "How to bake an apple pie | Apple") == 1
    assert occurrences("C++", "C++ in C++") == 2


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("How do cats purr? | Cats | Cat House", "How do cats purr?"),
        ("How do well-fed cats purr - a guide - Cat House", "How do well-fed cats purr - a guide"),
        ("Cats :: Cat House", "Cats"),
        ("Cats · Cat House – x", "Cats"),
        ("C|net", "C|net"),
        ("Cats", "Cats"),
        ("", ""),
    ],
)
def test_a_headline_is_what_no_template_sets(title: str, said: str) -> None:
    assert headline(title) == said
