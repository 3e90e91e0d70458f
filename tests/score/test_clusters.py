from __future__ import annotations

import random
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from seokit.model import Fact, Summary
from seokit.score.clusters import (
    MOST_RELATED,
    clusters,
    copies,
    half_keys,
    one_word_apart,
    one_word_clusters,
    one_word_groups,
)


def fact(number: int, value: object, url: str | None = None) -> Fact:
    return Fact(Summary(number=number, path=f"{number:05}.md", url=url or f"/{number:05}"), value)


def urls(members: Sequence[Fact]) -> list[str]:
    return [one.page.url for one in members]


def test_members_are_joined_through_others_and_named_by_the_smallest_url() -> None:
    a, b, c, d = fact(1, 3, "/c"), fact(2, 1, "/b"), fact(3, 2, "/z"), fact(4, 9, "/a")
    found = clusters([[a, c], [b, c], [d]])
    assert [(one.name, urls(one.members)) for one in found] == [("/a", ["/a"]), ("/b", ["/b", "/c", "/z"])]
    assert found[1].others(0) == ["/c", "/z"]


def test_a_page_with_two_facts_is_one_member() -> None:
    (found,) = clusters([[fact(1, 1), fact(1, 2), fact(2, 2)]])
    assert [one.page.number for one in found.members] == [1, 2]


def test_a_large_cluster_is_whole_and_names_few() -> None:
    facts = [fact(number, "x") for number in range(10_000)]
    (found,) = clusters(facts[place : place + 2] for place in range(9_999))
    assert len(found.members) == 10_000
    assert len(found.others(5_000)) == MOST_RELATED


@given(st.lists(st.lists(st.integers(0, 30), min_size=1, max_size=4), max_size=40), st.randoms())
def test_clusters_are_what_is_connected_in_whatever_order(
    groups: list[list[int]], order: random.Random
) -> None:
    found = clusters([[fact(number, 0) for number in group] for group in groups])
    whole = [{one.page.number for one in cluster.members} for cluster in found]
    assert sum(map(len, whole)) == len({number for group in groups for number in group})
    assert all(any(group <= cluster for cluster in whole) for group in map(set, groups))
    for cluster in whole:  # none can be parted in two without parting a group
        reached = {min(cluster)}
        for _ in cluster:
            reached.update(*(group for group in groups if reached & set(group)))
        assert reached == cluster
    order.shuffle(groups)
    assert clusters([[fact(number, 0) for number in group] for group in groups]) == found


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
        for facts in one_word_groups(groups, 3)
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


@given(texts, st.randoms())
def test_clusters_of_titles_are_complete(several: set[str], order: random.Random) -> None:
    """Every pair that differs in one word is in one cluster, and every cluster is held together by such pairs."""
    listed = sorted(several) * 2  # each twice: copies come along
    order.shuffle(listed)
    found = one_word_clusters(by_halves([fact(number, text) for number, text in enumerate(listed)]), 3)
    of_page = {one.page.number: cluster.name for cluster in found for one in cluster.members}

    def near(one: str, two: str) -> bool:
        a, b = one.split(), two.split()
        return len(a) == len(b) >= 3 and sum(x != y for x, y in zip(a, b, strict=True)) == 1

    for one, text in enumerate(listed):
        others = {two for two, other in enumerate(listed) if near(text, other)}
        assert (one in of_page) == bool(others)
        assert {of_page[two] for two in others} <= {of_page.get(one)}
    for cluster in found:
        reached = {cluster.members[0].value}
        for _ in cluster.members:
            reached |= {m.value for m in cluster.members if any(near(m.value, text) for text in reached)}
        assert reached == {member.value for member in cluster.members}


def test_titles_of_thousands_of_words_are_compared_in_linear_time() -> None:
    words = [f"word{number}" for number in range(30_000)]
    other = [*words[:7], "changed", *words[8:]]
    hits = list(one_word_apart(by_halves([fact(1, " ".join(words)), fact(2, " ".join(other))]), 3))
    assert [hit.values["pages"] for hit in hits] == [2, 2]


def test_a_collision_of_keys_makes_no_pair() -> None:
    facts = [fact(1, "the red house stood"), fact(2, "a red barn stood")]
    assert list(one_word_apart([(2, facts), (3, facts)], 3)) == []


def test_single_words_and_lone_surrogates_have_keys_or_none() -> None:
    assert half_keys("one") == half_keys("") == ()
    assert len(half_keys("\ud800 two")) == 2
