"""Rules about headings: those of Markdown, and those of a built page's HTML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from seokit.model import Fact, Heading, Hit, Page
from seokit.score.clusters import copies
from seokit.score.context import Context, SiteContext
from seokit.score.facts import Row, index
from seokit.score.graphemes import length
from seokit.score.rule import rule
from seokit.score.where import of_heading
from seokit.score.wording import same

TOOLS = "https://www.screamingfrog.co.uk/seo-spider/user-guide/tabs/#h1"
STRUCTURE = "https://www.w3.org/WAI/tutorials/page-structure/headings/"
MARKDOWNLINT = "https://github.com/DavidAnson/markdownlint/blob/main/doc/md024.md"
READABILITY = (
    "https://github.com/Yoast/wordpress-seo/blob/trunk/packages/yoastseo/src/scoring/assessments/"
    "SCORING%20READABILITY.md"
)

Groups = Sequence[tuple[str, Sequence[Fact]]]


def firsts(page: Page) -> list[Heading]:
    """The page's headings of level 1 that say anything."""
    return [one for one in page.headings or () if one.level == 1 and one.text.strip()]


@index(least=2)
def by_h1(page: Page, _: Context) -> Iterator[Row]:
    """Each h1 under its normal form, with how many the page has; not of pages whose canonical is another page."""
    if page.not_indexable != "canonicalised":
        headings = {same(heading.text): heading for heading in reversed(firsts(page))}
        for key, heading in headings.items():
            yield key, (heading.text, len(headings)), of_heading(page, heading)


@rule(
    "heading-h1-missing",
    severity="warning",
    evidence="convention",
    source=TOOLS,
    message="the page has no h1",
    field="html",
)
def h1_missing(page: Page) -> Iterator[Hit]:
    """The first heading tells readers, screen readers and search engines what the page is about.

    Only built pages are judged: of Markdown, the site's template usually makes the title the h1.

    Fix: make the page's main heading an h1.

    Bad:
        <title>Rye bread</title>
        <body><p>Rye bread keeps for a week.</p></body>
    Good:
        <title>Rye bread</title>
        <body><h1>Rye bread</h1><p>It keeps for a week.</p></body>
    """
    if not any(heading.level == 1 for heading in page.headings or ()):
        yield Hit(page.text_field)


@rule(
    "heading-h1-multiple",
    severity="info",
    evidence="convention",
    source=TOOLS,
    message="the page has {value} headings of level 1",
    field="headings",
    when="headings",
)
def h1_multiple(page: Page) -> Iterator[Hit]:
    """HTML allows several h1, but with one alone it is plain what the page is about.

    The finding stands at the second one.

    Fix: keep the main heading and make the others h2.

    Bad:
        <body><h1>Rye bread</h1><p>It keeps.</p><h1>Wheat bread</h1><p>It does not.</p></body>
    Good:
        <body><h1>Bread</h1><h2>Rye bread</h2><p>It keeps.</p><h2>Wheat bread</h2><p>It does not.</p></body>
    """
    found = firsts(page)
    if len(found) > 1:
        yield Hit(of_heading(page, found[1]), {"value": len(found)})


@rule(
    "heading-h1-duplicate",
    severity="warning",
    evidence="convention",
    source=TOOLS,
    message="the h1 is the same as on {others}",
    field="headings",
    groups=by_h1,
)
def h1_duplicate(groups: Groups, _ctx: SiteContext) -> Iterator[Hit]:
    """Readers who come from a link see the heading first: the same one on two pages looks like one page.

    Headings are the same if they differ only in case, white space or Unicode form. A page that has another h1
    of its own is left alone: then the shared one is the site's name, and heading-h1-multiple says so.

    Fix: say in each heading what sets its page apart.

    Bad:
        --- file: rye.html
        <body><h1>Our bread</h1><p>Rye.</p></body>
        --- file: wheat.html
        <body><h1>Our Bread</h1><p>Wheat.</p></body>
    Good:
        --- file: rye.html
        <body><h1>Our rye bread</h1><p>Rye.</p></body>
        --- file: wheat.html
        <body><h1>Our wheat bread</h1><p>Wheat.</p></body>
    """
    found = [(key, {fact.page.number: fact for fact in facts}) for key, facts in groups]
    shared: dict[int, list[int]] = {}  # page → the places of its groups
    for place, (_, pages) in enumerate(found):
        if len(pages) > 1:
            for number in pages:
                shared.setdefault(number, []).append(place)
    alike: dict[int, list[Fact]] = {}  # the group that tells most → its pages
    for number, places in shared.items():
        least = min(places, key=lambda place: (len(found[place][1]), place))
        fact = found[least][1][number]
        if len(places) == fact.value[1]:  # it has no h1 of its own
            alike.setdefault(least, []).append(replace(fact, value=fact.value[0]))
    yield from copies([(found[place][0], facts) for place, facts in sorted(alike.items())])


@rule(
    "heading-h1-too-long",
    severity="info",
    evidence="convention",
    source=TOOLS,
    message="the h1 has {value} characters, more than {limit}",
    field="headings",
    when="headings",
)
def h1_too_long(page: Page, ctx: Context, *, limit: int = 70) -> Iterator[Hit]:
    """A heading is read at a glance. No search engine states a limit; tools warn above 70 characters.

    Where it is the title, or a part of it, and title-too-long says so already, this rule says nothing.

    Fix: say the main thing in the heading, and the rest in the first sentence.

    Bad:
        config: rules.heading-h1-too-long.limit = 20
        <body><h1>How to bake a rye bread that keeps for a week</h1></body>
    Good:
        config: rules.heading-h1-too-long.limit = 20
        <body><h1>Baking rye bread</h1></body>
    """
    for heading in firsts(page):
        if (count := length(heading.text)) > limit:
            title = page.title_published or ""
            if heading.text in title and ctx.says_too_long("title-too-long", title):
                return
            yield Hit(of_heading(page, heading), {"value": count})
            return


@rule(
    "heading-level-skipped",
    severity="info",
    evidence="convention",
    source=STRUCTURE,
    message='"{text}" is an h{level} below an h{above}',
    field="headings",
    when="headings",
)
def level_skipped(page: Page) -> Iterator[Hit]:
    """Headings are a table of contents for screen readers; a level that is left out looks like a missing part.

    Only steps down count: after an h4 the next part may be an h2. Which level comes first is left to the
    template. One finding a page, at the first such heading.

    Fix: use the next level, and let the style sheet choose the size.

    Bad:
        <body><h1>Bread</h1><h4>Rye</h4></body>
    Good:
        <body><h1>Bread</h1><h2>Rye</h2></body>
    """
    above = 6
    for heading in page.headings or ():
        if heading.level > above + 1:
            values = {
                "text": heading.text[:60],
                "level": heading.level,
                "above": above,
                "value": heading.text,
            }
            yield Hit(of_heading(page, heading), values)
            return
        above = heading.level


@rule(
    "heading-empty",
    severity="warning",
    evidence="convention",
    source=STRUCTURE,
    message="an h{level} is empty",
    field="headings",
    when="headings",
)
def empty(page: Page) -> Iterator[Hit]:
    """Screen readers announce an empty heading and then say nothing.

    An image with an alternative text is a text. One finding a page, at the first such heading.

    Fix: write the heading, or remove it.

    Bad:
        <body><h1>Bread</h1><h2> </h2><p>Rye bread keeps.</p></body>
    Good:
        <body><h1>Bread</h1><h2>Rye</h2><p>Rye bread keeps.</p></body>
    """
    for heading in page.headings or ():
        if not heading.text.strip():
            yield Hit(of_heading(page, heading), {"level": heading.level})
            return


@rule(
    "heading-repeated-in-page",
    severity="info",
    evidence="convention",
    source=MARKDOWNLINT,
    message='the heading "{text}" stands twice under the same heading',
    field="headings",
    when="headings",
)
def repeated(page: Page) -> Iterator[Hit]:
    """Two parts with one name cannot be told apart in a table of contents, and links to them are ambiguous.

    The same name under different headings is fine (every recipe has its "Ingredients"). One finding a page,
    at the first heading that repeats another.

    Fix: say what sets the two parts apart, or join them.

    Bad:
        <body><h1>Bread</h1><h2>Rye</h2><p>It keeps.</p><h2>Rye</h2><p>It is dark.</p></body>
    Good:
        <body><h1>Bread</h1><h2>Rye</h2><h3>Flour</h3><h2>Wheat</h2><h3>Flour</h3></body>
    """
    headings = page.headings or ()
    if len({heading.text for heading in headings}) == len(headings):
        return
    path: list[Heading] = []
    seen: set[tuple[str, ...]] = set()
    for heading in headings:
        while path and path[-1].level >= heading.level:
            path.pop()
        path.append(heading)
        name = tuple([f"{one.level}{one.text}" for one in path])
        if name in seen and heading.text.strip():
            yield Hit(of_heading(page, heading), {"text": heading.text[:60], "value": heading.text})
            return
        seen.add(name)


@rule(
    "heading-missing-in-long-text",
    severity="info",
    evidence="convention",
    source=READABILITY,
    message="the text has {value} words and no heading, more than {limit}",
    field=("headings", "text"),
)
def missing_in_long_text(page: Page, ctx: Context, *, limit: int = 350) -> Iterator[Hit]:
    """Readers look a long text over before they read it; without headings they find nothing to hold on to.

    Of a built page, headings below the h1 count; of Markdown any, since the template adds the h1.

    Fix: give each part of the text a heading that says what is in it.

    Bad:
        config: rules.heading-missing-in-long-text.limit = 5
        <body><h1>Bread</h1><p>Rye bread keeps for a week in a box.</p></body>
    Good:
        config: rules.heading-missing-in-long-text.limit = 5
        <body><h1>Bread</h1><h2>Rye</h2><p>Rye bread keeps for a week in a box.</p></body>
    """
    least = 1 if page.html is None else 2
    if any(heading.level >= least for heading in page.headings or ()):
        return
    if ctx.prose.word_count > limit:
        yield Hit(page.text_field, {"value": ctx.prose.word_count})
