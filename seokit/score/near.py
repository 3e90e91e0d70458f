"""Near-duplicate answers: candidates by MinHash band, confirmed by the true similarity of their shingles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from seokit.model import Fact, Page
from seokit.score.clusters import MOST_RELATED, Cluster, clusters
from seokit.score.context import Context
from seokit.score.facts import Row, index
from seokit.score.subject import answer_hash, is_answer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Near(Struct, frozen=True):
    """A page, its highest similarity to another, the pages like it (at most 50 are named), their number."""

    fact: Fact
    similarity: float
    related: Sequence[str]
    count: int
    group: str


@index()
def near_answers(page: Page, ctx: Context) -> Iterator[Row]:
    """Each answer's hash, its shingles and its MinHash band keys: one row a page, since most keys are alone."""
    if not is_answer(page) or page.answer is None or page.answer.blank:
        return
    shingles = ctx.prose.shingles
    if len(shingles):
        value = [answer_hash(page.answer.value), packed(shingles), ctx.prose.min_hash_keys()]
        yield "", value, page.answer


def packed(shingles: NDArray[np.uint32]) -> bytes:
    """Shingle hashes as bytes that cross processes, 4 for each."""
    return shingles.astype("<u4").tobytes()


def unpacked(data: bytes) -> NDArray[np.uint32]:
    """The array that `packed` made."""
    import numpy as np

    return np.frombuffer(data, dtype="<u4")


def near_duplicates(groups: Iterable[tuple[Any, Sequence[Fact]]], limit: float) -> Iterator[Near]:
    """Pages whose answers are at least `limit` (Jaccard, 0 to 1) alike, cluster by cluster.

    Pages with the very same answer do not count for each other.
    """
    answers = [fact for _, facts in groups for fact in facts]
    shingles = {fact.value[0]: fact.value[1] for fact in answers}
    seen: set[int] = set()
    shared: dict[int, list[Fact]] = {}
    for fact in answers:
        for key in fact.value[2]:
            if key in seen:
                shared[key] = []
            seen.add(key)
    for fact in answers:
        keys = [key for key in fact.value[2] if key in shared]
        if keys:
            hashed = replace(fact, value=fact.value[0])
            for key in keys:
                shared[key].append(hashed)

    def alike(one: Fact, other: Fact) -> float:
        return similarity(shingles[one.value], shingles[other.value], limit)

    for cluster in clusters(shared.items(), alike):
        others = unlike(cluster)
        for fact, best in zip(cluster.members, cluster.best, strict=True):
            related, count = others[fact.value]
            yield Near(fact, best, related, count, cluster.name)


def similarity(one: bytes, other: bytes, limit: float) -> float:
    """Jaccard similarity of two packed texts; 0 where it is below `limit`."""
    small, large = sorted((len(one), len(other)))
    if small < limit * large:
        return 0.0  # the sizes alone rule it out
    from seokit.score.prose import jaccard

    found = jaccard(unpacked(one), unpacked(other))
    return found if found >= limit else 0.0


def unlike(cluster: Cluster) -> dict[str, tuple[list[str], int]]:
    """For each answer of a cluster: addresses of pages with another one (the first 50), and how many."""
    counts = Counter(fact.value for fact in cluster.members)
    return {
        value: (
            list(islice((f.page.address for f in cluster.members if f.value != value), MOST_RELATED)),
            len(cluster.members) - count,
        )
        for value, count in counts.items()
    }
