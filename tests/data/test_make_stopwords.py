from __future__ import annotations

import pytest

from seokit.data import make_stopwords
from seokit.score.stop_words import stop_words


def test_the_committed_table_is_what_the_generator_makes() -> None:
    pytest.importorskip("whoosh", reason="Whoosh is not installed (extra dev)")
    pytest.importorskip("stop_words", reason="stop-words is not installed (extra dev)")
    made = make_stopwords.make(
        make_stopwords.package_text("Whoosh", "whoosh/lang/stopwords.py"),
        make_stopwords.package_text("stop-words", "stop_words/stop-words/polish.txt"),
    )
    assert make_stopwords.TABLE.read_text(encoding="utf-8") == made


def test_a_list_is_read_from_the_source() -> None:
    source = 'x = {"da": frozenset("""og i""".split()), "de": frozenset(u"und".split())}'
    assert make_stopwords.snowball_lists(source) == {"da": ["og", "i"], "de": ["und"]}


def test_what_is_no_word_is_left_out() -> None:
    assert make_stopwords.words_of(["że", "o.o.", "duå¼o", "a", "a", "XI"]) == ["a", "że"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("da", "og ikke hvor"),
        ("de", "und nicht über"),
        ("en", "and not the"),
        ("es", "y qué porque"),
        ("fi", "ja se mutta"),
        ("fr", "et même dans"),
        ("hu", "és nem hogy"),
        ("it", "e più perché"),
        ("nl", "en niet het"),
        ("no", "og ikke både"),
        ("pl", "i nie że się"),
        ("pt", "e não também"),
        ("ru", "и не что"),
        ("sv", "och inte från"),
        ("tr", "ve için çok"),
    ],
)
def test_lists_have_small_words_and_no_topics(language: str, words: str) -> None:
    known = stop_words(language)
    assert known.issuperset(words.split())
    assert len(known) < 350
    assert known.isdisjoint(
        [
            "bread",
            "brot",
            "pain",
            "pane",
            "brood",
            "chleb",
            "хлеб",
            "bröd",
            "brød",
            "leipä",
            "kenyér",
            "ekmek",
            "year",
            "jahr",
        ]
    )
