"""What a title or description claims, against what its page holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seokit.model import Heading, Page, Text
from seokit.score.claims import Claim, has_digits, meant, stands_alone, unsupported
from seokit.score.numerals import NUMBER
from seokit.score.prose import Prose


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


def page(text: str, **more: object) -> Page:
    return Page(path="a.md", text=text, **more)  # type: ignore[arg-type]


def claimed(description: str, where: Page, *, of_title: bool = False) -> list[str]:
    return [str(claim) for claim in unsupported(description, where, Prose(where), of_title=of_title)]


@pytest.mark.parametrize(
    ("description", "text", "claims"),
    [
        ("Sold for 4200 crowns.", "It was sold for 4,200 crowns.", []),
        ("Sold for 4,200 crowns.", "It was sold.", ["4,200"]),
        ("Sold for 4200 crowns.", "Sold for 42000 crowns.", ["4200"]),
        ("Sold for 4200 crowns.", "Sold for 4.200 crowns.", []),  # as German writes it
        ("Sold for 4200 crowns.", "Sold for 4 200 crowns.", []),  # as French does
        ("Sold for 1,500,000 crowns.", "Sold for 1.5 million crowns.", []),
        ("Sold for 15 million crowns.", "Sold for 15,000,000 crowns.", []),
        ("Sold for 15 million crowns.", "Sold for 16,000,000 crowns.", ["15"]),
        ("Sold for 1000 crowns.", "Sold for a thousand crowns.", []),
        ("Some 25 % of 40 loaves.", "Twenty-five per cent of forty loaves.", []),
        ("Some 20.50 crowns.", "It costs 20.5 crowns.", []),
        ("Some 20.5 crowns.", "It costs 20,5 crowns.", []),
        ("In the 19th century.", "In the nineteenth century.", []),
        ("In the years 2023-24.", "In 2023 and 2024.", []),
        ("In the years 2023-25.", "In 2023 and 2024.", ["25"]),
        ("The 13 best pans.", "- a pan\n" * 13, []),  # below: the list is of the Markdown
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
        ("It is in the USA.", "In the United States of America.", []),
        ("What all LLCs pay.", "A limited liability company pays.", []),
        ("What an SEO does.", "Some examples of bread.", ["SEO"]),  # small words stand for no letter
        ("The CBTSP programme.", "The programme CBT-SP.", []),
        ("A Jungian reading.", "Jung wrote it.", []),
        ("A reading by Muller.", "Müller wrote it.", []),
        ("A reading by Schrdinger.", "Schrödinger wrote it.", ["Schrdinger (the text has Schrödinger)"]),
        ("A map of the Indian coast.", "India has coasts.", []),
        ("A tune by Pink Floyd.", "Pink Floy wrote it.", ["Floyd (the text has Floy)"]),
        ("A reading by Colberg.", "Kohlberg wrote it.", ["Colberg (the text has Kohlberg)"]),
        ("99999999999999999999" * 300, "", ["99999999999999999999" * 300]),
        ("", "", []),
    ],
)
def test_unsupported(description: str, text: str, claims: list[str]) -> None:
    where = page(text, text_field=Text(value=text, field="@body"))
    assert claimed(description, where) == claims


@pytest.mark.parametrize(
    ("lang", "description", "text"),
    [
        ("de", "In 25 Jahren und 1.000 Tagen.", "In fünfundzwanzig Jahren und 1000 Tagen."),
        ("de", "Was ein Brot im Ofen braucht.", "Nichts."),  # nouns, which all have a capital
        ("fr", "Les 40 pains et 1 500 fours.", "Quarante pains, 1500 fours."),
        ("es", "Los 1,5 millones de panes.", "Son 1.500.000 panes."),
        ("it", "I 30 pani.", "Trenta pani."),
        ("pt", "Os 2,5 mil pães.", "São 2500 pães."),
        ("nl", "De 60 broden.", "Zestig broden."),
        ("pl", "Te 50 chlebów.", "Pięćdziesiąt chlebów."),
        ("sv", "De 70 bröden.", "Sjuttio bröd."),
        ("ru", "Эти 20 хлебов.", "Двадцать хлебов."),
    ],
)
def test_numbers_are_written_as_the_language_does(lang: str, description: str, text: str) -> None:
    assert claimed(description, page(text, lang=lang)) == []


def test_claims_are_looked_for_on_the_whole_page() -> None:
    whole = page(
        "Nothing.",
        title=Text(value="About Ada", field="title"),
        headings=(Heading(2, "Born 1815"),),
        code=("x = 'Lovelace'",),
        math=("x = 1843",),
    )
    assert claimed("The notes of Ada Lovelace, 1815 to 1843", whole) == []


def test_what_a_title_claims_stands_elsewhere() -> None:
    whole = page(
        "Nothing.",
        title=Text(value="The notes of Ada, 1843", field="title"),
        headings=(Heading(1, "The notes of Ada, 1843"),),
    )
    assert claimed("The notes of Ada, 1843", whole, of_title=True) == ["1843", "Ada"]
    assert claimed("The notes of Ada, 1843", whole) == []


def test_as_many_headings_as_the_title_says() -> None:
    pans = page("Pans.", headings=tuple(Heading(2, f"Pan {name}") for name in "abcdefghijklmn"))
    assert claimed("The best 14 pans", pans, of_title=True) == []
    assert claimed("The best 15 pans", pans, of_title=True) == ["15"]


def test_a_claim_says_what_is_meant() -> None:
    assert str(Claim("Gdel", "Gödel")) == "Gdel (the text has Gödel)"
    assert str(Claim("2031")) == "2031"
    assert meant("Kbler-Ross", "By Kübler-Ross.") == "Kübler-Ross"
    assert meant("York", "A lower-case fork.") == ""


@given(st.text(max_size=40), st.text(max_size=80), st.sampled_from(["", "en", "de", "ja", "xx"]))
def test_any_text_is_judged_and_holds_what_it_says_itself(value: str, text: str, lang: str) -> None:
    where = page(text, lang=lang)
    list(unsupported(value, where, Prose(where)))
    same = page(value, lang=lang)
    assert list(unsupported(value, same, Prose(same))) == []
