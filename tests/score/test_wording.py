from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seokit.model import Heading, Page, Text
from seokit.score.prose import Prose
from seokit.score.wording import (
    NUMBER,
    PARTS,
    brand,
    cut,
    fixed_parts,
    has_digits,
    main_script,
    may_have_parts,
    occurrences,
    outdated_year,
    scripts,
    stands_alone,
    unsupported,
)


@given(st.text("a |•·»-–—:\t\xa0", max_size=12))
def test_a_title_with_parts_may_have_parts(title: str) -> None:
    assert may_have_parts(title) or not PARTS.search(title)


@given(st.text("12.,a ٣", max_size=12))
def test_quick_answers_about_numbers_are_right(text: str) -> None:
    found = NUMBER.findall(text)
    assert has_digits(text) or not found
    for number in ("1", "12", "1.2", "2,1"):
        assert number in found or not stands_alone(number, text)


def test_a_number_that_stands_alone() -> None:
    assert stands_alone("2019", "In 2019, and later")
    assert stands_alone("2019", "2019")
    assert not stands_alone("2019", "12019 loaves")
    assert not stands_alone("2019", "2019.5 loaves")
    assert not stands_alone("2019", "no loaves")


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("Best kettles 2021", 2021),
        ("2021 kettle buying guide", 2021),
        ("Top ten kettles of 2019 and 2020", 2020),
        ("The best kettles (2018)", 2018),
        ("Kettle prices for 2022", 2022),
        ("Best kettles 2026", None),  # this year
        ("Best kettles 2025", None),  # the last one
        ("Best kettles 2009", None),  # history by now
        ("Best kettles of 2021 and 2026", None),  # a newer year beside it
        ("What were the best kettles of 2021?", None),
        ("How much did kettles cost in 2021?", None),
        ("Why are kettles in the news since 2021?", None),
        ("Requirements of the Kettle Act 2021", None),
        ("New kettles from 1 January 2021", None),
        ("New kettles from January 5, 2021", None),
        ("Best kettles 2021-22", None),
        ("Kettle requirements in EN 2021/7", None),
        ("Best kettles under 2021.50", None),
        ("Best model XR2021", None),
        ("Kettles 2021", None),
        ("", None),
    ],
)
def test_outdated_year(title: str, year: int | None) -> None:
    assert outdated_year(title, 2024, 2016) == year


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


def page(text: str, **more: object) -> Page:
    return Page(path="a.md", text=text, **more)  # type: ignore[arg-type]


def claimed(description: str, where: Page) -> list[str]:
    return list(unsupported(description, where, Prose(where)))


@pytest.mark.parametrize(
    ("description", "text", "claims"),
    [
        ("Sold for 4200 crowns.", "It was sold for 4,200 crowns.", []),
        ("Sold for 4,200 crowns.", "It was sold.", ["4,200"]),
        ("Sold for 4200 crowns.", "Sold for 42000 crowns.", ["4200"]),
        ("Ten ways and 5 steps.", "Do this. Then that.", []),  # small numbers count the points of a list
        ("Says Mary Shelley.", "It is by mary shelley.", []),
        ("Says Mary Shelley, and Shelley again.", "By Mary.", ["Shelley"]),
        ("Mary wrote it.", "A book.", []),  # the first word of a sentence is capitalised anyway
        ("All Words Are Capitals Here", "Nothing.", []),
        ("Why Napoleon's army fled.", "The army of Napoleon fled.", []),
        ("It is in the Austro-Hungarian army.", "Austro and Hungarian troops.", []),
        ("It is sold by two Companies.", "A company sells it.", []),
        ("Why Napoleon's army and Wellington's met.", "Armies met.", ["Napoleon", "Wellington"]),
        ("It is in the USA or EU.", "In America.", ["USA"]),  # two letters may be any abbreviation
        ("99999999999999999999" * 300, "", ["99999999999999999999" * 300]),
        ("", "", []),
    ],
)
def test_unsupported(description: str, text: str, claims: list[str]) -> None:
    assert claimed(description, page(text)) == claims


def test_claims_are_looked_for_on_the_whole_page() -> None:
    whole = page(
        "Nothing.",
        title=Text(value="About Ada", field="title"),
        headings=(Heading(2, "Born 1815"),),
        code=("x = 'Lovelace'",),
        math=("x = 1843",),
    )
    assert claimed("The notes of Ada Lovelace, 1815 to 1843", whole) == []
