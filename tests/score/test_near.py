"""Near-duplicate texts, settled from facts: who is named, how alike, and what is left to exact copies."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seokit.model import Fact, Page, SectionSettings, Settings, Summary
from seokit.score.context import Context
from seokit.score.near import compared_by, near_clusters, near_duplicates, packed, unpacked

Shingled = dict[str, tuple[str, set[int]]]  # URL → hash of the text, shingles


def groups(pages: Shingled) -> list[tuple[object, list[Fact]]]:
    """All pages under one key, as the index gives them."""
    facts = []
    for number, (url, (text_hash, shingles)) in enumerate(pages.items()):
        page = Summary(number=number, path=f"{number}.md", url=url)
        data = packed(np.array(sorted(shingles), dtype=np.uint32))
        facts.append(Fact(page, [text_hash, data], "answer", 3, 9))
    return [("", facts)]


def test_each_page_of_a_cluster_is_named_once() -> None:
    pages: Shingled = {"/b": ("1", {*range(20)}), "/a": ("2", {*range(1, 20)}), "/c": ("3", {*range(50, 70)})}
    found = list(near_duplicates(groups(pages), 0.9))
    assert [(near.fact.page.url, near.related, near.count, near.group) for near in found] == [
        ("/a", ["/b"], 1, "/a"),
        ("/b", ["/a"], 1, "/a"),
    ]
    assert found[0].similarity == pytest.approx(0.95)
    assert found[0].fact.line == 3


def test_exact_copies_are_no_near_duplicates() -> None:
    same: Shingled = {"/a": ("1", {1, 2, 3}), "/b": ("1", {1, 2, 3})}
    assert list(near_duplicates(groups(same), 0.9)) == []


def test_exact_copies_do_not_count_for_each_other() -> None:
    pages: Shingled = {"/a": ("1", {*range(20)}), "/b": ("1", {*range(20)}), "/c": ("2", {*range(19)})}
    found = {near.fact.page.url: (near.related, near.count) for near in near_duplicates(groups(pages), 0.9)}
    assert found == {"/a": (["/c"], 1), "/b": (["/c"], 1), "/c": (["/a", "/b"], 2)}


def test_a_finding_names_at_most_fifty_others() -> None:
    pages: Shingled = {f"/{n:03}": (str(n), {*range(200)} - {n}) for n in range(120)}
    found = list(near_duplicates(groups(pages), 0.9))
    assert len(found) == 120
    assert {(len(near.related), near.count, near.group) for near in found} == {(50, 119, "/000")}


def test_copies_come_along_with_their_cluster_whole() -> None:
    pages: Shingled = {f"/{n:04}": (str(n % 3), {*range(50)} - {n % 3}) for n in range(900)}
    (found,) = near_clusters(groups(pages), 0.9)
    assert (found.name, len(found.members), set(found.best)) == ("/0000", 900, {48 / 50})


def test_clusters_do_not_depend_on_the_order() -> None:
    pages: Shingled = {
        f"/{n:03}": (str(n), {*range(20 * (n // 5), 20 * (n // 5) + 30)} - {n}) for n in range(60)
    }
    backwards = [(key, facts[::-1]) for key, facts in groups(pages)]
    assert near_clusters(groups(pages), 0.9) == near_clusters(backwards, 0.9) != []


@given(st.sets(st.integers(0, 2**32 - 1)))
def test_what_is_packed_can_be_unpacked(several: set[int]) -> None:
    assert list(unpacked(packed(np.array(sorted(several), dtype=np.uint32)))) == sorted(several)


def compared(**values: object) -> set[int]:
    page = Page(path="a.md", **values)  # type: ignore[arg-type]
    return set(compared_by(page, Context(page, Settings(), SectionSettings())).tolist())


def test_formulas_and_code_count_beside_the_words() -> None:
    plain = compared(text="Solve the equation for x in one line.")
    assert len(plain) == 4
    squares = compared(
        text="Solve the equation for x in one line.", math=("x^2 = 4", "x > 0"), code=("go()",)
    )
    assert squares > plain
    assert len(squares) == 7
    cubes = compared(text="Solve the equation for x in one line.", math=("x^3 = 8", "x > 0"), code=("go( )",))
    assert len(squares & cubes) == 5
    assert compared(text="", math=("x",)) == compared(text=None, math=("X",)) != set()


TEXTS = st.lists(st.sets(st.integers(0, 40), min_size=1), min_size=2, max_size=70)


@given(TEXTS, st.sampled_from([0.5, 0.7, 0.9]))
def test_clusters_are_those_of_brute_force(texts: list[set[int]], limit: float) -> None:
    distinct = [set(text) for text in dict.fromkeys(map(frozenset, texts))]
    pages: Shingled = {f"/{n:02}": (str(n), text) for n, text in enumerate(distinct)}
    parent = list(range(len(distinct)))

    def root(n: int) -> int:
        while parent[n] != n:
            n = parent[n]
        return n

    for one, first in enumerate(distinct):
        for two, second in enumerate(distinct[:one]):
            if len(first & second) / len(first | second) >= limit:
                parent[root(one)] = root(two)
    expected: dict[int, set[str]] = {}
    for number in range(len(distinct)):
        expected.setdefault(root(number), set()).add(f"/{number:02}")
    found: dict[str, set[str]] = {}
    for near in near_duplicates(groups(pages), limit):
        found.setdefault(near.group, set()).add(near.fact.page.url)
    assert sorted(map(sorted, found.values())) == sorted(sorted(c) for c in expected.values() if len(c) > 1)


def test_thousands_with_a_template_s_words_take_no_time() -> None:
    """A template's words on every page, and hardly two pages alike."""
    shared = set(range(300))
    chain: Shingled = {f"/c{n:04}": (f"c{n}", {*range(10_000 + n, 10_100 + n)}) for n in range(1_500)}
    apart: Shingled = {
        f"/a{n:04}": (f"a{n}", shared | {100_000 + 40 * n + k for k in range(40)}) for n in range(1_500)
    }
    found = list(near_duplicates(groups({**chain, **apart}), 0.9))
    assert {near.group for near in found} == {"/c0000"}
    assert len(found) == 1_500
