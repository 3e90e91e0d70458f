"""Rules about keywords: the editor's statement of what the page is about, checked against the page.

Search engines ignore meta keywords; here they tell whether title, description and text keep the promise.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from seokit.model import Fact, Hit, Page
from seokit.score.clusters import MOST_RELATED
from seokit.score.context import Context
from seokit.score.facts import Row, index
from seokit.score.rule import rule
from seokit.score.words import END_NUMBER

GOOGLE = "https://developers.google.com/search/blog/2009/09/google-does-not-use-keywords-meta-tag"
YOAST = "https://github.com/Yoast/wordpress-seo/blob/trunk/packages/yoastseo/src/scoring/assessments/SCORING%20SEO.md"
DENSITY = "https://yoast.com/what-is-keyphrase-density-and-why-is-it-important/"
OPENING = "https://yoast.com/focus-keyphrase-in-introduction/"
CANNIBALS = "https://yoast.com/keyword-cannibalization/"

# A comma between digits is part of a number, and one at the end separates nothing.
SPACED = re.compile(r",\s")
ENTITY = re.compile(r"&#?\w+;")
BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}")  # as in P(x,y) and T_{a,b}
TIGHT = re.compile(r"(?<!\d),(?=\S)|,(?=[^\s\d])")


def any_within(ctx: Context, stems: Iterable[int]) -> bool:
    """Whether all content stems of one of the page's keywords are among `stems`."""
    there = frozenset(stems)
    return any(topic <= there for topic in ctx.prose.keyword_topics)


def listed(names: Sequence[str], most: int = 10) -> str:
    """Names for a message, at most ten of them."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")


@rule(
    "keywords-missing",
    severity="info",
    evidence="convention",
    source=GOOGLE,
    message="the page has no keywords",
    field="keywords",
    missing=True,
    kind="source",
)
def missing(page: Page) -> Iterator[Hit]:
    """Search engines ignore keywords, but without them nobody can check that the text keeps its promise.

    Only sources are judged: a built page needs no such tag, and where it has one, it is checked.

    Fix: list the 3 to 10 terms that the page is about, most important first, separated by commas.

    Bad:
        title: When does sourdough need a colder place?
        seo:
          page_keywords: ""
    Good:
        title: When does sourdough need a colder place?
        seo:
          page_keywords: sourdough, proofing, temperature
    """
    if not page.keywords:
        yield Hit(page.keywords_field)


@rule(
    "keywords-too-many",
    severity="info",
    evidence="convention",
    source=GOOGLE,
    message="the page has {value} keywords, more than {limit}",
    field="keywords",
    when="keywords",
)
def too_many(page: Page, *, limit: int = 15) -> Iterator[Hit]:
    """A page cannot be about everything; long lists are where unsupported keywords come from.

    Fix: keep the terms that the text really explains.

    Bad:
        seo:
          page_keywords: a1, b2, c3, d4, e5, f6, g7, h8, i9, j10, k11, l12, m13, n14, o15, p16
    Good:
        seo:
          page_keywords: sourdough, proofing, temperature
    """
    count = len(page.keywords or ())
    if count > limit:
        yield Hit(page.keywords_field, {"value": count})


@rule(
    "keywords-repeated",
    severity="info",
    evidence="convention",
    source=GOOGLE,
    message="keywords listed more than once: {names}",
    field="keywords",
    when="keywords",
)
def repeated(page: Page) -> Iterator[Hit]:
    """A keyword that is listed twice says nothing new. Case and white space make no difference.

    Fix: keep each keyword once.

    Bad:
        seo:
          page_keywords: sourdough, proofing, Sourdough
    Good:
        seo:
          page_keywords: sourdough, proofing
    """
    from seokit.score.same import normal

    keywords = page.keywords or ()
    if len(set(map(normal, keywords))) == len(keywords):
        return
    counts = Counter(map(normal, keywords))
    twice = [keyword for keyword, count in counts.items() if count > 1]
    if twice:
        yield Hit(page.keywords_field, {"value": len(twice), "names": listed(twice)})


@rule(
    "keywords-stuffed",
    severity="warning",
    evidence="convention",
    source=DENSITY,
    message="{keyword} is used {count} times, {value} in 100 words, more than {limit}",
    field=("keywords", "text"),
    when="keywords",
)
def stuffed(page: Page, ctx: Context, *, limit: float = 4.0, least: int = 5) -> Iterator[Hit]:
    """A text that keeps repeating one keyword reads badly, and search engines take it for spam.

    A use is the keyword's words in any form, side by side. Its share is uses in 100 words, however many
    words the keyword has, as Yoast counts it. Fewer than `least` uses are never too many.

    Fix: say it in other words, or with a pronoun, where the reader knows what is meant.

    Bad:
        seo:
          page_keywords: rye bread
        answer: >-
          Rye bread is good. Bake rye bread hot. Rye bread keeps. Cut rye bread thin. Buy rye bread.
    Good:
        seo:
          page_keywords: rye bread
        answer: >-
          Rye bread is good. Bake it hot, let it cool for a day, and cut it thin.
    """
    if not any(map(ctx.prose.stem_set.issuperset, ctx.prose.keyword_stems)):
        return
    words = ctx.prose.word_count
    needed = max(least, int(words * limit / 100) + 1)
    frequent = ctx.prose.frequent(needed)
    uses, keyword = 0, ""
    for stems, written in zip(ctx.prose.keyword_stems, page.keywords or (), strict=True):
        if frequent.issuperset(stems):  # on nearly every page none is
            uses, keyword = max((uses, keyword), (ctx.prose.uses(stems), written))
    if uses >= needed:
        share = round(100 * uses / words, 1)
        yield Hit(page.keywords_field, {"value": share, "count": uses, "keyword": keyword})


@rule(
    "keywords-unsupported",
    severity="warning",
    evidence="convention",
    source=YOAST,
    message="{missing} of {count} keywords are not supported by the text: {names}",
    field=("keywords", "text"),
    when="keywords",
)
def unsupported(page: Page, ctx: Context) -> Iterator[Hit]:
    """A keyword is a promise; a text that never uses its words does not keep it.

    A keyword is supported if its stemmed words occur in the text, a heading or code: side by side, or all
    within one sentence. The value is the share of supported keywords.

    Fix: drop the keyword, or write about it.

    Bad:
        seo:
          page_keywords: sourdough, bicycle repair
        answer: A sourdough rises more slowly in a cold kitchen.
    Good:
        seo:
          page_keywords: sourdough, cold kitchen
        answer: A sourdough rises more slowly in a cold kitchen.
    """
    keywords = page.keywords or ()
    absent = [keyword for keyword, how in zip(keywords, ctx.prose.supports, strict=True) if not how]
    if absent:
        share = round(1 - len(absent) / len(keywords), 2)
        values = {"value": share, "missing": len(absent), "count": len(keywords), "names": listed(absent)}
        yield Hit(page.keywords_field, values)


@rule(
    "keywords-not-in-title",
    severity="info",
    evidence="convention",
    source=YOAST,
    message="none of the {value} keywords is in the title",
    field=("keywords", "title"),
    when="keywords",
)
def not_in_title(page: Page, ctx: Context) -> Iterator[Hit]:
    """The title is what a searcher reads first; a term that the page is about belongs there.

    A keyword is in the title if all its words are, in any order and form, stop words apart.

    Fix: name the main keyword in the title, or list the title's own term among the keywords.

    Bad:
        title: Why does it rise so slowly?
        seo:
          page_keywords: sourdough, proofing
    Good:
        title: Why does sourdough rise so slowly?
        seo:
          page_keywords: sourdough, proofing
    """
    if page.keywords and page.title and not any_within(ctx, ctx.prose.title_stems):
        yield Hit(page.keywords_field, {"value": len(page.keywords or ())})


@rule(
    "keywords-not-in-description",
    severity="info",
    evidence="convention",
    source="https://yoast.com/meta-descriptions/",
    message="none of the {value} keywords is in the description",
    field=("keywords", "description"),
    when="keywords",
)
def not_in_description(page: Page, ctx: Context) -> Iterator[Hit]:
    """Search engines print the searched words of a description in bold; a page's own terms belong there.

    Fix: use the main keyword in the description.

    Bad:
        seo:
          page_description: Why it takes so long, and what helps.
          page_keywords: sourdough, proofing
    Good:
        seo:
          page_description: Why sourdough takes so long to rise, and what helps.
          page_keywords: sourdough, proofing
    """
    if page.keywords and page.description and not any_within(ctx, ctx.prose.description_stems):
        yield Hit(page.keywords_field, {"value": len(page.keywords or ())})


@rule(
    "keywords-not-in-opening",
    severity="info",
    evidence="convention",
    source=OPENING,
    message="none of the {value} keywords is in the first {limit} words",
    field=("keywords", "text"),
    when="keywords",
)
def not_in_opening(page: Page, ctx: Context, *, limit: int = 100) -> Iterator[Hit]:
    """A reader decides in the first lines whether this is the right page.

    Fix: name what the page is about in its first paragraph.

    Bad:
        seo:
          page_keywords: sourdough
        answer: Give it time and a warm place.
    Good:
        seo:
          page_keywords: sourdough
        answer: Give your sourdough time and a warm place.
    """
    stems = ctx.prose.stems
    end, ends = limit, stems[:limit].count(END_NUMBER)
    while end < min(limit + ends, len(stems)):  # the ends of sentences are no words
        begin, end = end, limit + ends
        ends += stems[begin:end].count(END_NUMBER)
    if page.keywords and not any_within(ctx, stems[:end]):
        yield Hit(page.keywords_field, {"value": len(page.keywords or ())})


@rule(
    "keywords-not-in-url",
    severity="info",
    evidence="convention",
    source=YOAST,
    message="the URL's last part, {value}, holds more than half of no keyword",
    field=("keywords", "slug"),
    when="keywords",
    default=False,
)
def not_in_url(page: Page, ctx: Context) -> Iterator[Hit]:
    """The words of a URL are shown in search results; more than half of a keyword's words should be there.

    Off by default: an old URL is not worth its redirect.

    Fix: name the main keyword in the file name or slug, and redirect the old URL.

    Bad:
        url: /learn/bread/questions/why-so-slow
        seo:
          page_keywords: sourdough, proofing
    Good:
        url: /learn/bread/questions/why-sourdough-rises-slowly
        seo:
          page_keywords: sourdough, proofing
    """
    slug = (page.slug or "").replace("-", " ").replace("_", " ")
    there = frozenset(ctx.prose.vocabulary.stem_numbers(slug))
    if page.keywords and not any(len(one & there) * 2 > len(one) for one in ctx.prose.keyword_topics):
        yield Hit(page.keywords_field, {"value": page.slug or ""})


@index(least=2)
def by_first_keyword(page: Page, _ctx: Context) -> Iterator[Row]:
    """Pages by subject (the section, where there is none) and first keyword."""
    from seokit.score.same import normal

    if page.keywords:
        subject = page.subject.value if page.subject and not page.subject.blank else page.section
        yield (
            f"{normal(subject)}\n{normal(page.keywords[0])}",
            [page.keywords[0], subject],
            page.keywords_field,
        )


@rule(
    "keywords-cannibalised",
    severity="info",
    evidence="convention",
    source=CANNIBALS,
    message="{value} pages of {subject} have {keyword} as their first keyword, more than {limit}",
    field="keywords",
    group=by_first_keyword,
)
def cannibalised(_key: str, facts: Sequence[Fact], *, limit: int = 20) -> Iterator[Hit]:
    """Pages that aim at one term compete with each other, and a search engine picks one of them.

    Pages are compared within their subject, or their section where they have no subject. A finding names
    at most 50 of the other pages.

    Fix: give each page the term that sets it apart as its first keyword.

    Bad:
        config: [rules.keywords-cannibalised]
        config: limit = 1
        --- file: a.md
        subject: Baking
        seo:
          page_keywords: sourdough, crust
        --- file: b.md
        subject: Baking
        seo:
          page_keywords: sourdough, crumb
    Good:
        config: [rules.keywords-cannibalised]
        config: limit = 1
        --- file: a.md
        subject: Baking
        seo:
          page_keywords: crust, sourdough
        --- file: b.md
        subject: Baking
        seo:
          page_keywords: crumb, sourdough
    """
    if len(facts) <= limit:
        return
    addresses = sorted(fact.page.address for fact in facts)
    for fact in facts:
        keyword, subject = fact.value
        others = [address for address in addresses[: MOST_RELATED + 1] if address != fact.page.address][
            :MOST_RELATED
        ]
        values = {"value": len(facts), "keyword": keyword, "subject": subject or "the site"}
        yield Hit(fact, values, related=others, group=addresses[0])


@rule(
    "keywords-separator-mixed",
    severity="info",
    evidence="convention",
    source="https://html.spec.whatwg.org/multipage/semantics.html#meta-keywords",
    message="the keywords are separated by {value}",
    field="keywords_field",
    when="keywords_field",
)
def separator_mixed(page: Page) -> Iterator[Hit]:
    """HTML separates keywords by commas, never by semicolons.

    A template that splits at `, ` keeps `a,b` as one keyword. What stands in brackets, as in `P(x,y)`, is no separator.

    Fix: put a comma and a space between any two keywords.

    Bad:
        seo:
          page_keywords: sourdough, proofing,temperature
    Good:
        seo:
          page_keywords: sourdough, proofing, temperature
    """
    written = page.keywords_field
    if written is None or written.raw.startswith(("[", "- ")):
        return  # a YAML list has no separators
    if ";" not in written.value and written.value.count(", ") in (0, written.value.count(",")):
        return  # nearly every page: all alike
    kinds = []
    value = BRACKETED.sub("", written.value)
    if SPACED.search(value):
        kinds.append('", "')
    if TIGHT.search(value):
        kinds.append('","')
    semicolon = ";" in ENTITY.sub("", value)
    if semicolon:
        kinds.append('";"')
    if len(kinds) > 1 or semicolon:
        yield Hit(written, {"value": " and ".join(kinds)})
