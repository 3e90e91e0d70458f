"""Sets that are alike: held against the comparison of every pair with every other."""

from __future__ import annotations

import random
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seokit.score import alike
from seokit.score.alike import ALL_PAIRS, Elements, Search, clusters_of, jaccard, least_shared


def elements(several: set[int] | range | list[int]) -> Elements:
    return np.array(sorted(set(several)), dtype=np.uint32)


def by_brute_force(sets: list[set[int]], limit: float) -> dict[tuple[int, ...], list[float]]:
    """Clusters and best similarities by comparing every pair."""
    cluster = {place: {place} for place in range(len(sets))}
    best = [0.0] * len(sets)
    for one, two in combinations(range(len(sets)), 2):
        shared = len(sets[one] & sets[two])
        similarity = shared / len(sets[one] | sets[two]) if shared else 0.0
        best[one], best[two] = max(best[one], similarity), max(best[two], similarity)
        if shared and similarity >= limit:
            joined = cluster[one] | cluster[two]
            for place in joined:
                cluster[place] = joined
    found = {tuple(sorted(places)) for places in cluster.values() if len(places) > 1}
    return {places: [best[place] for place in places] for places in found}


small = st.sets(st.integers(0, 12), max_size=13)
# Versions of one text: most of its elements, and a few others.
versions = st.builds(
    lambda left_out, added: ({*range(40)} - left_out) | added,
    st.sets(st.integers(0, 39), max_size=6),
    st.sets(st.integers(40, 60), max_size=6),
)
limits = st.sampled_from([0.1, 0.3, 0.5, 2 / 3, 0.75, 0.8, 0.9, 0.95, 1.0]) | st.floats(0.01, 1)


@given(st.lists(small | versions, max_size=30), limits)
def test_no_pair_is_missed_and_none_made_up(sets: list[set[int]], limit: float) -> None:
    found = clusters_of([elements(one) for one in sets], limit)
    assert {tuple(one.places): one.best for one in found} == by_brute_force(sets, limit)


@given(st.lists(versions, min_size=8, max_size=40), limits, st.integers(2, 5))
def test_no_pair_is_missed_where_elements_fall_together(
    sets: list[set[int]], limit: float, bits: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(alike, "LARGEST_TABLE", 1 << bits)
        patch.setattr(alike, "BATCH", 100)
        found = clusters_of([elements(one) for one in sets], limit)
    assert {tuple(one.places): one.best for one in found} == by_brute_force(sets, limit)


@given(st.lists(versions, max_size=30), limits, st.integers(1, 4))
def test_a_large_cluster_is_as_complete(sets: list[set[int]], limit: float, pairs: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(alike, "ALL_PAIRS", pairs)
        found = clusters_of([elements(one) for one in sets], limit)
    expected = by_brute_force(sets, limit)
    assert {tuple(one.places) for one in found} == set(expected)
    for one in found:
        highest = expected[tuple(one.places)]
        assert all(limit <= best <= most for best, most in zip(one.best, highest, strict=True))


@given(st.lists(versions, min_size=1, max_size=20), limits)
def test_taken_are_those_like_it_that_were_not_taken_before(sets: list[set[int]], limit: float) -> None:
    search = Search([elements(one) for one in sets], limit)
    left = set(range(len(sets)))
    for place, own in enumerate(sets):
        left.discard(place)
        expected = {
            other: len(own & sets[other]) / len(own | sets[other])
            for other in left
            if own & sets[other] and len(own & sets[other]) / len(own | sets[other]) >= limit
        }
        assert dict(search.take(place)) == expected
        left -= set(expected)


@given(st.integers(1, 3000), st.floats(0.001, 1))
def test_the_least_that_is_shared_is_exact(size: int, limit: float) -> None:
    least = least_shared(size, limit)
    assert least / size >= limit
    assert least == 1 or (least - 1) / size < limit


@pytest.mark.parametrize("limit", [1.1, float("inf"), float("nan")])
def test_above_one_nothing_is_alike(limit: float) -> None:
    assert clusters_of([elements({1, 2})] * 3, limit) == []


def test_nothing_is_like_what_it_shares_nothing_with() -> None:
    sets = [elements(one) for one in ({1, 2}, {3, 4}, {4, 5}, set(), set())]
    for limit in (0.0, -1.0, 1e-9):
        assert [one.places for one in clusters_of(sets, limit)] == [[1, 2]]


def test_jaccard() -> None:
    assert jaccard(elements({1, 2, 3}), elements({2, 3, 4})) == 0.5
    assert jaccard(elements(set()), elements(set())) == 0.0


def versions_of(base: range, count: int, changed: int, chance: random.Random) -> list[Elements]:
    made = []
    for _ in range(count):
        own = set(base) - set(chance.sample(base, changed))
        made.append(elements(own | {chance.randrange(10**6, 2**32) for _ in range(changed)}))
    return made


def test_thousands_of_versions_are_compared_once_each(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0

    def counting(a: Elements, b: Elements) -> float:
        nonlocal compared
        compared += 1
        return jaccard(a, b)

    monkeypatch.setattr(alike, "jaccard", counting)
    (found,) = clusters_of(versions_of(range(300), 3000, 4, random.Random(1)), 0.9)
    assert len(found.places) == 3000
    assert compared < 3100


def test_a_long_chain_is_one_cluster() -> None:
    chain = [elements(range(20 * step, 20 * step + 400)) for step in range(2000)]
    random.Random(3).shuffle(chain)
    (found,) = clusters_of(chain, 0.9)
    assert len(found.places) == 2000
    assert set(found.best) == {380 / 420}


def test_pages_of_a_template_that_are_not_alike_are_hardly_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nine tenths are the same on all: not enough, and no reason to compare each with each."""
    batches = 0
    sifted = Search._sifted

    def counting(self: Search, own: Elements, others: list[int]) -> list[int]:
        nonlocal batches
        batches += len(others)
        return sifted(self, own, others)

    monkeypatch.setattr(Search, "_sifted", counting)
    assert clusters_of(versions_of(range(300), 2000, 24, random.Random(2)), 0.9) == []
    assert batches == 0


def test_of_a_large_cluster_the_best_is_among_those_compared() -> None:
    found = clusters_of(versions_of(range(300), ALL_PAIRS + 1, 4, random.Random(5)), 0.9)
    assert all(best >= 0.9 for best in found[0].best)
