"""Clusters of pages that are alike, from groups of candidates; and how duplicates refer to each other."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import combinations
from operator import ne

from msgspec import Struct
from xxhash import xxh3_64_intdigest

from seokit.model import Fact, Hit
from seokit.score.same import normal

# A finding names at most this many other pages; its message and its group tell the rest.
MOST_RELATED = 50
# Up to this many different values, all pairs of a group are compared. A larger group is searched from
# neighbour to neighbour: the same clusters, but a page's best similarity is that of the pair that joined it.
ALL_PAIRS = 48
Numbered = list[tuple[int, Fact]]


class Cluster(Struct, frozen=True):
    """Pages that are alike, directly or through others. `best` stands beside `members`.

    `name` is the smallest address of its pages; members are sorted by address; `best` is each page's
    highest confirmed similarity to a page of another value.
    """

    name: str
    members: tuple[Fact, ...]
    best: tuple[float, ...]

    def others(self, place: int) -> list[str]:
        """Addresses of the other pages, the first `MOST_RELATED` of them."""
        return others(self.members, place)


def others(members: Sequence[Fact], place: int) -> list[str]:
    """Addresses of all members but the one at `place`, the first `MOST_RELATED` of them."""
    first = members[: MOST_RELATED + 1]
    return [fact.page.address for at, fact in enumerate(first) if at != place][:MOST_RELATED]


def by_address(facts: Iterable[Fact]) -> list[Fact]:
    """The facts, one for each page, sorted by address, then path: the first one names their group."""
    pages = {fact.page.number: fact for fact in facts}
    return sorted(pages.values(), key=lambda fact: (fact.page.address, fact.page.path))


class Joined:
    """Values that are alike: union-find, the best similarity of each, and a memory of compared pairs."""

    def __init__(self, alike: Callable[[Fact, Fact], float]) -> None:
        self.alike = alike
        self.parent: dict[Hashable, Hashable] = {}
        self.best: dict[Hashable, float] = {}
        self.verdicts: dict[tuple[int, int], bool] = {}

    def root(self, value: Hashable) -> Hashable:
        """The value that stands for all that `value` is joined with."""
        parent = self.parent
        parent.setdefault(value, value)
        while parent[value] != value:
            parent[value] = value = parent[parent[value]]
        return value

    def compare(self, pair: tuple[int, int], first: Fact, second: Fact) -> bool:
        """Whether two facts of different value are alike; joins them if so. Each pair is compared once."""
        known = self.verdicts.get(pair)
        if known is not None:
            return known
        similarity = self.alike(first, second)
        self.verdicts[pair] = similarity > 0
        if similarity > 0:
            self.parent[self.root(first.value)] = self.root(second.value)
            for value in (first.value, second.value):
                self.best[value] = max(self.best.get(value, 0.0), similarity)
        return similarity > 0


def clusters(
    groups: Iterable[tuple[object, Sequence[Fact]]],
    alike: Callable[[Fact, Fact], float],
    search: Callable[[Numbered, Joined], None] | None = None,
) -> list[Cluster]:
    """Join the pages of each group whose similarity `alike` is above 0; sorted by name. No pair is left out.

    `search` joins a group of more than ALL_PAIRS values, where it knows a faster way than from neighbour to
    neighbour.

    A page may stand in many groups, always with the same hashable `value`. Pages of equal value are
    one for the comparison, and no cluster by themselves (other rules report exact copies); they
    come along when their value is like another.
    """
    holders: dict[Hashable, dict[int, Fact]] = {}
    numbers: dict[Hashable, int] = {}
    joined = Joined(alike)
    for _, facts in groups:
        distinct: dict[Hashable, Fact] = {}
        for fact in facts:
            distinct.setdefault(fact.value, fact)
            holders.setdefault(fact.value, {})[fact.page.number] = fact
        numbered = sorted((numbers.setdefault(value, len(numbers)), fact) for value, fact in distinct.items())
        if len(numbered) <= ALL_PAIRS:
            for (one, first), (two, second) in combinations(numbered, 2):
                joined.compare((one, two), first, second)
        else:
            (search or from_neighbour_to_neighbour)(numbered, joined)
    return gathered(joined, holders)


def from_neighbour_to_neighbour(numbered: Numbered, joined: Joined) -> None:
    """Join a large group: what was reached is not compared again, what was not with all that are reached.

    Linear where all are alike, as the texts of a wildcard are.
    """
    pending = numbered[::-1]
    while pending:
        reached = [pending.pop()]
        while reached and pending:
            one, first = reached.pop()
            apart: Numbered = []
            for two, second in reversed(pending):
                pair = (one, two) if one < two else (two, one)
                found = joined.compare(pair, first, second)
                (reached if found else apart).append((two, second))
            pending = apart[::-1]


def gathered(joined: Joined, holders: dict[Hashable, dict[int, Fact]]) -> list[Cluster]:
    """The clusters of the values that are like another, with every page that holds them."""
    pages: dict[Hashable, list[Fact]] = {}
    for value in joined.best:
        pages.setdefault(joined.root(value), []).extend(holders[value].values())
    found = []
    for facts in pages.values():
        members = by_address(facts)
        best = tuple(joined.best[fact.value] for fact in members)
        found.append(Cluster(members[0].page.address, tuple(members), best))
    return sorted(found, key=lambda cluster: (cluster.name, cluster.members[0].page.path))


def copies(groups: Iterable[tuple[object, Sequence[Fact]]]) -> Iterator[Hit]:
    """A Hit for each page of each group of two or more: values `value` and `others` ("3 other pages")."""
    for _, facts in groups:
        if len(facts) < 2:
            continue
        members = by_address(facts)
        for place, fact in enumerate(members):
            yield Hit(
                fact,
                {"value": fact.value, "others": other_pages(len(members) - 1)},
                related=others(members, place),
                group=members[0].page.address,
            )


def other_pages(count: int) -> str:
    """The count in words: "1 other page", "3 other pages"."""
    return f"{count} other page{'' if count == 1 else 's'}"


def half_keys(text: str) -> tuple[int, ...]:
    """Two keys, of the first half of the words (even) and of the second (odd); none for a single word.

    The text is in its normal form: one space between any two words.

    Two texts of as many words that differ in exactly one agree in one half, so they share a key: two
    keys find every such pair, where a wildcard for each word would need as many keys as words.
    """
    count = text.count(" ") + 1
    if count < 2:
        return ()
    rest = text.split(" ", count // 2)[-1]
    first = xxh3_64_intdigest(f"{count} {text[: -len(rest) - 1]}".encode("utf-8", "surrogatepass"))
    second = xxh3_64_intdigest(f"{count} {rest}".encode("utf-8", "surrogatepass"))
    return first & ~1, second | 1


def one_word_apart(groups: Iterable[tuple[int, Sequence[Fact]]], least: int) -> Iterator[Hit]:
    """A Hit for each page whose text differs in exactly one word from another's of as many words.

    Groups are by `half_keys` of the normal form of the texts, which are the facts' values; texts of fewer
    than `least` words are passed over. Hits have `value`, and `pages` of the cluster.
    """
    for cluster in clusters(one_word_groups(groups, least), differ):
        for place, fact in enumerate(cluster.members):
            yield Hit(
                fact,
                {"value": fact.value, "pages": len(cluster.members)},
                related=cluster.others(place),
                group=cluster.name,
            )


def one_word_groups(
    groups: Iterable[tuple[int, Sequence[Fact]]], least: int
) -> Iterator[tuple[object, Sequence[Fact]]]:
    """Facts whose texts are equal when one word of the half that they do not share is a wildcard."""
    for key, facts in groups:
        wildcards: dict[tuple[int, str], list[Fact]] = {}
        for fact in facts:
            words = normal(fact.value).split()
            if len(words) < least:
                break  # all texts of a group have as many words
            middle = len(words) // 2
            rest = words[:middle] if key & 1 else words[middle:]
            for place in range(len(rest)):
                wildcard = place, " ".join([*rest[:place], *rest[place + 1 :]])
                wildcards.setdefault(wildcard, []).append(fact)
        yield from ((wildcard, alike) for wildcard, alike in wildcards.items() if len(alike) > 1)


def differ(first: Fact, second: Fact) -> float:
    """The share of equal words of two texts that differ in one word, else 0."""
    words, others = normal(first.value).split(), normal(second.value).split()
    if len(words) != len(others) or sum(map(ne, words, others)) != 1:
        return 0.0
    return 1 - 1 / len(words)
