"""Near-duplicate texts: the index of what they are compared by, and the pages that are alike, in clusters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from seokit.model import Fact, Hit, Page
from seokit.score.clusters import MOST_RELATED, by_address
from seokit.score.context import Context
from seokit.score.facts import Row, index
from seokit.score.same import normal, text_hash
from seokit.score.subject import answer_hash, is_answer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


NO_TEXT = ("redirect", "error page", "draft")  # pages that nobody reads
LEAST = 30  # runs of words of a text that is worth comparing


class Near(Struct, frozen=True):
    """A page, its highest similarity to another, the pages like it (at most 50 are named), their number."""

    fact: Fact
    similarity: float
    related: Sequence[str]
    count: int
    group: str


class NearCluster(Struct, frozen=True):
    """All pages whose texts are alike, directly or through others, by address; `best` stands beside them.

    `best` is each page's highest similarity to a page of another text. The facts' values are hashes of the texts.
    """

    name: str
    members: tuple[Fact, ...]
    best: tuple[float, ...]


@index()
def near_answers(page: Page, ctx: Context) -> Iterator[Row]:
    """Each answer's hash, and what it is compared by: one row a page, since most are like no other."""
    if page.answer is not None and not page.answer.blank and is_answer(page):
        elements = compared_by(page, ctx)
        if len(elements):
            yield "", [answer_hash(page.answer.value), packed(elements)], page.answer


@index()
def near_texts(page: Page, ctx: Context) -> Iterator[Row]:
    """The same of texts that are no answers. A few words alike are no news: content-thin says what they are."""
    if not page.text or is_answer(page) or page.not_indexable in NO_TEXT:
        return
    elements = compared_by(page, ctx)
    if len(elements) >= LEAST:
        yield "", [content_hash(page), packed(elements)], page.text_field or page.title


def content_hash(page: Page) -> str:
    """The hash of a page's text, code and formulas as texts are compared."""
    return text_hash(normal("\n".join([page.text or "", *page.code, *page.math])))


def compared_by(page: Page, ctx: Context) -> NDArray[np.uint32]:
    """Hashes of every 5 words in a row, and of each formula and block of code: sorted, each once."""
    shingles = ctx.prose.shingles
    if not page.math and not page.code:
        return shingles
    import numpy as np

    # Two exercises may differ in nothing but their formulas.
    rest = [int(text_hash(normal(text))[:8], 16) for text in (*page.math, *page.code)]
    return np.union1d(shingles, np.array(rest, dtype=np.uint32))


def packed(elements: NDArray[np.uint32]) -> bytes:
    """Hashes as bytes that cross processes, 4 for each."""
    return elements.astype("<u4").tobytes()


def unpacked(data: bytes) -> NDArray[np.uint32]:
    """The array that `packed` made."""
    import numpy as np

    return np.frombuffer(data, dtype="<u4").astype(np.uint32, copy=False)


def near_clusters(groups: Iterable[tuple[Any, Sequence[Fact]]], limit: float) -> list[NearCluster]:
    """All pages whose texts are at least `limit` (Jaccard, 0 to 1) like another, in clusters, by name.

    Pages of the very same text are one for the comparison, and no cluster by themselves; they come along when
    their text is like another.
    """
    from seokit.score.alike import clusters_of

    holders: dict[str, list[Fact]] = {}
    texts: dict[str, NDArray[np.uint32]] = {}
    for _, facts in groups:
        for fact in facts:
            name, data = fact.value
            holders.setdefault(name, []).append(Fact(fact.page, name, fact.field, fact.line, fact.column))
            if name not in texts:
                texts[name] = unpacked(data)
    names = list(texts)
    found = []
    for alike in clusters_of(list(texts.values()), limit):
        best = {names[place]: value for place, value in zip(alike.places, alike.best, strict=True)}
        members = by_address(fact for name in best for fact in holders[name])
        found.append(
            NearCluster(members[0].page.address, tuple(members), tuple(best[fact.value] for fact in members))
        )
    return sorted(found, key=lambda cluster: (cluster.name, cluster.members[0].page.path))


def near_duplicates(groups: Iterable[tuple[Any, Sequence[Fact]]], limit: float) -> Iterator[Near]:
    """The pages of `near_clusters`, one by one, with the others that are like them.

    Pages with the very same text do not count for each other.
    """
    for cluster in near_clusters(groups, limit):
        others = unlike(cluster)
        for fact, best in zip(cluster.members, cluster.best, strict=True):
            related, count = others[fact.value]
            yield Near(fact, best, related, count, cluster.name)


def near_hits(groups: Iterable[tuple[Any, Sequence[Fact]]], limit: float) -> Iterator[Hit]:
    """A Hit for each of `near_duplicates`: `value` and `limit` in per cent, and the `count` of the others."""
    for near in near_duplicates(groups, limit):
        values = {
            "value": round(100 * near.similarity, 1),
            "limit": round(100 * limit, 1),
            "count": near.count,
            "pages": "page" if near.count == 1 else "pages",
        }
        yield Hit(near.fact, values, related=near.related, group=near.group)


def unlike(cluster: NearCluster) -> dict[str, tuple[list[str], int]]:
    """For each text of a cluster: addresses of pages with another one (the first 50), and how many."""
    counts = Counter(fact.value for fact in cluster.members)
    return {
        value: (
            list(islice((f.page.address for f in cluster.members if f.value != value), MOST_RELATED)),
            len(cluster.members) - count,
        )
        for value, count in counts.items()
    }
