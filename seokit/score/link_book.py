"""The links of all pages by their target: kept as numbers, made into facts when a rule asks.

A site has millions of links, most of them in menus; as objects they would take gigabytes.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seokit.model import Fact
from seokit.score.by_url import FILE

Numbers = NDArray[np.uint32]
# A link without its place: LINK or PLACEHOLDER, key, href, related title, related?, navigation?, field.
Numbered = tuple[int, str, str, str, bool, bool, str]


class Links:
    """The links to one URL, in the order of the files: a sequence that makes its facts when they are asked for.

    `related`, `fragments`: whether one of them is a related link, has a fragment.
    """

    __slots__ = ("_book", "_pages", "_places", "fragments", "related")

    def __init__(
        self, book: Book, pages: Numbers, places: Numbers, related: bool = False, fragments: bool = False
    ) -> None:
        self._book = book
        self._pages = pages  # places in the book
        self._places = places  # which link of the page
        self.related, self.fragments = related, fragments

    def __len__(self) -> int:
        return len(self._pages)

    def __iter__(self) -> Iterator[Fact]:
        return map(self._book.fact, self._pages.tolist(), self._places.tolist())

    def numbers(self) -> list[int]:
        """The numbers of the pages that link, a page as often as it does; no fact is made."""
        found: list[int] = self._book.numbers[self._pages].tolist()
        return found

    def of(self, pages: Container[int]) -> Links:
        """The links on the pages of these numbers."""
        return self._where([number in pages for number in self.numbers()])

    def but_of(self, pages: Container[int]) -> Links:
        """The links on other pages than those of these numbers."""
        return self._where([number not in pages for number in self.numbers()])

    def apart(self) -> tuple[Links, Links]:
        """The links of the text, and those of the navigation."""
        menu = list(map(self._book.is_menu, self._pages.tolist(), self._places.tolist()))
        return self._where([not one for one in menu]), self._where(menu)

    def _where(self, chosen: list[bool]) -> Links:
        mask = np.array(chosen, dtype=np.bool_)
        return Links(self._book, self._pages[mask], self._places[mask], self.related, self.fragments)


class Book:
    """All LINKS facts, in the order of the files."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self._facts = facts
        self.numbers = np.array([fact.page.number for fact in facts], dtype=np.uint32)  # of the pages
        self._tables: list[list[Any]] = []  # of each fact: its chunk's numbered links
        for fact in facts:
            self._tables.append(fact.value[4] if len(fact.value) > 4 else self._tables[-1])

    def links(self, url_of: Callable[[str], str]) -> dict[tuple[int, str], Links]:
        """Kind and key → the links. `url_of` says the key of a page that a link names by its file."""
        targets: dict[tuple[int, str], int] = {}
        flags: list[list[bool]] = []  # related, fragments; of each target
        target_of: Numbers = np.zeros(0, dtype=np.uint32)
        numbered = [np.frombuffer(fact.value[2], dtype=np.uint32) for fact in self._facts]
        to: list[Numbers] = []
        for table, own, numbers in zip(self._tables, self._facts, numbered, strict=True):
            if len(own.value) > 4:
                places = []
                for kind, key, href, _, related, _, _ in table:
                    target = (kind, url_of(key) if key.startswith(FILE) else key)
                    place = targets.setdefault(target, len(targets))
                    if place == len(flags):
                        flags.append([False, False])
                    if related:
                        flags[place][0] = True
                    if "#" in href:
                        flags[place][1] = True
                    places.append(place)
                target_of = np.array(places, dtype=np.uint32)
            to.append(target_of[numbers])
        if not targets:
            return {}
        lengths = [len(one) for one in numbered]
        pages = np.repeat(np.arange(len(lengths), dtype=np.uint32), lengths)
        first = np.repeat(np.cumsum([0, *lengths[:-1]]), lengths)
        places_on_page = (np.arange(len(pages)) - first).astype(np.uint32)
        leading = np.concatenate(to)
        order = np.argsort(leading, kind="stable")
        pages, places_on_page = pages[order], places_on_page[order]
        ends = np.cumsum(np.bincount(leading, minlength=len(targets))).tolist()
        return {
            target: Links(self, pages[begin:end], places_on_page[begin:end], *flags[place])
            for (target, place), begin, end in zip(targets.items(), [0, *ends], ends, strict=False)
        }

    def is_menu(self, page: int, place: int) -> bool:
        """Whether a link is of the navigation."""
        return bool(self._link(page, place)[5])

    def fact(self, page: int, place: int) -> Fact:
        """One link as a fact."""
        kind, _, href, title, related, navigation, field = self._link(page, place)
        fact = self._facts[page]
        line, column = memoryview(fact.value[3]).cast("I")[2 * place : 2 * place + 2]
        value = (kind, href, title, related, navigation)
        return Fact(fact.page, value, field, line or None, column or None)

    def _link(self, page: int, place: int) -> Any:
        return self._tables[page][memoryview(self._facts[page].value[2]).cast("I")[place]]
