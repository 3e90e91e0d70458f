"""Words, sentences, stems, keyword support, shingles."""

from __future__ import annotations

import subprocess
import sys
import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seokit.model import Heading, Page
from seokit.score import vocabulary as vocabularies
from seokit.score.alike import jaccard
from seokit.score.prose import Prose, shingles_of
from seokit.score.same import normal, text_hash
from seokit.score.stop_words import stop_words
from seokit.score.vocabulary import vocabulary, word_hashes
from seokit.score.words import END, _marked, general_tokens, sentences, tokens


def prose(text: str | None, **fields: object) -> Prose:
    return Prose(Page(path="a.md", text=text, **fields))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Don’t stop the 'tea' — it's 2 o'clock", ["don't", "stop", "the", "tea", "it's", "2", "o'clock"]),
        ("self-made snake_case 3.14", ["self", "made", "snake", "case", "3", "14"]),
        ("STRASSE Straße", ["strasse", "strasse"]),
        ("茶は good", ["茶", "は", "good"]),
        ("cafe\u0301", ["café"]),
        ("''' ' . ? !", []),
        ("", []),
    ],
)
def test_words(text, words):
    assert [token for token in tokens(text) if token != END] == words
    assert len(prose(text).stems) - prose(text).stems.count(0) == len(words)
    assert prose(text).word_count == len(words)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        (
            "Dr. No drinks tea, e.g. green tea. It is 3.5 cups.",
            ["Dr. No drinks tea, e.g. green tea.", "It is 3.5 cups."],
        ),
        ("Made in the U.S. by hand.\nNew line", ["Made in the U.S. by hand.", "New line"]),
        ('He said "no." Then he left.', ['He said "no."', "Then he left."]),
        ("茶。水。", ["茶。", "水。"]),
        ("Wait… what?! Yes", ["Wait…", "what?!", "Yes"]),
    ],
)
def test_sentences_and_their_ends_in_the_tokens(text, found):
    assert sentences(text) == found
    stream = " ".join(tokens(text)).split(END)
    assert len([part for part in stream if part.strip()]) == len(found)


@given(
    st.text(st.characters(codec="ascii"), max_size=80)
    | st.text(alphabet="ab.' ?\n!,’—“”…é\u00a0 e.g.dr", max_size=60)
)
def test_the_fast_path_gives_what_the_general_path_gives(text):
    assert tokens(text) == general_tokens(text)


@given(st.text(max_size=60))
def test_tokens_are_words_or_ends(text):
    for token in tokens(text):
        assert token == END or (token == token.strip("'") and not any(c.isspace() for c in token))


def hashes(*words: str) -> np.ndarray:
    return word_hashes(" ".join(words).encode())[0]


def stems_of(text: str, lang: str | None = None) -> list[int]:
    return vocabulary(lang).stem_numbers(text)


def test_stems_share_one_form_and_know_languages():
    run, runner, ran, runs = stems_of("Running runners ran. Runs")
    assert run == runs
    assert len({run, runner, ran}) == 3
    assert stems_of("Häuser", "de-AT") == stems_of("Haus", "de")
    assert vocabulary("tlh") is vocabulary("en") is vocabulary()
    assert stems_of("Houses", "tlh") == stems_of("house")


def test_stop_words_carry_no_topic():
    asked = vocabulary().topics(stems_of("What is the price of the teas?"))
    assert asked == set(stems_of("price tea"))
    assert vocabulary().topics(stems_of("the who")) == set(stems_of("the who"))
    assert "the" in stop_words()
    assert 120 <= len(stop_words()) <= 260


def test_a_vocabulary_is_begun_anew_between_pages_when_it_is_full(monkeypatch):
    monkeypatch.setattr(vocabularies, "CACHED_WORDS", 10)
    monkeypatch.setattr(vocabularies, "_vocabularies", {})
    words = " ".join(f"word{number}" for number in range(50))
    first = prose(words)
    assert (first.word_count, len(first.shingles)) == (50, 46)
    second = prose(words)
    assert second.vocabulary is not first.vocabulary
    assert (second.shingles == first.shingles).all()


@given(
    st.lists(
        st.text(st.characters(exclude_characters=" ", exclude_categories=["Cs"]), min_size=1, max_size=12)
    )
)
def test_words_are_equal_exactly_when_their_hashes_are(words):
    found = hashes(*words).tolist()
    assert len(found) == len(words)
    assert len(set(found)) == len(set(words))
    assert found == [int(hashes(word)[0]) for word in words]


def test_hashes_do_not_depend_on_blocks():
    words = [f"w{number % 700}" for number in range(30_000)]
    long = hashes(*words)
    assert len(long) == len(words)
    assert long.tolist() == [int(hashes(word)[0]) for word in words[:700]] * 42 + long.tolist()[29_400:]
    assert len(hashes("x" * 100_000)) == 4  # a word longer than a block is cut: it is none


def test_words_that_share_a_place_of_the_table_keep_their_stems(monkeypatch):
    monkeypatch.setattr(vocabularies, "_BITS", 3)
    monkeypatch.setattr(vocabularies, "_PLACE", np.uint64(7))
    crowded = vocabularies.Vocabulary("english")
    words = [f"tea{letter}{number}" for letter in "bcdfg" for number in range(40)]
    first = crowded.stem_numbers(" ".join(words))
    assert len(set(first)) == len(words)
    assert [crowded.stem_numbers(word) for word in words] == [[stem] for stem in first]


@given(
    st.lists(st.sampled_from(["tea", "teas", "cup", "e.g. pots", "It is.", "a\x03b", "Tee’s"]), max_size=8)
)
def test_parts_analysed_together_are_as_analysed_alone(keywords):
    found = prose("Some tea.", keywords=tuple(keywords)).keyword_stems
    assert [list(stems) for stems in found] == [stems_of(keyword) for keyword in keywords]


PAGE = "Green tea is brewed with care. Leaves unfold in hot water.\nBlack coffee is other."


@pytest.mark.parametrize(
    ("keyword", "support"),
    [
        ("green teas", "phrase"),
        ("brewing tea", "sentence"),
        ("care leaves", ""),  # side by side, but in two sentences
        ("coffee", "phrase"),
        ("milk", ""),
        ("", ""),
        ("?!", ""),
        ("kettle size", "phrase"),  # in a heading
        ("boil_water", "phrase"),  # in code
        ("een tea", ""),
    ],
)
def test_keyword_support(keyword, support):
    found = prose(PAGE, headings=(Heading(2, "Kettle sizes"),), code=("boil_water(3)",)).keyword_support(
        keyword
    )
    assert found == support


def test_a_page_without_text():
    empty = prose(None)
    assert (empty.word_count, empty.sentences, empty.stem_set, empty.hash) == (0, [], set(), "")
    assert empty.keyword_support("tea") == ""
    assert jaccard(empty.shingles, empty.shingles) == 0.0


def test_stems_mark_where_sentences_end():
    analysed = prose("Green tea, e.g. sencha. Hot water! Drink it")
    assert analysed.stems.count(0) == 2
    assert analysed.stem_set == set(analysed.stems)
    assert len(analysed.stems) == analysed.word_count + 2


def test_uses_are_counted_without_overlap():
    analysed = prose("Tea tea tea. Green tea and green teas, tea.")
    (tea,), green_tea = stems_of("tea"), tuple(stems_of("green tea"))
    assert analysed.uses((tea,)) == 6
    assert analysed.uses((tea, tea)) == 2  # three in a row are one use, not two
    assert analysed.uses(green_tea) == 2
    assert analysed.uses(()) == 0
    assert tea in analysed.frequent(6)
    assert tea not in analysed.frequent(7)
    assert analysed.frequent(1) == set(analysed.stems)


words_of = st.lists(st.sampled_from(["tea", "cup", "pot", "leaf", "milk", "hot"]), max_size=40)


@given(words_of, words_of)
def test_jaccard_is_the_similarity_of_the_sets_of_five_word_runs(a, b):
    def runs(words):
        return {tuple(words[i : i + 5]) for i in range(len(words) - 4)}

    if len(a) >= 5 and len(b) >= 5:
        truth = len(runs(a) & runs(b)) / len(runs(a) | runs(b))
        assert jaccard(shingles_of(hashes(*a)), shingles_of(hashes(*b))) == pytest.approx(truth)


def test_shingles_are_sorted_unique_and_mind_the_order():
    found = shingles_of(hashes(*"abcdeabcde"))
    assert found.dtype == np.uint32
    assert len(found) == 5
    assert (np.diff(found.astype(np.int64)) > 0).all()
    assert jaccard(shingles_of(hashes(*"abcde")), shingles_of(hashes(*"edcba"))) == 0.0
    assert jaccard(shingles_of(hashes("short")), shingles_of(hashes("short"))) == 1.0
    assert len(shingles_of(hashes())) == 0


def test_shingles_and_hashes_are_the_same_in_every_process():
    code = (
        "from seokit.model import Page; from seokit.score.prose import Prose; p = Prose(Page(path='a', text='"
        "one two three four five six seven')); print(p.shingles.tolist(), p.hash)"
    )
    here = prose("one two three four five six seven")
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == f"{here.shingles.tolist()} {here.hash}"


@given(st.text(max_size=40))
def test_normal_is_its_own_normal_form(text):
    assert normal(normal(text)) == normal(text)


@given(st.text("aB ’—“”–‘\n\tﬁß\xa0é", max_size=400))
def test_normal_has_one_meaning_however_it_is_made(text):
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    assert normal(text) == " ".join(folded.split())


def test_normal_is_nfkc_casefold_and_collapsed():
    assert normal("  Tea\n\tTIME ") == "tea time"
    assert normal("ﬁne\u00a0Straße") == "fine strasse"
    assert normal(unicodedata.normalize("NFD", "Café")) == normal("CAFÉ")


def test_text_hash_has_64_bits_and_takes_any_text():
    assert len(text_hash("tea")) == 16
    assert text_hash("tea") != text_hash("teas")
    assert text_hash("\ud800")


@pytest.mark.parametrize(
    ("text", "count"), [("", 0), ("Rye.", 1), ("Rye and rye. Breads and a bread", 4), ("Rye and oats", 3)]
)
def test_different_stems(text, count):
    assert prose(text).different == count


def test_uses_any():
    tea = prose("Water boils. Pour it on the leaves.")
    number = tea.vocabulary.stem_numbers
    assert tea.uses_any(frozenset(number("kettle pouring")))
    assert not tea.uses_any(frozenset(number("kettle spoon")))
    assert not prose("").uses_any(frozenset(number("kettle")))


def replaced(data: bytes) -> bytes:
    """What `_marked` makes of a text, by replacing alone: slower, and plain to read."""
    data = b" %b " % data
    data = data.replace(b"? ", b" \x02 ").replace(b"?", b" ").replace(b"\x02", b" \x02 ")
    data = data.replace(b". ", b" \x04 ").replace(b".", b" ")
    while b" '" in data or b"' " in data:
        data = data.replace(b" '", b" ").replace(b"' ", b" ")
    return data


@given(st.text(alphabet="ab .?'\x02", max_size=40))
def test_marks_are_told_apart_as_by_replacing(text):
    data = text.encode()
    assert _marked(data).split() == replaced(data).split()
