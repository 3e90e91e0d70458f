from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from seokit.model import Fact, Summary
from seokit.score.clusters import (
    ALL_PAIRS,
    MOST_RELATED,
    clusters,
    copies,
    half_keys,
    one_word_apart,
    one_word_groups,
)


def fact(number: int, value: object, url: str | None = None) -> Fact:
    return Fact(Summary(number=number, path=f"{number:05}.md", url=url or f"/{number:05}"), value)


def near(first: Fact, second: Fact) -> float:
    """Numbers are alike when they are neighbours."""
    distance = abs(first.value - second.value)
    return 0.9 if distance == 1 else 0.0


def urls(members: Sequence[Fact]) -> list[str]:
    return [one.page.url for one in members]


def test_members_are_joined_through_others_and_named_by_the_smallest_url() -> None:
    facts = [fact(1, 3, "/c"), fact(2, 1, "/b"), fact(3, 2, "/z"), fact(4, 9, "/a")]
    (found,) = clusters([("k", facts)], near)
    assert found.name == "/b"
    assert urls(found.members) == ["/b", "/c", "/z"]
    assert found.best == (0.9, 0.9, 0.9)
    assert found.others(0) == ["/c", "/z"]


def test_clusters_join_across_keys_and_compare_each_pair_once() -> None:
    calls: Counter[tuple[int, int]] = Counter()

    def counting(first: Fact, second: Fact) -> float:
        calls[min(first.value, second.value), max(first.value, second.value)] += 1
        return near(first, second)

    a, b, c = fact(1, 1), fact(2, 2), fact(3, 3)
    (found,) = clusters([("x", [a, b]), ("y", [b, c]), ("z", [a, b, c])], counting)
    assert urls(found.members) == ["/00001", "/00002", "/00003"]
    assert calls == {(1, 2): 1, (2, 3): 1, (1, 3): 1}


def test_exact_copies_are_no_cluster_by_themselves_but_come_along() -> None:
    assert clusters([("k", [fact(1, 5), fact(2, 5)])], near) == []
    (found,) = clusters([("k", [fact(1, 5), fact(2, 5), fact(3, 6)])], near)
    assert len(found.members) == 3


def test_best_is_each_pages_highest_similarity() -> None:
    def similarity(first: Fact, second: Fact) -> float:
        return {(1, 2): 0.9, (2, 3): 0.95, (1, 3): 0.0}[first.value, second.value]

    (found,) = clusters([("k", [fact(1, 1), fact(2, 2), fact(3, 3)])], similarity)
    assert found.best == (0.9, 0.95, 0.95)


def test_a_large_group_of_equal_content_is_compared_once() -> None:
    calls = 0

    def counting(first: Fact, second: Fact) -> float:
        nonlocal calls
        calls += 1
        return 1.0

    facts = [fact(number, number % 3) for number in range(10_000)]
    (found,) = clusters([("k", facts), ("l", facts)], counting)
    assert len(found.members) == 10_000
    assert calls == 3
    assert len(found.others(5_000)) == MOST_RELATED


def test_a_large_group_of_alike_values_is_searched_in_linear_time() -> None:
    calls = 0

    def counting(first: Fact, second: Fact) -> float:
        nonlocal calls
        calls += 1
        return 0.95

    (found,) = clusters([("k", [fact(number, number) for number in range(10_000)])], counting)
    assert len(found.members) == 10_000
    assert calls < 10_100


def test_the_search_of_a_large_group_finds_chains() -> None:
    values = list(range(2 * ALL_PAIRS))
    random.Random(7).shuffle(values)
    (found,) = clusters([("k", [fact(number, value) for number, value in enumerate(values)])], near)
    assert len(found.members) == len(values)


def test_a_page_with_two_facts_is_one_member() -> None:
    (found,) = clusters([("k", [fact(1, 1), fact(1, 2), fact(2, 2)])], near)
    assert [one.page.number for one in found.members] == [1, 2]


@given(st.lists(st.integers(0, 30), max_size=40), st.randoms())
def test_clusters_do_not_depend_on_the_order(values: list[int], order: random.Random) -> None:
    facts = [fact(number, value) for number, value in enumerate(values)]
    shuffled = list(facts)
    order.shuffle(shuffled)
    first = clusters([("k", facts)], near)
    assert clusters([("k", shuffled)], near) == first
    clustered = {one.value for found in first for one in found.members}
    assert clustered == {value for value in values if {value - 1, value + 1} & set(values)}


def test_copies_name_the_group_and_the_others() -> None:
    hits = list(copies([("k", [fact(2, "A"), fact(1, "a")]), ("l", [fact(3, "B")])]))
    assert [(hit.where.page.number, hit.group, hit.related) for hit in hits] == [
        (1, "/00001", ["/00002"]),
        (2, "/00001", ["/00001"]),
    ]
    assert hits[0].values == {"value": "a", "others": "1 other page"}


def test_copies_of_a_large_group_list_few_others() -> None:
    hits = list(copies([("k", [fact(number, "A") for number in range(2_000)])]))
    assert {len(hit.related) for hit in hits} == {MOST_RELATED}
    assert hits[0].values["others"] == "1999 other pages"
    assert "/00000" not in hits[0].related
    assert "/00007" not in hits[7].related


def by_halves(facts: Sequence[Fact]) -> list[tuple[int, list[Fact]]]:
    groups: dict[int, list[Fact]] = {}
    for one in facts:
        for key in half_keys(one.value.lower()):
            groups.setdefault(key, []).append(one)
    return list(groups.items())


words = st.sampled_from(["red", "green", "blue"])
texts = st.sets(st.lists(words, min_size=1, max_size=6).map(" ".join), max_size=30)


@given(texts)
def test_every_pair_that_differs_in_one_word_is_found_and_no_other(several: set[str]) -> None:
    groups = by_halves([fact(number, text) for number, text in enumerate(sorted(several))])
    found = {
        frozenset((one.value, two.value))
        for _, facts in one_word_groups(groups, 3)
        for one in facts
        for two in facts
        if one.value != two.value
    }
    expected = set()
    for one in several:
        for two in several:
            a, b = one.split(), two.split()
            if len(a) == len(b) >= 3 and sum(x != y for x, y in zip(a, b, strict=True)) == 1:
                expected.add(frozenset((one, two)))
    assert found == expected


def test_one_word_apart_leaves_copies_alone() -> None:
    same = [fact(1, "The red house"), fact(2, "the RED house")]
    assert list(one_word_apart(by_halves(same), 3)) == []
    hits = list(one_word_apart(by_halves([*same, fact(3, "The blue house")]), 3))
    assert [(hit.where.page.number, hit.values["pages"], hit.group) for hit in hits] == [
        (1, 3, "/00001"),
        (2, 3, "/00001"),
        (3, 3, "/00001"),
    ]


def test_a_collision_of_keys_makes_no_pair() -> None:
    facts = [fact(1, "the red house stood"), fact(2, "a red barn stood")]
    assert list(one_word_apart([(2, facts), (3, facts)], 3)) == []


def test_single_words_and_lone_surrogates_have_keys_or_none() -> None:
    assert half_keys("one") == half_keys("") == ()
    assert len(half_keys("\ud800 two")) == 2
