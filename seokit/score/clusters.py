"""Clusters of pages that are alike, from groups of candidates; and how duplicates refer to each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from xxhash import xxh3_64_intdigest

from seokit.model import Fact, Hit
from seokit.score.same import normal

# A finding names at most this many other pages; its message and its group tell the rest.
MOST_RELATED = 50


class Cluster(Struct, frozen=True):
    """Pages that are alike, directly or through others, by address. `name` is the smallest address of theirs."""

    name: str
    members: tuple[Fact, ...]

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


def clusters(groups: Iterable[Sequence[Fact]]) -> list[Cluster]:
    """The pages of all groups, joined where groups share one: every page, by name.

    A page may stand in many groups.
    """
    parent: dict[int, int] = {}
    facts_of: dict[int, Fact] = {}

    def root(number: int) -> int:
        parent.setdefault(number, number)
        while parent[number] != number:
            parent[number] = number = parent[parent[number]]
        return number

    for facts in groups:
        first = root(facts[0].page.number)
        for fact in facts:
            facts_of.setdefault(fact.page.number, fact)
            parent[root(fact.page.number)] = first
    members: dict[int, list[Fact]] = {}
    for number, fact in facts_of.items():
        members.setdefault(root(number), []).append(fact)
    found = []
    for listed in members.values():
        listed = by_address(listed)
        found.append(Cluster(listed[0].page.address, tuple(listed)))
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


def equals(facts: Sequence[Fact]) -> Iterator[Hit]:
    """A Hit for each page of one group: values `value`, how many others there are, and `pages`, the noun for it."""
    members = by_address(facts)
    count = len(members) - 1
    for place, fact in enumerate(members):
        values = {"value": count, "pages": "page" if count == 1 else "pages"}
        yield Hit(fact, values, related=others(members, place), group=members[0].page.address)


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
    """A Hit for each page whose text differs in exactly one word from another's, see `one_word_clusters`.

    Hits have `value`, and `pages` of the cluster.
    """
    for cluster in one_word_clusters(groups, least):
        for place, fact in enumerate(cluster.members):
            yield Hit(
                fact,
                {"value": fact.value, "pages": len(cluster.members)},
                related=cluster.others(place),
                group=cluster.name,
            )


def one_word_clusters(groups: Iterable[tuple[int, Sequence[Fact]]], least: int) -> list[Cluster]:
    """All pages whose text differs in exactly one word from another's of as many words; no pair is missed.

    Groups are by `half_keys` of the normal form of the texts, which are the facts' values; texts of fewer
    than `least` words are passed over. Pages of equal texts are no cluster by themselves, but come along.
    """
    return clusters(one_word_groups(groups, least))


def one_word_groups(groups: Iterable[tuple[int, Sequence[Fact]]], least: int) -> Iterator[list[Fact]]:
    """Facts whose texts are equal when one word of the half that they do not share is a wildcard.

    A text with a wildcard goes by the sum of the hashes of its other words, of which each depends on its place:
    written out, the wildcards of a text would take the square of its length.
    """
    for key, facts in groups:
        wildcards: dict[tuple[int, int, int], list[tuple[str, Fact]]] = {}
        for fact in facts:
            text = normal(fact.value)
            words = text.split(" ")
            if len(words) < least:
                break  # all texts of a group have as many words
            middle = len(words) // 2
            summands = [
                xxh3_64_intdigest(word.encode("utf-8", "surrogatepass"), place)
                for place, word in enumerate(words)
            ]
            total = sum(summands)
            first, end = (0, middle) if key & 1 else (middle, len(words))
            for place, summand in enumerate(summands[first:end], first):
                wildcards.setdefault((len(words), place, total - summand), []).append((text, fact))
        for alike in wildcards.values():
            if len(alike) > 1 and any(text != alike[0][0] for text, _ in alike):
                yield [fact for _, fact in alike]
