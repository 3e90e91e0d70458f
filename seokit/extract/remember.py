"""A memory for what is worked out of a page's text, which extraction and several rules ask for."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

T = TypeVar("T")

LONGEST = 30_000  # characters: of longer texts so many would fill the memory; they are worked out each time


def remembered(most: int) -> Callable[[Callable[[str], T]], Callable[[str], T]]:
    """Keep what a function of a text gives for the last `most` texts that are not very long.

    Pages are judged many at a time, so that `most` is a few for each of them (score/look.py).
    """

    def decorate(function: Callable[[str], T]) -> Callable[[str], T]:
        kept = lru_cache(maxsize=most)(function)

        @wraps(function)
        def remember(text: str) -> T:
            return kept(text) if len(text) <= LONGEST else function(text)

        return remember

    return decorate
