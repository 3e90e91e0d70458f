"""Rules about the title. Absence, copies and wording are judged on the field, lengths as published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seokit.model import Fact, Hit, Page
from seokit.score.clusters import by_address, copies, half_keys, one_word_apart, others
from seokit.score.context import Context, SiteContext
from seokit.score.facts import Row, index
from seokit.score.graphemes import length
from seokit.score.rule import rule
from seokit.score.same import text_key
from seokit.score.where import of_tag, said_of_head
from seokit.score.width import TITLE_SIZE, text_width
from seokit.score.wording import (
    PARTS,
    SCRIPT_LETTERS,
    SCRIPT_SAMPLE,
    SLOTS,
    beside,
    brand,
    cut,
    fixed_parts,
    headline,
    main_script,
    may_have_parts,
    occurrences,
    same,
    scripts,
)
from seokit.score.years import outdated_year

TITLE_LINKS = "https://developers.google.com/search/docs/appearance/title-link"
REWRITTEN = "https://developers.google.com/search/blog/2021/09/more-info-about-titles"
TOOLS = "https://www.screamingfrog.co.uk/seo-spider/user-guide/tabs/#page-titles"
YOAST = "https://yoast.com/page-titles-seo/"
VALID_HEAD = "https://developers.google.com/search/docs/crawling-indexing/valid-page-metadata"
CAPITALS = "https://developers.google.com/style/capitalization"

Groups = Sequence[tuple[str, Sequence[Fact]]]
Halves = Sequence[tuple[int, Sequence[Fact]]]


@index(least=2)
def by_title(page: Page, _: Context) -> Iterator[Row]:
    """The title as written under its normal form; not of pages whose canonical is another page."""
    if page.title and not page.title.blank and page.not_indexable != "canonicalised":
        yield text_key(same(page.title.value)), page.title.value, page.title


@index(least=2)
def by_title_half(page: Page, _: Context) -> Iterator[Row]:
    """The title under each half of its words, for titles that differ in one word."""
    if page.title and page.not_indexable != "canonicalised":
        for key in half_keys(same(page.title.value)):
            yield key, page.title.value, page.title


@index(least=2)
def by_seo_title(page: Page, _: Context) -> Iterator[Row]:
    """The field for search engines under its normal form, with what is published instead."""
    if page.seo_title and not page.seo_title.blank:
        yield same(page.seo_title.value), page.seo_title.value, page.seo_title


@rule(
    "title-missing",
    severity="error",
    evidence="documented",
    source=TITLE_LINKS,
    message="page has no title",
    field="title",
    missing=True,
)
def missing(page: Page) -> Iterator[Hit]:
    """Google asks for a title on every page; without one it makes something up from the text.

    A title that a site generator takes from the file name is still a missing title.
    Fix: write a title that says what this page, and no other, is about.

    Bad:
        question: Why do cats purr?
    Good:
        title: Why do cats purr?
    """
    if page.title and page.title.missing:
        yield Hit(page.title)


@rule(
    "title-empty",
    severity="error",
    evidence="documented",
    source=TITLE_LINKS,
    message="title is empty",
    field="title",
    missing=True,
)
def empty(page: Page) -> Iterator[Hit]:
    """An empty title leaves a template half-empty: what is published is the site's name alone.

    Fix: write a title, or remove the key so that the page shows up as missing one.

    Bad:
        title: ""
    Good:
        title: Why do cats purr?
    """
    if page.title and page.title.blank and not page.title.missing:
        yield Hit(page.title, {"value": page.title.value})


@rule(
    "title-too-long",
    severity="warning",
    evidence="convention",
    source=TOOLS,
    message="title has {length} characters{beside}, more than {limit}",
    field="title",
)
def too_long(page: Page, *, limit: int = 60) -> Iterator[Hit]:
    """Search results cut long titles. Google states no limit; tools warn above 60 characters.

    A count of rewritten titles found the fewest at 51 to 60 characters and nearly all above 70.
    Fix: put the words that matter first and leave out what the rest of the page says.

    Bad:
        title: Why do cats purr when they are happy, and why do they sometimes purr when they are ill?
    Good:
        title: Why do cats purr when they are happy or ill?
    """
    published = page.title_published or ""
    if page.title and (count := length(published)) > limit:
        note = beside(published, page.title, len)
        yield Hit(page.title, {"length": count, "value": count, "beside": note})


@rule(
    "title-too-short",
    severity="info",
    evidence="convention",
    source=TOOLS,
    message="title has {length} characters{beside}, fewer than {limit}",
    field="title",
)
def too_short(page: Page, *, limit: int = 30) -> Iterator[Hit]:
    """A short title leaves room unused that could say more about the page.

    Fix: add what sets this page apart from others on its subject.

    Bad:
        title: Cats
    Good:
        title: Why do cats purr when they rest?
    """
    published = page.title_published or ""
    if page.title and (count := length(published)) < limit:
        note = beside(published, page.title, len)
        yield Hit(page.title, {"length": count, "value": count, "beside": note})


def title_pixels(text: str) -> int:
    """Width of a title in pixels."""
    return text_width(text, TITLE_SIZE)


@rule(
    "title-too-wide",
    severity="warning",
    evidence="convention",
    source=TOOLS,
    message="title is {width} px wide{beside}, more than {limit}",
    field="title",
)
def too_wide(page: Page, ctx: Context, *, limit: int = 561) -> Iterator[Hit]:
    """Results on a desktop cut titles by width: about 561 pixels of Arial 20 px.

    Where title-too-long says already that it is too long, this rule says nothing.

    Fix: shorten the title; narrow letters help little.

    Bad:
        title: Which mammals communicate with humans by means of their mumbling?
    Good:
        title: Which mammals talk to humans?
    """
    if page.title and ctx.title_width > limit:
        if ctx.says_too_long("title-too-long", page.title_published or ""):
            return
        note = beside(page.title_published, page.title, title_pixels)
        yield Hit(page.title, {"width": ctx.title_width, "value": ctx.title_width, "beside": note})


@rule(
    "title-too-narrow",
    severity="info",
    evidence="convention",
    source=TOOLS,
    message="title is {width} px wide{beside}, less than {limit}",
    field="title",
    default=False,
)
def too_narrow(page: Page, ctx: Context, *, limit: int = 200) -> Iterator[Hit]:
    """A title under 200 pixels uses a third of its room. Off by default: title-too-short says much the same.

    Fix: add what sets this page apart from others on its subject.

    Bad:
        title: Cats
    Good:
        title: Why do cats purr when they rest?
    """
    if page.title and ctx.title_width < limit:
        note = beside(page.title_published, page.title, title_pixels)
        yield Hit(page.title, {"width": ctx.title_width, "value": ctx.title_width, "beside": note})


@rule(
    "title-duplicate",
    severity="error",
    evidence="documented",
    source=TITLE_LINKS,
    message="title is the same as on {others}",
    field="title",
    groups=by_title,
)
def duplicate(groups: Groups, _ctx: SiteContext) -> Iterator[Hit]:
    """Google asks for a distinct title on each page; readers cannot tell two results with one title apart.

    Titles are the same if they differ only in case, white space or Unicode form. The finding's group
    is the smallest URL; of the other pages at most 50 are listed.
    Fix: if both pages say the same, keep one and point the other's canonical at it; else tell them apart.

    Bad:
        --- file: a.md
        title: Why do cats purr?
        --- file: b.md
        title: Why do cats  Purr?
    Good:
        --- file: a.md
        title: Why do cats purr?
        --- file: b.md
        title: Why do cats scratch?
    """
    yield from copies(groups)


@rule(
    "title-near-duplicate",
    severity="warning",
    evidence="documented",
    source=REWRITTEN,
    message="one of {pages} pages whose titles differ in one word",
    field="title",
    groups=by_title_half,
)
def near_duplicate(groups: Halves, _ctx: SiteContext, *, words: int = 4) -> Iterator[Hit]:
    """Titles that differ in one word are micro-boilerplate, which Google rewrites.

    Every pair with the same number of words and exactly one different word is found. Titles of fewer
    than `words` words are not compared, and equal titles are title-duplicate. A cluster holds all
    pages that are linked by such pairs.
    Fix: say in each title what sets its page apart, or make one page of them.

    Bad:
        --- file: a.md
        title: Where to buy good cheese in Lyon
        --- file: b.md
        title: Where to buy good cheese in Metz
    Good:
        --- file: a.md
        title: Where to buy good cheese in Lyon
        --- file: b.md
        title: The three cheese markets of Metz
    """
    yield from one_word_apart(groups, words)


@rule(
    "title-boilerplate",
    severity="warning",
    evidence="documented",
    source=TITLE_LINKS,
    message="{share} % of the published title is the site's template, more than {limit}",
    field="title",
)
def boilerplate(page: Page, ctx: Context, *, limit: int = 50) -> Iterator[Hit]:
    """A title that is mostly template hides what the page is about; Google asks to keep such text short.

    The share is that of the literal texts of the config's `title` expression in the published title, in
    per cent of its characters. Without an expression nothing is added and nothing is judged.
    Fix: shorten the site's title template; a name at the end is enough.

    Bad:
        config: title = "Free answers to all your questions about animals: {{ title }}"
        title: Why do cats purr?
    Good:
        config: title = "{{ title }} | Pets"
        title: Why do cats purr?
    """
    parts = fixed_parts(ctx.section.title)
    published = page.title_published or ""
    if not parts or not published or not page.title:
        return
    fixed = sum(len(part) for part in parts if part in published)
    share = round(100 * min(fixed, len(published)) / len(published))
    if share > limit:
        yield Hit(page.title, {"share": share, "value": share})


@rule(
    "title-same-as-h1",
    severity="info",
    evidence="convention",
    source="https://www.screamingfrog.co.uk/seo-spider/issues/page-titles/same-as-h1/",
    message="title is the same as the first heading",
    field="title",
    default=False,
)
def same_as_h1(page: Page) -> Iterator[Hit]:
    r"""A heading of its own is a chance to use other words. Off by default: being alike also has its merits.

    Fix: vary the heading where that helps the reader.

    Bad:
        title: Why do cats purr?
        answer: "# Why do cats purr?\n\nThey are content."
    Good:
        title: Why do cats purr?
        answer: "# The purr and its reasons\n\nThey are content."
    """
    first = next((heading for heading in page.headings or () if heading.level == 1), None)
    if page.title and first and same(first.text) == same(page.title.value):
        yield Hit(page.title, {"value": page.title.value})


@rule(
    "title-multiple",
    severity="warning",
    evidence="convention",
    source=TOOLS,
    message="the page has {value} titles: {titles}",
    field="html",
)
def multiple(page: Page) -> Iterator[Hit]:
    """A page has one title. Of two, browsers show the first, and what a search engine takes is anybody's guess.

    The finding stands at the second one. A title inside an SVG image is another thing.
    Fix: find what writes the second one (a plugin, an include), and switch it off there.

    Bad:
        <title>Why do cats purr?</title><title>Petbook</title>
    Good:
        <title>Why do cats purr? | Petbook</title>
    """
    found = page.html.of("title") if page.html else ()
    if len(found) > 1:
        titles = ", ".join(f'"{tag.value.value.strip()[:60]}"' for tag in found[:3])
        yield Hit(of_tag(found[1]), {"value": len(found), "titles": titles})


@rule(
    "title-outside-head",
    severity="error",
    evidence="documented",
    source=VALID_HEAD,
    message="the title stands outside the head",
    field="html",
)
def outside_head(page: Page, ctx: Context) -> Iterator[Hit]:
    """Google reads metadata in the head only. A title in the body may be ignored, and the page has none then.

    Where an element that may not stand in the head has ended it early, page-head-broken says so. Where
    another title stands in the head, this one is title-multiple.
    Fix: move the title into the head, before anything that ends it.

    Bad:
        <img src="pixel.gif" alt=""><title>Why do cats purr?</title>
    Good:
        <title>Why do cats purr?</title>
    """
    found = page.html.of("title") if page.html else ()
    if found and not any(tag.in_head for tag in found) and not said_of_head(page, found[0], ctx.settings):
        yield Hit(of_tag(found[0]), {"value": found[0].value.value})


@rule(
    "title-h1-mismatch",
    severity="info",
    evidence="convention",
    source=TITLE_LINKS,
    message='title and h1 have no word in common: "{heading}"',
    field=("html", "title", "headings"),
)
def h1_mismatch(page: Page, ctx: Context) -> Iterator[Hit]:
    """Where title and heading say different things, Google often shows the heading instead of the title.

    Compared are stems, without words such as "the". Where one of them has no other words, nothing is said.
    Fix: let both name the subject of the page.

    Bad:
        <title>Why do cats purr?</title><body><h1>Welcome to Petbook</h1></body>
    Good:
        <title>Why do cats purr?</title><body><h1>The purring cat</h1></body>
    """
    said = " ".join([heading.text for heading in page.headings or () if heading.level == 1])
    if not page.title or not said.strip() or said in page.title.value:
        return
    vocabulary = ctx.prose.vocabulary
    heading = frozenset(vocabulary.stem_numbers(said)) - vocabulary.stop_stems
    title = frozenset(ctx.prose.title_stems) - vocabulary.stop_stems
    if heading and title and heading.isdisjoint(title):
        yield Hit(page.title, {"heading": said[:60], "value": page.title.value})


@rule(
    "title-outdated-year",
    severity="warning",
    evidence="documented",
    source=TITLE_LINKS,
    message="title is of {year}, past the limit of {limit} year",
    field="title",
)
def outdated(page: Page, ctx: Context, *, limit: int = 1, window: int = 10) -> Iterator[Hit]:
    """A title with a past year looks stale beside a page that is kept up to date; Google rewrites it.

    A year from `window` years ago up to before the last `limit` years is outdated where the text has moved on: it
    speaks of this year or the last more often than of that one. It is outdated too where it is a mere label at an
    end of the title, or in brackets, and the text does not use it otherwise, unless the page was published more
    than a year after it. A year that the text tells of is the page's subject, and left alone, as are questions,
    full dates, and names such as "the Companies Act 2013". That holds in any language.

    Fix: bring page and title up to date, or leave the year out.

    Bad:
        title: The best cat food of 2019
    Good:
        title: The best cat food for old cats
    """
    year = outdated_year(page, ctx.today.year, limit, window)
    if year:
        yield Hit(page.title, {"year": year, "value": page.title.value if page.title else ""})


@rule(
    "title-keyword-stuffed",
    severity="warning",
    evidence="convention",
    source="https://developers.google.com/search/docs/essentials/spam-policies#keyword-stuffing",
    message="title lists {slots} terms of at most {words} words, {limit} or more",
    field="title",
)
def keyword_stuffed(page: Page, *, limit: int = 5, words: int = 2) -> Iterator[Hit]:
    """A row of short terms is written for search engines, not for readers.

    The title is split at commas, bars, colons, semicolons, dots and spaced dashes. One that ends as a
    sentence does is left alone.
    Fix: make one phrase of the terms that matter.

    Bad:
        title: Cats, cat food, cat toys, kittens, cat care, pets
    Good:
        title: How to feed and care for a kitten
    """
    if not page.title or headline(page.title.value).endswith(("?", ".", "!")):
        return
    slots = [slot for slot in SLOTS.split(page.title.value) if 0 < len(slot.split()) <= words]
    if len(slots) >= limit:
        yield Hit(page.title, {"slots": len(slots), "words": words, "value": page.title.value})


@rule(
    "title-cut-word",
    severity="info",
    evidence="convention",
    source=YOAST,
    message="title ends {where}",
    field="title",
)
def cut_word(page: Page) -> Iterator[Hit]:
    """A title that a program cut reads as unfinished, and hides the word that it ends in.

    It is cut if it ends in an ellipsis, or inside a word that the question, the first heading or
    the field for search engines shows whole.
    Fix: write a title that is short by itself.

    Bad:
        title: Why do cats purr when they are in the comp
        question: Why do cats purr when they are in the company of other cats?
    Good:
        title: Why do cats purr in company?
        question: Why do cats purr when they are in the company of other cats?
    """
    if not page.title:
        return
    where = cut(page.title.value, longer_titles(page, page.title.value.rstrip()))
    if where:
        yield Hit(page.title, {"where": where, "value": page.title.value})


def longer_titles(page: Page, title: str) -> Iterator[str]:
    """What else could be the title of the page and begins with it."""
    for text in (page.question, page.seo_title):
        if text and text.value.startswith(title):
            yield text.value
    if page.headings and page.headings[0].text.startswith(title):
        yield page.headings[0].text


@rule(
    "title-all-caps",
    severity="info",
    evidence="convention",
    source=CAPITALS,
    message="title is all in capitals",
    field="title",
)
def all_caps(page: Page, *, letters: int = 10) -> Iterator[Hit]:
    """Capitals throughout are harder to read, wider, and read as shouting.

    Titles with fewer than `letters` letters may be abbreviations and are left alone.
    Fix: write the title as a sentence.

    Bad:
        title: WHY DO CATS PURR?
    Good:
        title: What does NASA do?
    """
    if page.title and page.title.value.isupper() and sum(map(str.isalpha, page.title.value)) >= letters:
        yield Hit(page.title, {"value": page.title.value})


@rule(
    "title-script-mismatch",
    severity="warning",
    evidence="documented",
    source=TITLE_LINKS,
    message="title is in {script} letters, the text in {other}",
    field=("title", "text"),
)
def script_mismatch(page: Page) -> Iterator[Hit]:
    """Google replaces a title that is in another language or script than the text.

    A title with any letter in the text's script is left alone, and so is one of fewer than four letters.
    Chinese, Japanese and Korean count as one script.
    Fix: write the title in the language of the text.

    Bad:
        title: Why do cats purr?
        answer: Кошки мурлычут, когда они довольны или когда им нужно утешение.
    Good:
        title: Почему кошки мурлычут?
        answer: Кошки мурлычут, когда они довольны или когда им нужно утешение.
    """
    if not page.title or not page.text:
        return
    if page.title.value.isascii() and (page.text.isascii() or page.text[:SCRIPT_SAMPLE].isascii()):
        return
    other = main_script(page.text)
    if other in ("", "Latin") and page.title.value.isascii():
        return
    counts = scripts(page.title.value)
    if other and not counts[other] and sum(counts.values()) >= SCRIPT_LETTERS:
        script = max(counts.items(), key=lambda item: (item[1], item[0]))[0]
        yield Hit(page.title, {"script": script, "other": other, "value": page.title.value})


@rule(
    "title-site-name-repeated",
    severity="warning",
    evidence="documented",
    source=TITLE_LINKS,
    message='title names "{name}" {times} times',
    field="title",
)
def site_name_repeated(page: Page, ctx: Context) -> Iterator[Hit]:
    """A site's name twice in one title wastes room; Google removes it.

    The name is the config's `site_name`, or the last literal text of its `title` expression. Where neither
    is known, the last part of a title is taken for it if another part is the same.
    Fix: leave the name out of the field where the template adds it.

    Bad:
        config: title = "{{ title }} | Petbook"
        title: Why do cats purr? - Petbook
    Good:
        config: title = "{{ title }} | Petbook"
        title: Why do cats purr?
    """
    published = page.title_published or ""
    if not page.title:
        return
    names = [name for name in (ctx.settings.site_name, brand(ctx.section.title)) if name]
    if not names:
        parts = PARTS.split(published) if may_have_parts(published) else [published]
        if parts.count(parts[-1]) > 1:
            values = {"name": parts[-1], "times": parts.count(parts[-1]), "value": published}
            yield Hit(page.title, values)
        return
    times, name = max((occurrences(name, published), name) for name in names)
    if times > 1:
        yield Hit(page.title, {"name": name, "times": times, "value": published})


@rule(
    "title-not-unique-in-field",
    severity="info",
    evidence="convention",
    source=TITLE_LINKS,
    message="the title for search engines is the same on {pages} pages, while other titles are published",
    field="seo_title",
    group=by_seo_title,
)
def not_unique_in_field(_key: str, facts: Sequence[Fact], *, limit: int = 50) -> Iterator[Hit]:
    """A field for search engines that says the same on many pages is filled in by a habit and read by nobody.

    Reported once for each value that more than `limit` pages share while their published titles differ.
    Fix: fill it in for each page, or remove it from the CMS's form and the files.

    Bad:
        config: rules.title-not-unique-in-field.limit = 1
        --- file: a.md
        title: Why do cats purr?
        seo:
          title: Petbook | Cats
        --- file: b.md
        title: Why do cats scratch?
        seo:
          title: Petbook | Cats
    Good:
        config: rules.title-not-unique-in-field.limit = 1
        --- file: a.md
        title: Why do cats purr?
        seo:
          title: Why do cats purr? | Petbook
        --- file: b.md
        title: Why do cats scratch?
        seo:
          title: Why do cats scratch? | Petbook
    """
    if len(facts) <= limit or len({fact.page.title for fact in facts}) == 1:
        return
    # A habit of the whole site is one finding, at the first of its pages: thousands would say nothing more.
    members = by_address(facts)
    values = {"value": members[0].value, "pages": f"{len(members):,}"}
    yield Hit(members[0], values, others(members, 0), group=members[0].page.address)
