"""Which sets are alike: every pair whose Jaccard similarity reaches a limit, and no pair missed.

Sets that share enough share one of their rarest elements: of a set of n, of which a partner must share at
least m, one of the n - m + 1 rarest (prefix filtering: Bayardo, Ma, Srikant, "Scaling up all pairs
similarity search", WWW 2007). So only these are looked up, and a set most of whose elements nobody else has
is like no other, and not looked up at all. What is found is compared whole.

Sets that are alike are found from neighbour to neighbour, and a set that was reached is not looked for again:
thousands of copies take as long as as many strangers. What takes the square of their number is sets that
share their rarest elements and yet are not alike; comparing two then costs half a microsecond.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

Elements = NDArray[np.uint32]  # of a set: sorted, each once

# Of a cluster of up to so many sets all pairs are compared. In a larger one a set's best similarity is the
# best among those that it was compared with: the one that reached it, and those that it reached.
ALL_PAIRS = 64
MOST_COUNTED = 255  # uses of an element; what is in more sets is as common as what is in so many
LARGEST_TABLE = 1 << 26
BATCH = 1 << 20  # elements that are compared at once
FEW = 4  # sets that are compared faster one by one


class Alike(Struct, frozen=True):
    """The places of sets that are alike, directly or through others, ascending; and each one's best similarity."""

    places: list[int]
    best: list[float]


def jaccard(a: Elements, b: Elements) -> float:
    """The similarity of two sets, 0 to 1: shared over all. Two empty ones are not alike (0)."""
    if not len(a) or not len(b):
        return 0.0
    shared = len(np.intersect1d(a, b, assume_unique=True))
    return shared / (len(a) + len(b) - shared)


def clusters_of(sets: Sequence[Elements], limit: float) -> list[Alike]:
    """The sets that are at least `limit` (0 to 1) like another, in clusters; ascending by their first place."""
    search = Search(sets, limit)
    found = []
    for start in range(len(sets)):
        best = search.cluster(start)
        if len(best) > 1:
            places = sorted(best)
            if len(places) <= ALL_PAIRS:
                found.append(Alike(places, best_of_all_pairs([sets[place] for place in places])))
            else:
                found.append(Alike(places, [best[place] for place in places]))
    return found


def least_shared(size: int, limit: float) -> int:
    """How many elements of a set of this size another must share, at least, to be alike."""
    least = max(1, math.ceil(limit * size))
    while least > 1 and (least - 1) / size >= limit:  # as `jaccard` rounds it
        least -= 1
    while least / size < limit:
        least += 1
    return least


class Search:
    """Sets by their rarest elements. A set that was found is not found again.

    With a limit above 1, or none at all (nan), nothing is alike; sets that share nothing never are.
    """

    def __init__(self, sets: Sequence[Elements], limit: float) -> None:
        self._sets = sets
        self._limit = limit
        self._counts = counted(sets)
        self._mask = np.uint32(len(self._counts) - 1)
        self._marks = np.zeros(len(self._counts), dtype=np.uint8)
        # Sets that may be like another have a rank, by size.
        self._rank: dict[int, int] = {}  # by place
        self._places: list[int] = []  # by rank
        self._sizes: list[int] = []  # by rank
        self._reach: list[tuple[int, int]] = []  # by rank: the least and the largest size of a partner
        self._rarest: list[list[int]] = []  # by rank
        self._holders: dict[int, list[int]] = {}  # element → ranks of sets, ascending
        if limit <= 1:
            self._file()
        self._pending = set(range(len(self._places)))  # ranks

    def _file(self) -> None:
        """File the sets that may be like another under their rarest elements, the smallest sets first."""
        for place in sorted(range(len(self._sets)), key=lambda place: (len(self._sets[place]), place)):
            own = self._sets[place]
            size = len(own)
            if not size:
                continue
            uses = self._counts[own & self._mask]
            shared = int(np.count_nonzero(uses > 1))
            least = least_shared(size, self._limit)
            if shared < least:
                continue
            ordered = np.sort(uses.astype(np.uint64) << np.uint64(32) | own)
            rarest = (ordered[size - shared : size - least + 1] & np.uint64(0xFFFFFFFF)).tolist()
            largest = int(shared / self._limit) - size + shared + 1 if self._limit > 0 else 1 << 62
            rank = self._rank[place] = len(self._places)
            self._places.append(place)
            self._sizes.append(size)
            self._reach.append((least, largest))
            self._rarest.append(rarest)
            for element in rarest:
                self._holders.setdefault(element, []).append(rank)

    def cluster(self, place: int) -> dict[int, float]:
        """All sets that are like the one at `place`, directly or through others: place → best similarity.

        With that set itself; empty where it was found before, or is like none at first sight.
        """
        rank = self._rank.get(place)
        if rank is None or rank not in self._pending:
            return {}
        best = {place: 0.0}
        reached = [place]
        for one in reached:
            for two, similarity in self.take(one):
                best[one] = max(best[one], similarity)
                best[two] = similarity
                reached.append(two)
        return best

    def take(self, place: int) -> list[tuple[int, float]]:
        """The sets like the one at `place` that were not found before, by size; and their similarity to it."""
        rank = self._rank.get(place)
        if rank is None:
            return []
        self._pending.discard(rank)
        found = []
        for other, similarity in self._compare(rank, self._candidates(rank)):
            self._pending.discard(other)
            found.append((self._places[other], similarity))
        return found

    def _candidates(self, rank: int) -> list[int]:
        """The ranks of sets of the right size, not found yet, that share one of the rarest elements."""
        least, largest = self._reach[rank]
        low, high = bisect_left(self._sizes, least), bisect_right(self._sizes, largest)
        size, reach, pending = self._sizes[rank], self._reach, self._pending
        found: set[int] = set()
        for element in self._rarest[rank]:
            holders = self._holders[element]
            near = holders[bisect_left(holders, low) : bisect_left(holders, high)]
            there = pending.intersection(near)
            if len(near) > 2 * len(there):  # what was found need not be looked at again
                self._holders[element] = [other for other in holders if other in pending]
            found |= there
        return sorted(other for other in found if reach[other][0] <= size <= reach[other][1])

    def _compare(self, rank: int, others: list[int]) -> Iterator[tuple[int, float]]:
        """Those of `others` that are alike, with their similarity."""
        own = self._sets[self._places[rank]]
        if len(others) >= FEW:
            others = self._sifted(own, others)
        for other in others:
            similarity = jaccard(own, self._sets[self._places[other]])
            if similarity >= self._limit:
                yield other, similarity

    def _sifted(self, own: Elements, others: list[int]) -> list[int]:
        """Those of `others` that may be alike, many at once: elements that fall together count as shared."""
        self._marks[own & self._mask] = 1
        kept: list[int] = []
        step = max(1, BATCH // self._sizes[others[-1]])
        for first in range(0, len(others), step):
            batch = others[first : first + step]
            sizes = np.array([self._sizes[other] for other in batch])
            elements = np.concatenate([self._sets[self._places[other]] for other in batch])
            there = self._marks[elements & self._mask]
            shared = np.add.reduceat(there, np.cumsum(sizes) - sizes, dtype=np.int64)
            shared = np.minimum(shared, len(own))
            like = shared / (len(own) + sizes - shared) >= self._limit
            kept += [other for other, yes in zip(batch, like.tolist(), strict=True) if yes]
        self._marks[own & self._mask] = 0
        return kept


def counted(sets: Sequence[Elements]) -> NDArray[np.uint8]:
    """In how many sets an element is, at most: by its low bits, so that a few elements are counted together."""
    elements = sum(map(len, sets))
    counts = np.zeros(min(1 << (elements.bit_length() + 1), LARGEST_TABLE), dtype=np.uint8)
    mask = np.uint32(len(counts) - 1)
    for one in sets:
        places = one & mask
        counts[places] = np.minimum(counts[places], MOST_COUNTED - 1) + 1
    return counts


def best_of_all_pairs(sets: Sequence[Elements]) -> list[float]:
    """Of each of a few sets the highest similarity to another."""
    sizes = np.array([len(one) for one in sets])
    starts = np.cumsum(sizes) - sizes
    different, elements = np.unique(np.concatenate(sets), return_inverse=True)
    best = []
    for place, (start, size) in enumerate(zip(starts.tolist(), sizes.tolist(), strict=True)):
        marks = np.zeros(len(different), dtype=np.uint8)
        marks[elements[start : start + size]] = 1
        shared = np.add.reduceat(marks[elements], starts, dtype=np.int64)
        similar = shared / (size + sizes - shared)
        similar[place] = 0.0
        best.append(float(similar.max()))
    return best
