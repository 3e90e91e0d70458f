"""Near-duplicate texts: candidates by MinHash band, confirmed by the true similarity of their shingles."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from seokit.model import Fact, Page
from seokit.score.clusters import MOST_RELATED, Cluster, Joined, Numbered, clusters
from seokit.score.context import Context
from seokit.score.facts import Row, index
from seokit.score.subject import answer_hash, is_answer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


NO_TEXT = ("redirect", "error page", "draft")  # pages that nobody reads
LEAST = 30  # shingles of a text that is worth comparing


class Near(Struct, frozen=True):
    """A page, its highest similarity to another, the pages like it (at most 50 are named), their number."""

    fact: Fact
    similarity: float
    related: Sequence[str]
    count: int
    group: str

    def values(self, limit: float) -> dict[str, Any]:
        """What fills the message of a rule; similarities in per cent."""
        return {
            "value": round(100 * self.similarity, 1),
            "limit": round(100 * limit, 1),
            "count": self.count,
            "pages": "page" if self.count == 1 else "pages",
        }


@index()
def near_answers(page: Page, ctx: Context) -> Iterator[Row]:
    """Each answer's hash, its shingles and its MinHash band keys: one row a page, since most keys are alone."""
    if not is_answer(page) or page.answer is None or page.answer.blank:
        return
    shingles = ctx.prose.shingles
    if len(shingles):
        value = [answer_hash(page.answer.value), packed(shingles), ctx.prose.min_hash_keys()]
        yield "", value, page.answer


@index()
def near_texts(page: Page, ctx: Context) -> Iterator[Row]:
    """The same of texts that are no answers. A few words alike are no news: content-thin says what they are."""
    if page.text is None or is_answer(page) or page.not_indexable in NO_TEXT:
        return
    shingles = ctx.prose.shingles
    if len(shingles) >= LEAST:
        yield "", [ctx.prose.hash, packed(shingles), ctx.prose.min_hash_keys()], page.text_field or page.title


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

    def search(numbered: Numbered, joined: Joined) -> None:
        by_prefix(numbered, joined, shingles, limit)

    for cluster in clusters(shared.items(), alike, search):
        others = unlike(cluster)
        for fact, best in zip(cluster.members, cluster.best, strict=True):
            related, count = others[fact.value]
            yield Near(fact, best, related, count, cluster.name)


def by_prefix(numbered: Numbered, joined: Joined, shingles: Mapping[str, bytes], limit: float) -> None:
    """Join a large group through the rare shingles of its texts; no pair is missed.

    Of two texts at least `limit` alike, n shingles each, the n - ceil(limit × n) + 1 rarest of one and of the
    other have one in common (Chaudhuri et al. 2006, "A primitive operator for similarity joins"). So pages that
    share nothing but a template's words are never compared.
    """
    prefixes = dict(
        zip((number for number, _ in numbered), rare_shingles(numbered, shingles, limit), strict=True)
    )
    pending = dict(numbered)
    waiting: dict[int, list[int]] = {}
    for number, prefix in prefixes.items():
        for shingle in prefix:
            waiting.setdefault(shingle, []).append(number)
    for number, fact in numbered:
        reached = [(number, fact)] if pending.pop(number, None) is not None else []
        while reached:
            one, first = reached.pop()
            for shingle in prefixes[one]:
                left = []
                for two in waiting[shingle]:
                    if two not in pending:
                        continue
                    if joined.compare((one, two) if one < two else (two, one), first, pending[two]):
                        reached.append((two, pending.pop(two)))
                    else:
                        left.append(two)
                waiting[shingle] = left


def rare_shingles(numbered: Numbered, shingles: Mapping[str, bytes], limit: float) -> Iterator[list[int]]:
    """The rarest shingles of each text, as many as `by_prefix` needs, as ranks by how many texts have them."""
    import numpy as np

    texts = [unpacked(shingles[fact.value]) for _, fact in numbered]
    known, counts = np.unique(np.concatenate(texts), return_counts=True)
    ranks = np.empty(len(known), dtype=np.uint32)
    ranks[np.argsort(counts, kind="stable")] = np.arange(len(known), dtype=np.uint32)
    for text in texts:
        most = len(text) - math.ceil(limit * len(text) - 1e-9) + 1
        yield np.sort(ranks[np.searchsorted(known, text)])[:most].tolist()


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
