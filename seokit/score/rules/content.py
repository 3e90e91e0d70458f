"""Rules about the text itself: whether there is any, enough of it, and whether it is the page's own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from seokit.model import Fact, Hit, Page
from seokit.score.clusters import by_address, others
from seokit.score.context import Context
from seokit.score.facts import Row, index
from seokit.score.markup import without
from seokit.score.rule import rule
from seokit.score.same import normal, text_hash
from seokit.score.subject import is_answer, reads_as_nothing

if TYPE_CHECKING:
    from seokit.score.prose import Prose
    from seokit.score.vocabulary import Vocabulary

LOW_CONTENT = "https://www.screamingfrog.co.uk/seo-spider/issues/content/low-content-pages/"
SOFT_404 = "https://developers.google.com/search/docs/crawling-indexing/http-network-errors"
DUPLICATES = "https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls"

LOREM = re.compile(r"\blorem ipsum\b", re.IGNORECASE)
# In capitals only: "todo" is a word in Spanish, and a to-do list is a subject like any other.
NOTES = ("TODO", "TBD", "TBC", "FIXME")
NOTE = re.compile(rf"(?<![\w\"'“‘`#@/-])(?:{'|'.join(NOTES)})(?=[:.!?…)\]]|\s|\Z)")


@rule(
    "content-thin",
    severity="info",
    evidence="convention",
    source=LOW_CONTENT,
    message="the text has {value} words, fewer than {limit}",
    field="text",
)
def thin(page: Page, ctx: Context, *, limit: int = 200) -> Iterator[Hit]:
    """No search engine counts words, but a page of a few sentences seldom satisfies whoever came for it.

    Counted are the words that a reader reads, without code blocks and formulas.

    Fix: say what is missing, or join the page with another one.

    Bad:
        answer: About four days in a bread box.
    Good:
        config: [rules.content-thin]
        config: limit = 5
        answer: About four days in a bread box.
    """
    count = ctx.prose.word_count
    if count < limit:
        yield Hit(page.text_field, {"value": count})


@rule(
    "content-empty",
    severity="error",
    evidence="documented",
    source=SOFT_404,
    message="the page has no text",
    field="text",
    missing=True,
)
def empty(page: Page) -> Iterator[Hit]:
    """Google treats a page without content as an error page that says it is none (a soft 404).

    Code, formulas and images are content too. An empty answer is answer-missing, and not reported twice.

    Fix: write the text, or unpublish the page.

    Bad:
        config: preset = "generic"
        ---
        title: Sourdough in winter
        ---

        &nbsp;
    Good:
        config: preset = "generic"
        ---
        title: Sourdough in winter
        ---

        Give it more time.
    """
    if not is_answer(page) and reads_as_nothing(page):
        yield Hit(page.text_field)


@index(least=2)
def by_text(page: Page, _ctx: Context) -> Iterator[Row]:
    """Pages by the hash of their text, where it is not an answer."""
    if page.text and page.text.strip() and not is_answer(page):
        yield text_hash(normal("\n".join([page.text, *page.code, *page.math]))), None, page.text_field


@rule(
    "content-duplicate",
    severity="error",
    evidence="documented",
    source=DUPLICATES,
    message="the same text as {value} other {pages}",
    field="text",
    group=by_text,
)
def duplicate(_key: str, facts: Sequence[Fact]) -> Iterator[Hit]:
    """Of pages with one text a search engine shows one, and it may not be the one that you would choose.

    Compared are text, code and formulas; case, white space and markup make no difference. Where the text is
    an answer, answer-duplicate reports it. A finding names at most 50 of the other pages.

    Fix: keep one page and redirect the others, or name it as their canonical URL.

    Bad:
        config: preset = "generic"
        --- file: a.md
        ---
        title: Sourdough in winter
        ---
        Give it more time.
        --- file: b.md
        ---
        title: Sourdough in the cold
        ---
        Give it **more** time.
    Good:
        config: preset = "generic"
        --- file: a.md
        ---
        title: Sourdough in winter
        ---
        Give it more time.
        --- file: b.md
        ---
        title: Sourdough in the cold
        ---
        Put it into a warmer place.
    """
    members = by_address(facts)
    count = len(members) - 1
    for place, fact in enumerate(members):
        values = {"value": count, "pages": "page" if count == 1 else "pages"}
        yield Hit(fact, values, related=others(members, place), group=members[0].page.address)


@rule(
    "content-placeholder",
    severity="error",
    evidence="self-evident",
    message="the text holds the placeholder {value}",
    field="text",
)
def placeholder(page: Page, ctx: Context) -> Iterator[Hit]:
    """A note to the author or a filler text was published: lorem ipsum, TODO, TBD, TBC, FIXME.

    Notes count in capitals, unquoted and outside code. A page whose title names the word is about it.

    Fix: write what the note asks for, or delete it.

    Bad:
        answer: "Feed the starter daily. TODO: say how much."
    Good:
        answer: Feed the starter daily with its own weight of flour.
    """
    found = written_placeholder(page, ctx.prose)
    if found and (page.title is None or found.casefold() not in page.title.value.casefold()):
        yield Hit(page.text_field, {"value": found})


def written_placeholder(page: Page, prose: Prose) -> str:
    """The first note or filler in the text as a reader sees it, and not in code; empty without one."""
    # The words are known anyway: a search through every text would cost twenty times as much.
    if prose.stem_set.isdisjoint(placeholder_stems(prose.vocabulary)):
        return ""
    written = page.text_field.value if page.text_field else prose.text
    bare = without(written, frozenset(["fence", "code", "math"]))
    noted = any(note in prose.text for note in NOTES)
    found = (NOTE.search(bare) if noted else None) or LOREM.search(bare)
    return found.group() if found else ""


@lru_cache(maxsize=2)  # vocabularies are large, and few sites have more than two languages
def placeholder_stems(words: Vocabulary) -> frozenset[int]:
    """The stems of NOTES, and of the word that every filler text has."""
    return frozenset(words.stem_numbers(" ".join([*NOTES, "ipsum"])))
