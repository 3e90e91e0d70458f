"""Rules about the meta description. Absence, copies and wording: the field; lengths: what is published."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from seokit.model import Fact, Hit, Page
from seokit.score.claims import unsupported
from seokit.score.clusters import by_address, copies, half_keys, one_word_apart
from seokit.score.context import Context, SiteContext
from seokit.score.facts import Row, index
from seokit.score.graphemes import length
from seokit.score.markup import TAG
from seokit.score.rule import rule
from seokit.score.same import text_key
from seokit.score.where import of_tag, said_of_head
from seokit.score.width import DESCRIPTION_SIZE, text_width
from seokit.score.wording import beside, cut, headline, same

SNIPPETS = "https://developers.google.com/search/docs/appearance/snippet"
TOOLS = "https://www.screamingfrog.co.uk/seo-spider/user-guide/tabs/#meta-description"
VALID_HEAD = "https://developers.google.com/search/docs/crawling-indexing/valid-page-metadata"
ATTRIBUTES = (
    "https://html.spec.whatwg.org/multipage/parsing.html#parse-error-unexpected-character-in-attribute-name"
)
YOAST = "https://yoast.com/meta-descriptions/"

Groups = Sequence[tuple[str, Sequence[Fact]]]
Halves = Sequence[tuple[int, Sequence[Fact]]]
OPENING = 3  # words


@index(least=2)
def by_description(page: Page, _: Context) -> Iterator[Row]:
    """The description as written under its normal form; not of pages whose canonical is another page."""
    if page.description and not page.description.blank and page.not_indexable != "canonicalised":
        yield text_key(same(page.description.value)), page.description.value, page.description


@index(least=2)
def by_description_half(page: Page, _: Context) -> Iterator[Row]:
    """The description under each half of its words, for descriptions that differ in one word."""
    if page.description and page.not_indexable != "canonicalised":
        for key in half_keys(same(page.description.value)):
            yield key, page.description.value, page.description


@index(least=2)
def by_opening(page: Page, _: Context) -> Iterator[Row]:
    """The description's first words as written under their normal form."""
    if page.description:
        words = page.description.value.split(None, OPENING)[:OPENING]
        if len(words) == OPENING:
            opening = " ".join(words)
            yield same(opening), opening, page.description


@rule(
    "description-missing",
    severity="warning",
    evidence="documented",
    source=SNIPPETS,
    message="page has no meta description",
    field="description",
    missing=True,
)
def missing(page: Page) -> Iterator[Hit]:
    """Without a description, a search engine shows whichever piece of the text it picks.

    Fix: sum the page up in one or two sentences.

    Bad:
        title: Why do cats purr?
    Good:
        title: Why do cats purr?
        seo:
          page_description: Cats purr when they are content, and to calm themselves when they are ill.
    """
    if page.description and page.description.missing:
        yield Hit(page.description)


@rule(
    "description-empty",
    severity="warning",
    evidence="documented",
    source=SNIPPETS,
    message="meta description is empty",
    field="description",
    missing=True,
)
def empty(page: Page) -> Iterator[Hit]:
    """An empty description is published as an empty tag, or as the template's words alone.

    Fix: sum the page up in one or two sentences.

    Bad:
        seo:
          page_description: ""
    Good:
        seo:
          page_description: Cats purr when they are content, and to calm themselves when they are ill.
    """
    if page.description and page.description.blank and not page.description.missing:
        yield Hit(page.description, {"value": page.description.value})


@rule(
    "description-too-long",
    severity="warning",
    evidence="convention",
    source=TOOLS,
    message="meta description has {length} characters{beside}, more than {limit}",
    field="description",
)
def too_long(page: Page, *, limit: int = 155) -> Iterator[Hit]:
    """Results cut long descriptions. Google states no limit; tools warn above 155 characters.

    Fix: say the main thing in the first 150 characters and drop the rest.

    Bad:
        seo:
          page_description: Cats purr when they are content, but also when they are ill or afraid, since the
            vibration calms them, and their keepers too, which may be why purring has lasted so long.
    Good:
        seo:
          page_description: Cats purr when they are content, and to calm themselves when they are ill.
    """
    published = page.description_published or ""
    if page.description and (count := length(published)) > limit:
        note = beside(published, page.description, len)
        yield Hit(page.description, {"length": count, "value": count, "beside": note})


@rule(
    "description-too-short",
    severity="info",
    evidence="convention",
    source=TOOLS,
    message="meta description has {length} characters{beside}, fewer than {limit}",
    field="description",
)
def too_short(page: Page, *, limit: int = 70) -> Iterator[Hit]:
    """A short description is often replaced by a piece of the text.

    Fix: add what a reader will find on the page.

    Bad:
        seo:
          page_description: Why cats purr.
    Good:
        seo:
          page_description: Cats purr when they are content, and to calm themselves when they are ill.
    """
    published = page.description_published or ""
    if page.description and (count := length(published)) < limit:
        note = beside(published, page.description, len)
        yield Hit(page.description, {"length": count, "value": count, "beside": note})


def description_pixels(text: str) -> int:
    """Width of a description in pixels."""
    return text_width(text, DESCRIPTION_SIZE)


@rule(
    "description-too-wide",
    severity="warning",
    evidence="convention",
    source=TOOLS,
    message="meta description is {width} px wide{beside}, more than {limit}",
    field="description",
)
def too_wide(page: Page, ctx: Context, *, limit: int = 985) -> Iterator[Hit]:
    """Results on a desktop cut descriptions by width: about 985 pixels of Arial 14 px; phones earlier.

    Where description-too-long says already that it is too long, this rule says nothing.

    Fix: say the main thing first and drop the rest.

    Bad:
        seo:
          page_description: Cats purr when they are content, but also when they are ill or afraid, since the
            vibration calms them, and their keepers too, which may be why purring has lasted so long.
    Good:
        seo:
          page_description: Cats purr when they are content, and to calm themselves when they are ill.
    """
    if page.description and ctx.description_width > limit:
        if ctx.says_too_long("description-too-long", page.description_published or ""):
            return
        note = beside(page.description_published, page.description, description_pixels)
        values = {"width": ctx.description_width, "value": ctx.description_width, "beside": note}
        yield Hit(page.description, values)


@rule(
    "description-duplicate",
    severity="warning",
    evidence="documented",
    source=SNIPPETS,
    message="meta description is the same as on {others}",
    field="description",
    groups=by_description,
)
def duplicate(groups: Groups, _ctx: SiteContext) -> Iterator[Hit]:
    """Google asks for a description of each page: the same one everywhere helps nobody choose a result.

    Descriptions are the same if they differ only in case, white space or Unicode form. The finding's
    group is the smallest URL; of the other pages at most 50 are listed.
    Fix: describe each page by what only it says.

    Bad:
        --- file: a.md
        seo:
          page_description: All about cats.
        --- file: b.md
        seo:
          page_description: All about Cats.
    Good:
        --- file: a.md
        seo:
          page_description: Why cats purr.
        --- file: b.md
        seo:
          page_description: How cats land on their feet.
    """
    yield from copies(groups)


@rule(
    "description-near-duplicate",
    severity="info",
    evidence="convention",
    source=SNIPPETS,
    message="one of {pages} pages whose meta descriptions differ in one word",
    field="description",
    groups=by_description_half,
)
def near_duplicate(groups: Halves, _ctx: SiteContext, *, words: int = 8) -> Iterator[Hit]:
    """Descriptions that differ in one word come from a template and tell readers next to nothing.

    Every pair with the same number of words and exactly one different word is found. Descriptions of
    fewer than `words` words are not compared, and equal ones are description-duplicate.
    Fix: describe each page by what only it says.

    Bad:
        --- file: a.md
        seo:
          page_description: Find out all that you need to know about cats.
        --- file: b.md
        seo:
          page_description: Find out all that you need to know about dogs.
    Good:
        --- file: a.md
        seo:
          page_description: Find out all that you need to know about cats.
        --- file: b.md
        seo:
          page_description: Dogs bark to warn, to greet and to call for company.
    """
    yield from one_word_apart(groups, words)


@rule(
    "description-boilerplate-opening",
    severity="info",
    evidence="convention",
    source=SNIPPETS,
    message='meta description begins with "{opening}", as {share} % of the pages do, more than {limit}',
    field="description",
    group=by_opening,
)
def boilerplate_opening(
    _key: str, facts: Sequence[Fact], ctx: SiteContext, *, limit: int = 5, pages: int = 100
) -> Iterator[Hit]:
    """The first words are what readers see for sure; the same ones on every page waste them.

    Reported where more than `limit` per cent of at least `pages` pages begin with the same three words;
    the group stands for all of them.
    Fix: begin with what the page is about.

    Bad:
        config: rules.description-boilerplate-opening.pages = 2
        --- file: a.md
        seo:
          page_description: This page explains why cats purr.
        --- file: b.md
        seo:
          page_description: This page explains how cats land.
    Good:
        config: rules.description-boilerplate-opening = { pages = 2, limit = 50 }
        --- file: a.md
        seo:
          page_description: Cats purr when they are content.
        --- file: b.md
        seo:
          page_description: A falling cat turns its front half first.
    """
    if ctx.pages < pages or 100 * len(facts) <= limit * ctx.pages:
        return
    members = by_address(facts)
    share = round(100 * len(members) / ctx.pages)
    for fact in members:
        values = {"opening": fact.value, "share": share, "value": fact.value}
        yield Hit(fact, values, group=members[0].page.address)


@rule(
    "description-same-as-title",
    severity="warning",
    evidence="documented",
    source=SNIPPETS,
    message="meta description is the same as the title",
    field=("description", "title"),
)
def same_as_title(page: Page) -> Iterator[Hit]:
    """A description that repeats the title says nothing that the result's title has not said.

    Case, white space and punctuation at the end make no difference.
    Fix: say what a reader will find on the page.

    Bad:
        title: Why do cats purr?
        seo:
          page_description: Why do cats purr
    Good:
        title: Why do cats purr?
        seo:
          page_description: Cats purr when they are content, and to calm themselves when they are ill.
    """
    if not page.description or not page.title:
        return
    start, other = page.description.value.lstrip()[:1], page.title.value.lstrip()[:1]
    if (start + other).isascii() and (start + other).isalnum() and start.lower() != other.lower():
        return
    # Most others differ in their first word, which is much less to normalise.
    first, second = page.description.value.split(None, 1), page.title.value.split(None, 1)
    if bare(first[0]) == bare(second[0]) and bare(page.description.value) == bare(page.title.value):
        yield Hit(page.description, {"value": page.description.value})


def bare(text: str) -> str:
    """A text in its normal form without the punctuation at its end."""
    return same(text).rstrip(" .,;:!?…")


SHORTEST_CUT = 40  # characters; a shorter piece of a text need not be a cut one


@rule(
    "description-cut-word",
    severity="info",
    evidence="convention",
    source=YOAST,
    message="meta description ends {where}",
    field="description",
)
def cut_word(page: Page) -> Iterator[Hit]:
    """A description that a program cut off reads as unfinished.

    It is cut if it ends in an ellipsis, or if the text or the question holds all of it and goes on
    inside its last word.
    Fix: write one or two whole sentences.

    Bad:
        seo:
          page_description: Cats purr when they are content, and when they want to be fe…
    Good:
        seo:
          page_description: Cats purr when they are content, and when they want to be fed.
    """
    if not page.description:
        return
    value = page.description.value
    question = page.question.value if page.question else None
    where = cut(value, (page.text, question) if len(value) >= SHORTEST_CUT else ())
    if where:
        yield Hit(page.description, {"where": where, "value": value})


# What is not plain text, by kind. Each is looked for only where its first characters occur.
MARKUP: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("HTML", "<", TAG),
    ("an HTML entity", "&", re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,31}\d{0,2});")),
    ("a template placeholder", "{{", re.compile(r"(?<![\^_}])\{\{[^{}]*\}\}")),
    ("a template placeholder", "{%", re.compile(r"\{%.*?%\}")),
    ("a template placeholder", "<%", re.compile(r"<%.*?%>")),
    ("a template placeholder", "${", re.compile(r"\$\{[A-Za-z_][\w.]*\}(?![^$]*\$)")),
    ("a template placeholder", "%", re.compile(r"(?<![\w%])%(?:[sd]|\(\w+\)s)\b")),
    ("Markdown", "](", re.compile(r"!?\[[^\[\]]*\]\([^()\s]+[^()]*\)")),
    ("Markdown", "**", re.compile(r"(?<![\w*])\*\*[^\s*](?:[^*]*[^\s*])?\*\*(?![\w*])")),
    ("Markdown", "__", re.compile(r"(?<!\w)__[^\s_][^_]*\s[^_]*[^\s_]__(?!\w)")),
    ("Markdown", "`", re.compile(r"(`+)[^`]+\1")),
    ("Markdown", "#", re.compile(r"\A\s*#{1,6} \S+")),
)
SIGNS = tuple(sign for _, sign, _ in MARKUP)


@rule(
    "description-is-markup",
    severity="warning",
    evidence="documented",
    source=SNIPPETS,
    message='meta description holds {kind}: "{sample}"',
    field="description",
)
def is_markup(page: Page) -> Iterator[Hit]:
    """A description is plain text: tags, Markdown and placeholders are shown as they stand.

    Found are HTML elements and entities, Markdown links, bold, code and headings, and the placeholders
    of templates and programs.
    Fix: write it without markup, and put the value where a placeholder stands.

    Bad:
        seo:
          page_description: Cats <b>purr</b> when they are content.
    Good:
        seo:
          page_description: Cats purr when they are content, and 2 < 3.
    """
    if not page.description:
        return
    value = page.description.value
    if not any(map(value.__contains__, SIGNS)):
        return
    for kind, sign, pattern in MARKUP:
        found = sign in value and pattern.search(value)
        if found:
            sample = " ".join(found[0].split())
            yield Hit(page.description, {"kind": kind, "sample": sample[:40], "value": value})
            return


@rule(
    "description-multiple",
    severity="warning",
    evidence="convention",
    source=TOOLS,
    message="the page has {value} meta descriptions",
    field="html",
)
def multiple(_page: Page, ctx: Context) -> Iterator[Hit]:
    """Of two descriptions a search engine takes the one that it likes, or neither.

    The finding stands at the second one.
    Fix: find what writes the second one (a plugin, an include), and switch it off there.

    Bad:
        <meta name="description" content="Why cats purr."><meta name="description" content="On pets.">
    Good:
        <meta name="description" content="Why cats purr."><meta property="og:description" content="On pets.">
    """
    found = ctx.metas.get("description", [])
    if len(found) > 1:
        yield Hit(of_tag(found[1]), {"value": len(found)})


@rule(
    "description-outside-head",
    severity="error",
    evidence="documented",
    source=VALID_HEAD,
    message="the meta description stands outside the head",
    field="html",
)
def outside_head(page: Page, ctx: Context) -> Iterator[Hit]:
    """Google reads metadata in the head only, so a description in the body is none.

    Where an element that may not stand in the head has ended it early, page-head-broken says so. Where
    another description stands in the head, this one is description-multiple.
    Fix: move the tag into the head, before anything that ends it.

    Bad:
        <title>Why do cats purr?</title><body><meta name="description" content="Why cats purr."></body>
    Good:
        <title>Why do cats purr?</title><meta name="description" content="Why cats purr.">
    """
    found = ctx.metas.get("description", [])
    if found and not any(tag.in_head for tag in found) and not said_of_head(page, found[0], ctx.settings):
        yield Hit(of_tag(found[0]), {"value": found[0].value.value})


@rule(
    "description-quote-truncated",
    severity="warning",
    evidence="convention",
    source=ATTRIBUTES,
    message='a quotation mark inside the meta description ends it: "{end}"',
    field="html",
)
def quote_truncated(_page: Page, ctx: Context) -> Iterator[Hit]:
    """An unescaped quotation mark ends the attribute; what comes after it is lost.

    Found by what the rest leaves behind: attributes with a quotation mark in their names.
    Fix: escape it in the template (`&quot;`), or write “ ” in the text.

    Bad:
        <meta name="description" content="What "purring" means to a cat.">
    Good:
        <meta name="description" content="What &quot;purring&quot; means to a cat.">
    """
    for tag in ctx.metas.get("description", ()):
        if any('"' in name or "'" in name for name in tag.attributes):
            value = tag.value.value
            yield Hit(of_tag(tag), {"end": value if len(value) <= 40 else f"…{value[-40:]}", "value": value})
            return


@rule(
    "description-unsupported-claim",
    severity="info",
    evidence="convention",
    source=SNIPPETS,
    message="the text does not hold what the {where} claims: {claims}",
    field=("description", "text"),
)
def unsupported_claim(page: Page, ctx: Context, *, limit: int = 0) -> Iterator[Hit]:
    """Numbers, names and years in a description or title that the text does not hold are promises that it breaks.

    Numbers count as there however they are grouped, pointed, scaled or spelled (1,000, 1.000, one thousand,
    1.5 million), and so does the number of the page's headings or list items. Numbers up to twelve are left out.
    Names are capitalised words inside a sentence, but not in German, where every noun has a capital. A plural,
    other accents, an adjective of the name, and the words that an abbreviation stands for will do; of a name that
    was misspelt, or lost a letter on its way, the finding says what the text has. Sections and the site's name
    behind a bar or dash of the title are the template's. Subject, author, headings, code
    and math are looked at too, for a description also title and question. Reported where more than `limit` claims
    are unsupported.
    Fix: correct the description, or say it in the text.

    Bad:
        seo:
          page_description: A survey of 4200 keepers shows why cats purr.
        answer: Cats purr when they are content.
    Good:
        seo:
          page_description: A survey of 4200 keepers shows why cats purr.
        answer: We asked 4,200 keepers. Cats purr when they are content.
    """
    for what, where in (("meta description", page.description), ("title", page.title)):
        if not where:
            continue
        of_title = what == "title"
        said = headline(where.value) if of_title else where.value
        claims = list(unsupported(said, page, ctx.prose, ctx.settings.site_name, of_title=of_title))
        if len(claims) > limit:
            named = ", ".join(map(str, claims[:5]))
            value = ", ".join(claim.said for claim in claims)
            yield Hit(where, {"where": what, "claims": named, "value": value})
