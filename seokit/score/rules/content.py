"""Rules about the text itself: whether there is any, enough of it, and whether it is the page's own."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from statistics import median
from typing import TYPE_CHECKING, Any

from seokit.model import Fact, Hit, Page
from seokit.score.clusters import equals
from seokit.score.context import Context, SiteContext
from seokit.score.detect_language import FOREIGN, contradicts
from seokit.score.facts import Row, index
from seokit.score.languages import NOT_FOUND, NOT_FOUND_WORDS, SCRIPT_OF, primary
from seokit.score.markup import without
from seokit.score.mojibake import mojibake as broken
from seokit.score.near import content_hash, near_hits, near_texts
from seokit.score.rule import rule
from seokit.score.subject import is_answer, reads_as_nothing
from seokit.score.wording import SCRIPT_LETTERS, main_script, scripts
from seokit.score.words import END_NUMBER

if TYPE_CHECKING:
    from seokit.score.prose import Prose
    from seokit.score.vocabulary import Vocabulary

LOW_CONTENT = "https://www.screamingfrog.co.uk/seo-spider/issues/content/low-content-pages/"
SOFT_404 = "https://developers.google.com/search/docs/crawling-indexing/http-network-errors"
DUPLICATES = "https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls"

READABILITY = (
    "https://github.com/Yoast/wordpress-seo/blob/trunk/packages/yoastseo/src/scoring/assessments/"
    "SCORING%20READABILITY.md"
)
SPAM = "https://developers.google.com/search/docs/essentials/spam-policies"
LANGUAGES = "https://developers.google.com/search/docs/specialty/international/managing-multi-regional-sites"
ENCODINGS = "https://www.w3.org/International/questions/qa-what-is-encoding"

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
def by_length(page: Page, _ctx: Context) -> Iterator[Row]:
    """Pages with a text under their section; how many words it has stands in the Summary."""
    if page.text and page.text.strip() and not page.not_indexable:
        yield page.section, None, page.text_field


@rule(
    "content-thin-for-site",
    severity="info",
    evidence="convention",
    source=LOW_CONTENT,
    message="the text has {value} words, where pages of its section have {usual}",
    field="text",
    group=by_length,
)
def thin_for_site(
    _key: str,
    facts: Sequence[Fact],
    ctx: SiteContext,
    *,
    share: float = 0.5,
    deviations: float = 3.0,
    pages: int = 20,
    words: int = 500,
) -> Iterator[Hit]:
    """A page that is much shorter than its neighbours was often cut off, or left unfinished.

    Reported where a text has less than `share` of its section's median and lies `deviations` robust standard
    deviations below it (of the logarithms, since lengths are skewed). Sections of fewer than `pages` pages are
    not judged, a text of `words` words is never thin, and what content-thin reports is not said again.

    Fix: see what is missing, or join the page with another one.

    Bad:
        config: rules.content-thin-for-site.pages = 4
        --- file: a.md
        answer: Rye bread keeps for a week in a box of wood.
        --- file: b.md
        answer: Wheat bread is dry the next day, so toast it.
        --- file: c.md
        answer: Spelt bread keeps for three days in a linen bag.
        --- file: d.md
        answer: It keeps.
    Good:
        config: rules.content-thin-for-site.pages = 4
        --- file: a.md
        answer: Rye bread keeps for a week in a box of wood.
        --- file: b.md
        answer: Wheat bread is dry the next day, so toast it.
        --- file: c.md
        answer: Spelt bread keeps for three days in a linen bag.
        --- file: d.md
        answer: Oat bread keeps for two days.
    """
    counted = [fact for fact in facts if fact.page.word_count]
    if len(counted) < pages:
        return
    logs = [math.log(fact.page.word_count or 1) for fact in counted]
    middle = median(logs)
    spread = median([abs(one - middle) for one in logs])
    # 1.4826 makes of the median deviation the standard deviation, where lengths are spread normally.
    least = math.exp(middle - deviations * 1.4826 * spread)
    usual = math.exp(middle)
    most = min(share * usual, words)
    thin = ctx.settings.rules.options.get("content-thin", {}).get("limit", 0)
    for fact in counted:
        count = fact.page.word_count or 0
        if thin <= count < most and count <= least:
            yield Hit(fact, {"value": count, "usual": round(usual), "limit": round(min(most, least))})


@rule(
    "content-unique-words-few",
    severity="info",
    evidence="convention",
    source=LOW_CONTENT,
    message="the text has {value} different words, fewer than {limit}",
    field="text",
)
def unique_words_few(page: Page, ctx: Context, *, limit: int = 100, words: int = 300) -> Iterator[Hit]:
    """A text of some length that keeps using the same few words was filled up, or made by a program.

    Forms of one word count once. A shorter text than `words` words cannot have many: 200 words of plain prose
    have about 100 different ones, and 300 have 130.

    Fix: say more, or say it shorter.

    Bad:
        config: rules.content-unique-words-few = { limit = 7, words = 9 }
        answer: Rye bread is good rye bread, and good rye bread keeps.
    Good:
        config: rules.content-unique-words-few = { limit = 7, words = 9 }
        answer: Rye keeps for a week, since it holds more water.
    """
    # In a script without spaces the same few letters make all words.
    if ctx.prose.word_count >= words and (count := ctx.prose.different) < limit and not ctx.prose.unspaced:
        yield Hit(page.text_field, {"value": count})


@rule(
    "content-mojibake",
    severity="warning",
    evidence="convention",
    source=ENCODINGS,
    message='characters decoded wrongly: "{value}"',
    field="text",
)
def mojibake(page: Page) -> Iterator[Hit]:
    """Text that was read in the wrong encoding on its way shows `Ã©` for é and `â€™` for an apostrophe.

    Found is UTF-8 that was read as Windows-1252, and the sign for characters that were lost. Title,
    description and text are looked at; one finding a page.

    Fix: repair the text from its origin, and read that as UTF-8.

    Bad:
        answer: Rye bread from the cafÃ© keeps, doesnâ€™t it?
    Good:
        answer: Rye bread from the café keeps, doesn’t it?
    """
    for where in (page.title, page.description):
        if where and (found := broken(where.value)):
            yield Hit(where, {"value": found})
            return
    if page.text and (found := broken(page.text)):
        yield Hit(page.text_field, {"value": found})


@rule(
    "content-soft-404",
    severity="warning",
    evidence="convention",
    source=SOFT_404,
    message='the page reads as an error page: "{value}"',
    field=("title", "text"),
)
def soft_404(page: Page, ctx: Context, *, limit: int = 100) -> Iterator[Hit]:
    """A page that says that there is none, but is served as one, is a soft 404: crawled for nothing.

    Title and first heading are looked at, on pages of fewer than `limit` words. The site's own 404.html is
    not meant.

    Fix: delete the page, so that the server answers 404, or put the content back.

    Bad:
        title: Page not found
        answer: Sorry, we could not find what you were looking for.
    Good:
        title: Why is a page not found?
        answer: Its address may be wrong.
    """
    first = page.headings[0].text if page.headings else ""
    for said in (page.title.value if page.title else "", first):
        if says_not_found(said) and not said.rstrip().endswith("?") and not is_error_page(page):
            if ctx.prose.word_count < limit:
                yield Hit(page.title, {"value": said[:60]})
            return


def says_not_found(text: str) -> bool:
    """Whether a title or heading is an error page's."""
    folded = text.casefold()
    return any(map(folded.__contains__, NOT_FOUND_WORDS)) and NOT_FOUND.search(text) is not None


def is_error_page(page: Page) -> bool:
    """Whether the page is what the server shows for addresses that lead nowhere."""
    return page.path.rpartition("/")[2].partition(".")[0] == "404"


@rule(
    "content-boilerplate-heavy",
    severity="info",
    evidence="convention",
    source=LOW_CONTENT,
    message="{value} % of the page's words stand in navigation, header, footer and asides, more than {limit}",
    field=("html", "text"),
    when="html.chrome_words",
)
def boilerplate_heavy(page: Page, ctx: Context, *, limit: int = 70) -> Iterator[Hit]:
    """A page of little text in a lot of frame looks like every other page of the site.

    Fix: say more on the page, or shorten menus and footers.

    Bad:
        <body><nav>Home Bread Cakes Pies Rolls Flour Ovens Shops Jobs Contact</nav><p>Rye keeps.</p></body>
    Good:
        <body><nav>Home Bread</nav><p>Rye bread keeps for a week in a box of wood.</p></body>
    """
    chrome = page.html.chrome_words if page.html else 0
    if not chrome:
        return
    share = round(100 * chrome / (chrome + ctx.prose.word_count))
    if share > limit:
        yield Hit(page.text_field, {"value": share})


@rule(
    "content-hidden-text",
    severity="info",
    evidence="convention",
    source=SPAM,
    message="{value} words of text are hidden",
    field="html",
    when="html.hidden",
    default=False,
)
def hidden_text(page: Page, *, limit: int = 20) -> Iterator[Hit]:
    """Text that only crawlers see is spam to search engines. Off by default: menus and tabs are hidden too.

    Found are the `hidden` attribute and inline styles; more than `limit` words are reported, at their start.

    Fix: show the text, or remove it.

    Bad:
        config: rules.content-hidden-text.limit = 3
        <body><p style="display:none">Rye bread, wheat bread, cheap bread</p></body>
    Good:
        config: rules.content-hidden-text.limit = 3
        <body><p>Rye bread, wheat bread, cheap bread</p></body>
    """
    hidden = page.html.hidden if page.html else ()
    count = sum(len(text.value.split()) for text in hidden)
    if count > limit:
        yield Hit(hidden[0], {"value": count})


LEAST_WORDS = 80  # of a text, so that the share of stop words in it tells its language


@rule(
    "content-language-mismatch",
    severity="warning",
    evidence="convention",
    source=LANGUAGES,
    message='the page declares the language "{lang}", but is written in {written}',
    field=("lang", "text"),
)
def language_mismatch(page: Page, ctx: Context, *, letters: int = 200) -> Iterator[Hit]:
    """Browsers, screen readers and translators go by the language that a page declares.

    Found is a text in another script than the language's: a Russian one that says it is English. In the same
    script a text of 80 words or more is found if few of them are stop words of its language, half as many more are of
    another one, and py3langid is certain of that one too; for English and the fourteen languages whose stop
    words are known, and not among Danish, Norwegian and Swedish, which share too many.

    A text with any word in the right script, or with fewer than `letters` letters, is left alone, and so is a
    language that is written in several scripts, or a script that is named (`zh-Latn`).

    Fix: declare the language of the text.

    Bad:
        config: rules.content-language-mismatch.letters = 20
        <html lang="en"><head><title>Хлеб</title></head><body>Ржаной хлеб долго не черствеет.</body></html>
    Good:
        config: rules.content-language-mismatch.letters = 20
        <html lang="ru"><head><title>Хлеб</title></head><body>Ржаной хлеб долго не черствеет.</body></html>
    """
    code = primary(page.lang or "")
    expected = SCRIPT_OF.get(code)
    # "zh-Latn" is Chinese in Latin letters: whoever names a script knows.
    if not expected or not page.text or any(len(part) == 4 for part in (page.lang or "").split("-")[1:]):
        return
    where = page.html.lang if page.html else None
    if (expected == "Latin" and page.text.isascii()) or main_script(page.text) == expected:
        share = ctx.prose.stop_share
        if share >= FOREIGN or ctx.prose.word_count < LEAST_WORDS:
            return
        other = contradicts(page.text, code, share)
        if other:
            yield Hit(where, {"lang": page.lang, "written": f'"{other}"', "value": page.lang})
        return
    counts = scripts(page.text)
    script, most = max(counts.items(), key=lambda item: (item[1], item[0]))
    if counts[expected] < SCRIPT_LETTERS and most >= letters:
        yield Hit(where, {"lang": page.lang, "written": f"{script} letters", "value": page.lang})


@rule(
    "content-long-sentences",
    severity="info",
    evidence="convention",
    source=READABILITY,
    message="{value} % of the sentences have more than {words} words, more than {limit}",
    field="text",
    default=False,
)
def long_sentences(page: Page, ctx: Context, *, limit: int = 25, words: int = 20) -> Iterator[Hit]:
    """Long sentences are harder to read. Off by default: what is long depends on the subject and the language.

    Texts without spaces between words (Chinese, Japanese, Thai …) are not judged.

    Fix: make two sentences of one.

    Bad:
        config: rules.content-long-sentences.words = 5
        answer: Rye bread keeps for a week because it holds more water than wheat bread.
    Good:
        config: rules.content-long-sentences.words = 5
        answer: Rye bread keeps. It holds more water.
    """
    lengths: list[int] = []
    count = 0
    for stem in (*ctx.prose.stems, END_NUMBER):
        if stem != END_NUMBER:
            count += 1
        elif count:
            lengths.append(count)
            count = 0
    share = round(100 * sum(length > words for length in lengths) / len(lengths)) if lengths else 0
    if share > limit and not ctx.prose.unspaced:
        yield Hit(page.text_field, {"value": share, "words": words})


@index(least=2)
def by_text(page: Page, _ctx: Context) -> Iterator[Row]:
    """Pages by the hash of their text, where it is not an answer."""
    if page.text and page.text.strip() and not is_answer(page):
        yield content_hash(page), None, page.text_field


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
    yield from equals(facts)


@rule(
    "content-near-duplicate",
    severity="warning",
    evidence="documented",
    source=DUPLICATES,
    checked="2026-11-26",
    message="the text is {value} % like that of {count} other {pages}",
    field="text",
    groups=near_texts,
)
def near_duplicate(
    groups: Iterable[tuple[Any, Sequence[Fact]]], _ctx: SiteContext, *, limit: float = 0.9
) -> Iterator[Hit]:
    """Texts that differ in a few words compete with each other like copies, and are harder to see.

    Compared is every run of 5 words, every formula and every block of code: `limit` is the share of all that
    both have (Jaccard, from 0 to 1), and no pair above it is missed. The value is the page's highest similarity
    in per cent. Exact copies are left to content-duplicate, answers to answer-near-duplicate, and texts with
    fewer than 30 such runs are not compared. A finding names at most 50 of the other pages; `seokit duplicates`
    shows each cluster whole, and plans the merge.

    Fix: merge the texts into one page, or write about what sets them apart.

    Bad:
        config: preset = "generic"
        --- file: a.md
        ---
        title: A loaf for Sunday
        ---
        Knead the dough until it is smooth and shines, let it rest in a warm place under a damp cloth
        for an hour, fold it twice from all four sides, shape it into a tight round loaf, put it into a
        floured basket, and leave it in the fridge until the next morning, when the oven is hot. Bake it.
        --- file: b.md
        ---
        title: A loaf for Monday
        ---
        Knead the dough until it is smooth and shines, let it rest in a warm place under a damp cloth
        for an hour, fold it twice from all four sides, shape it into a tight round loaf, put it into a
        floured basket, and leave it in the fridge until the next morning, when the oven is hot. Bake now.
    Good:
        config: preset = "generic"
        --- file: a.md
        ---
        title: A loaf for Sunday
        ---
        Knead the dough until it is smooth and shines, and let it rest in a warm place.
        --- file: b.md
        ---
        title: A loaf for Monday
        ---
        Fold it twice from all four sides, and leave it in the fridge until the next morning.
    """
    yield from near_hits(groups, limit)


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
    if not prose.uses_any(placeholder_stems(prose.vocabulary)):
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
