"""Text that was decoded wrongly is found; text that was not is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seokit.score.mojibake import mojibake

# What UTF-8 becomes when Windows-1252 reads it; bytes that it does not know stay controls, as browsers do it.
WINDOWS = {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256)}


def misread(text: str) -> str:
    return "".join(WINDOWS[byte] for byte in text.encode())


@given(st.text("abc é’ü“”–…½°©ß", min_size=1))
def test_what_is_misread_is_found(text: str) -> None:
    assert bool(mojibake(misread(text))) is not text.isascii()


@given(st.text(st.characters(max_codepoint=0x24F, blacklist_characters="ÂÃâï")))
def test_latin_text_is_left_alone(text: str) -> None:
    assert mojibake(text) == ""


@pytest.mark.parametrize(
    "text", ["", "MAÇÃ»", "São", "Â", "À l’âge d’or", "prêt-à-porter", "Ânimo", "Ã “x”", "«café…»", "naïve"]
)
def test_letters_of_other_languages(text: str) -> None:
    assert mojibake(text) == ""


def test_the_surroundings_are_shown() -> None:
    assert mojibake("We say that it isnâ€™t\n  so, not at all.") == "hat it isnâ€™t so, no"


@given(st.text())
def test_nothing_raises(text: str) -> None:
    assert isinstance(mojibake(text), str)
