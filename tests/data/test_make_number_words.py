from __future__ import annotations

import json

import pytest

from seokit.data import make_number_words


def test_the_committed_table_is_what_the_generator_makes() -> None:
    pytest.importorskip("num2words", reason="num2words is not installed (extra dev)")
    assert make_number_words.TABLE.read_text(encoding="utf-8") == make_number_words.make()


def test_every_number_is_spelled_in_small_letters_without_digits() -> None:
    table = json.loads(make_number_words.TABLE.read_text(encoding="utf-8"))["words"]
    for language in make_number_words.LANGUAGES:
        for number, words in table[language].items():
            assert words, (language, number)
            assert words == words.casefold()
            assert not any(character.isdigit() or character == "-" for character in words), (language, words)
