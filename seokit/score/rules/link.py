"""Rules about links between the pages of the site: related links (fields) and links in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from seokit.model import Fact, Hit, Page
from seokit.score.by_url import (
    FILE,
    NOT_FOUND,
    Target,
    by_url,
    home_and_entries,
    home_key,
    is_redirect,
    leads_within,
    listed_by_templates,
)
from seokit.score.context import SiteContext
from seokit.score.depth import depths
from seokit.score.link_faults import (
    EMPTY,
    GENERIC,
    INSECURE,
    LOCAL,
    NO_PAGE,
    NOFOLLOW,
    SCRIPT,
    by_link_fault,
    folders,
    unknown_folder,
)
from seokit.score.menu_links import Faults, faulty, told
from seokit.score.rule import rule
from seokit.score.same import normal

LINKS = "https://developers.google.com/search/docs/crawling-indexing/links-crawlable"
ERRORS = "https://developers.google.com/search/docs/crawling-indexing/http-network-errors"
NOINDEX = "https://developers.google.com/search/docs/crawling-indexing/block-indexing"
FRAGMENTS = "https://html.spec.whatwg.org/multipage/browsing-the-web.html#scroll-to-fragid"
REPEATED = "https://www.nngroup.com/articles/duplicate-links/"
# Punctuation but in a number, and dashes that stand alone.
MARKS = re.compile(r"""(?<!\d)[.,:]|[.,:](?!\d)|[;!?…¿¡'"‘’‚“”„«»()\[\]]|(?<=\s)[-–—](?=\s)""")


@rule(
    "link-broken",
    severity="error",
    evidence="documented",
    source=ERRORS,
    message="the link to {value} is broken: {reason}{more}",
    field="links",
    groups=by_url,
)
def broken(targets: Sequence[Target], ctx: SiteContext, *, listings: bool = True) -> Iterator[Hit]:
    """A link inside the site that leads to no page: readers and crawlers end at an error.

    Related links and links in the text both count, each by itself. Only what was audited is known: audit
    the whole site, or links into the part that was left out look broken. The home page and the pages
    listed under `entry` are taken to exist. So is in sources, with `listings`, a URL that lies above pages
    (`/blog` above `/blog/rye-bread`), since templates make listings there that have no file.

    A link below a folder of which no page was audited is broken in the same way, and says so: its `group` is that
    folder.

    A link in the navigation that most pages share, or more than 50, is reported once a target, as it is one
    line of a template: at the first page, with the others in `related`. So do all rules about links.

    Fix: link to a page that exists, or take the link out.

    Bad:
        title: When does sourdough need a colder place?
        url: /learn/bread/questions/colder-place
        related_article1:
          title: How sour is rye?
          url: /learn/bread/questions/how-sour-is-rye
    Good:
        --- file: a.md
        title: When does sourdough need a colder place?
        url: /learn/bread/questions/colder-place
        related_article1:
          title: How sour is rye?
          url: /learn/bread/questions/how-sour-is-rye
        --- file: b.md
        title: How sour is rye?
        url: /learn/bread/questions/how-sour-is-rye
    """
    pages = [target.key for target in targets if target.live]
    audited = folders(pages)
    there = home_and_entries(ctx.settings)
    if listings and ctx.kind != "built":
        there |= audited
    there |= ctx.built
    urls_known = any(not key.startswith(FILE) for key in pages)
    for target in targets:
        if target.live or target.key in there or not (urls_known or target.key.startswith(FILE)):
            continue
        reason, group = "its page is a draft" if target.pages else "no page has this URL", ""
        if not target.pages and (group := unknown_folder(target.key, audited)):
            reason = f"no page below {group} was audited"
        for link, more, others in told(target.links, ctx.pages):
            values = {"value": link.value[1], "reason": reason, "more": more}
            yield Hit(link, values, related=others, group=group)


@rule(
    "link-orphan",
    severity="warning",
    evidence="documented",
    source=LINKS,
    message="no other page links to this one",
    field="url",
    groups=by_url,
)
def orphan(targets: Sequence[Target], ctx: SiteContext) -> Iterator[Hit]:
    """A page that no other page links to is hard to find, for readers and for crawlers.

    Related links and links in the text count, over all sections audited; a page's link to itself and
    the links of drafts do not. What a template links (menus, listings) is not in the sources: name such
    pages under `entry`, as `/blog/*` if need be, or audit what was built too. Drafts, the home page, entries,
    redirects and the page for what is not found are not reported; pages with noindex are.

    Fix: link to the page from one that treats a related subject, or list it under `entry`.

    Bad:
        title: When does sourdough need a colder place?
        url: /learn/bread/questions/colder-place
    Good:
        --- file: a.md
        title: When does sourdough need a colder place?
        url: /learn/bread/questions/colder-place
        related_article1:
          title: How sour is rye?
          url: /learn/bread/questions/how-sour-is-rye
        --- file: b.md
        title: How sour is rye?
        url: /learn/bread/questions/how-sour-is-rye
        related_article1:
          title: When does sourdough need a colder place?
          url: /learn/bread/questions/colder-place
    """
    reached = home_and_entries(ctx.settings) | ctx.built_links
    is_listed = listed_by_templates(ctx.settings)
    for target in targets:
        if not target.live or target.key in reached or target.key.startswith(FILE) or is_listed(target.key):
            continue
        if all(page.value[6] for page in target.live):
            continue
        own = {page.page.number for page in target.live}
        for link in chain(target.links, target.placeholders):
            if link.page.number not in own and link.page.not_indexable != "draft":
                break
        else:
            yield from map(Hit, target.live)


@rule(
    "link-repeated",
    severity="info",
    evidence="convention",
    source=REPEATED,
    message="{value} is listed as related more than once",
    field="links",
    groups=by_url,
)
def repeated(targets: Sequence[Target], _ctx: SiteContext) -> Iterator[Hit]:
    """A related page that is listed twice takes the place of another one.

    Each listing after the first is reported. Links in the text do not count: there, linking a page again
    where it is named again is normal.

    Fix: put another related page in place of the second, or take it out.

    Bad:
        title: When does sourdough need a colder place?
        url: /learn/bread/questions/colder-place
        related_article1:
          title: How sour is rye?
          url: /learn/bread/questions/how-sour-is-rye
        related_article2:
          title: How sour is rye?
          url: /learn/bread/questions/how-sour-is-rye
    Good:
        title: When does sourdough need a colder place?
        url: /learn/bread/questions/colder-place
        related_article1:
          title: How sour is rye?
          url: /learn/bread/questions/how-sour-is-rye
        related_article2:
          title: Why does dough tear?
          url: /learn/bread/questions/why-does-dough-tear
    """
    for target in targets:
        if not target.links.related or len(target.links) < 2:
            continue
        seen: set[int] = set()
        for link in target.links:
            if link.value[3]:
                if link.page.number in seen:
                    yield Hit(link, {"value": link.value[1]})
                seen.add(link.page.number)


@rule(
    "link-to-self",
    severity="info",
    evidence="convention",
    source="https://www.nngroup.com/articles/ten-most-violated-homepage-design-guidelines/",
    message="the link to {value} leads to the page that it is on",
    field="links",
    groups=by_url,
)
def to_self(targets: Sequence[Target], _ctx: SiteContext) -> Iterator[Hit]:
    """A link to the page that the reader is on leads nowhere; as a related link it wastes a place.

    A link to a heading of the same page (`/this-page#crust`) is meant so and not reported, nor is the
    navigation's, which is the same on every page.

    Fix: link to another page, or take the link out.

    Bad:
        title: How sour is rye?
        url: /learn/bread/questions/how-sour-is-rye
        related_article1:
          title: How sour is rye?
          url: /learn/bread/questions/how-sour-is-rye
    Good:
        title: How sour is rye?
        url: /learn/bread/questions/how-sour-is-rye
        related_article1:
          title: Why does dough tear?
          url: /learn/bread/questions/why-does-dough-tear
    """
    for target in targets:
        if not target.pages or not target.links:
            continue
        for link in target.links.of({page.page.number for page in target.pages}):
            if "#" not in link.value[1] and not link.value[4]:
                yield Hit(link, {"value": link.value[1]})


@rule(
    "link-to-noindex",
    severity="warning",
    evidence="documented",
    source=NOINDEX,
    message="the link to {value} leads to a page that is kept out of the index{more}",
    field="links",
    groups=by_url,
)
def to_noindex(targets: Sequence[Target], ctx: SiteContext) -> Iterator[Hit]:
    """A link to a page with noindex leads readers and crawlers to what search is asked to leave out.

    Fix: link to a page that may be indexed, or take noindex off the target.

    Bad:
        --- file: a.md
        title: When does sourdough need a colder place?
        url: /learn/bread/questions/colder-place
        related_article1:
          title: How sour is rye?
          url: /learn/bread/questions/how-sour-is-rye
        --- file: b.md
        title: How sour is rye?
        url: /learn/bread/questions/how-sour-is-rye
        noIndex: true
    Good:
        --- file: a.md
        title: When does sourdough need a colder place?
        url: /learn/bread/questions/colder-place
        related_article1:
          title: How sour is rye?
          url: /learn/bread/questions/how-sour-is-rye
        --- file: b.md
        title: How sour is rye?
        url: /learn/bread/questions/how-sour-is-rye
    """
    for target in targets:
        if not target.links or not target.live or not all(page.value[2] for page in target.live):
            continue
        own = {page.page.number for page in target.live}
        for link, more, others in told(target.links.but_of(own), ctx.pages):
            related = [target.live[0].page.address, *others]
            yield Hit(link, {"value": link.value[1], "more": more}, related=related)


@rule(
    "link-placeholder",
    severity="error",
    evidence="self-evident",
    message="the link to {value} is a placeholder that was never filled in{more}",
    field="links",
    groups=by_url,
)
def placeholder(targets: Sequence[Target], ctx: SiteContext) -> Iterator[Hit]:
    """A path with `undefined`, `null`, `NaN`, `TODO` or `[object Object]` in it, or a bare `#`, is no target.

    A program printed a missing value, or an editor meant to come back. Only whole segments of a path
    count (`/null-hypothesis` is a page), and none where a page really has that URL. In a related link, and in
    a built page, `{{ … }}` counts too, since nothing renders it there. Such a link is not reported as broken
    again. In the navigation of built pages a bare `#` opens a menu, and does not count; nor does one that says
    so of itself, by `role="button"`, `aria-expanded`, `data-toggle` and the like.

    Fix: write the target's URL, or take the link out.

    Bad:
        title: How sour is rye?
        url: /learn/bread/questions/how-sour-is-rye
        related_article1:
          title: Why does dough tear?
          url: /learn/undefined/questions/why-does-dough-tear
    Good:
        title: How sour is rye?
        url: /learn/bread/questions/how-sour-is-rye
        related_article1:
          title: Why does dough tear?
          url: /learn/bread/questions/why-does-dough-tear
    """
    for target in targets:
        if not target.live:
            for link, more, others in told(target.placeholders, ctx.pages):
                yield Hit(link, {"value": link.value[1], "more": more}, related=others)


def without_marks(text: str) -> str:
    """A title as it is compared: without letter case, white space and punctuation. Numbers keep theirs."""
    return " ".join(MARKS.sub("", normal(text)).split())


@rule(
    "link-title-drift",
    severity="info",
    evidence="convention",
    source=LINKS + "#anchor-text",
    message='the related title "{value}" is not the title of its page, "{title}"',
    field="links",
    groups=by_url,
)
def title_drift(targets: Sequence[Target], _ctx: SiteContext) -> Iterator[Hit]:
    """A related link carries a copy of its target's title; when the target is renamed, the copy stays.

    Letter case, white space and punctuation do not count. Where two pages share a URL, one of them is enough.

    Fix: copy the target's title into the related link.

    Bad:
        --- file: a.md
        title: When does sourdough need a colder place?
        url: /learn/bread/questions/colder-place
        related_article1:
          title: Is rye sour?
          url: /learn/bread/questions/how-sour-is-rye
        --- file: b.md
        title: How sour is rye?
        url: /learn/bread/questions/how-sour-is-rye
    Good:
        --- file: a.md
        title: When does sourdough need a colder place?
        url: /learn/bread/questions/colder-place
        related_article1:
          title: How sour is rye?
          url: /learn/bread/questions/how-sour-is-rye
        --- file: b.md
        title: How sour is rye?
        url: /learn/bread/questions/how-sour-is-rye
    """
    for target in targets:
        titles = {page.value[1] for page in target.pages if page.value[1]} if target.links.related else ()
        if not titles:
            continue
        for link in target.links:
            written = link.value[2]
            if not written or written in titles or not written.strip():
                continue
            if without_marks(written) not in {without_marks(title) for title in titles}:
                yield Hit(link, {"value": written, "title": min(titles)})


@rule(
    "link-broken-fragment",
    severity="warning",
    evidence="convention",
    source=FRAGMENTS,
    message="the link to {value} leads to its page, on which nothing is called {fragment}{more}",
    field=("html", "links"),
    groups=by_url,
)
def broken_fragment(targets: Sequence[Target], ctx: SiteContext) -> Iterator[Hit]:
    """The reader lands at the top of the page, and not at the place that was meant.

    What is behind `#` must be an `id` on the target page, or the `name` of an `<a>`; upper and lower case are
    two things. `#top` is always there; `#:~:text=`, `#!` and `#/` are for programs.

    Fix: write the id of the heading that is meant; generators make a new one when a heading is renamed.

    Bad:
        <body><p><a href="#crust">How thick is the crust?</a></p><h2 id="crumb">Crumb</h2></body>
    Good:
        <body><p><a href="#crumb">How open is the crumb?</a></p><h2 id="crumb">Crumb</h2></body>
    """
    for target in targets:
        if not target.links.fragments or not target.live:
            continue
        anchors = {name for page in target.live for name in page.value[5].split("\n")}
        missing: dict[str, list[Fact]] = {}
        for link in target.links:
            fragment = link.value[1].partition("#")[2]
            if fragment and not leads_within(fragment, anchors):
                missing.setdefault(fragment, []).append(link)
        for fragment, links in missing.items():
            for link, more, others in told(links, ctx.pages):
                values = {"value": link.value[1], "fragment": fragment, "more": more}
                yield Hit(link, values, related=others)


@rule(
    "link-anchor-empty",
    severity="warning",
    evidence="documented",
    source=LINKS + "#anchor-text",
    message="the link to {value} has no text{more}",
    field=("html", "links"),
    groups=by_link_fault,
)
def anchor_empty(faults: Faults, ctx: SiteContext) -> Iterator[Hit]:
    """Neither a screen reader nor a search engine can tell where a link without a text leads.

    The `alt` of an image in the link counts as text, and so do `title` and `aria-label`.

    Fix: write a text, or the image's alt: where does the link lead?

    Bad:
        <body><a href="/bread/"><img src="loaf.png"></a></body>
    Good:
        <body><a href="/bread/"><img src="loaf.png" alt="All about bread"></a></body>
    """
    yield from faulty(faults, EMPTY, ctx)


@rule(
    "link-anchor-generic",
    severity="info",
    evidence="convention",
    source=LINKS + "#anchor-text",
    message='the link to {value} says only "{text}"{more}',
    field=("html", "links"),
    groups=by_link_fault,
)
def anchor_generic(faults: Faults, ctx: SiteContext) -> Iterator[Hit]:
    """Out of its sentence, such a text says nothing of the page behind the link; search engines use it for that.

    Known are some twenty texts in each of twelve languages: English, German, French, Spanish, Italian,
    Portuguese, Dutch, Polish, Swedish, Russian, Japanese and Chinese. A page is judged by those of its language,
    and by English phrases. Arrows and dots around them do not count.

    Fix: say what is there, as in "how sour rye bread is".

    Bad:
        <body><p><a href="/rye/">Click here</a> to read about rye.</p></body>
    Good:
        <body><p>Read <a href="/rye/">how sour rye bread is</a>.</p></body>
    """
    yield from faulty(faults, GENERIC, ctx)


@rule(
    "link-not-crawlable",
    severity="warning",
    evidence="documented",
    source=LINKS,
    message='the link "{text}" cannot be followed: {value}{more}',
    field=("html", "links"),
    groups=by_link_fault,
)
def not_crawlable(faults: Faults, ctx: SiteContext) -> Iterator[Hit]:
    """Google follows an `<a>` with an address in `href`; not `javascript:`, nor an `<a>` without `href`.

    An `<a>` without a text is a place that links lead to, and not reported; nor is one without `href` that says of
    itself that it is a control (`role="button"`, `aria-expanded` …) or switched off (`aria-disabled="true"`, the class
    `disabled`).

    Fix: write the address into `href`; for what only runs a script take a `<button>`.

    Bad:
        <body><a href="javascript:open('/rye/')">Rye</a></body>
    Good:
        <body><a href="/rye/">Rye</a></body>
    """
    yield from faulty(faults, SCRIPT, ctx)


@rule(
    "link-nofollow-internal",
    severity="info",
    evidence="convention",
    source="https://developers.google.com/search/docs/crawling-indexing/qualify-outbound-links",
    message="the link to {value}, on this site, is nofollow{more}",
    field=("html", "links"),
    groups=by_link_fault,
)
def nofollow_internal(faults: Faults, ctx: SiteContext) -> Iterator[Hit]:
    """`nofollow` is for links to others that you do not vouch for; on your own pages it only hides them.

    Fix: take `nofollow` out; to keep a page out of the index give it noindex.

    Bad:
        <body><a href="/rye/" rel="nofollow">Rye</a></body>
    Good:
        <body><a href="/rye/">Rye</a></body>
    """
    yield from faulty(faults, NOFOLLOW, ctx)


@rule(
    "link-localhost",
    severity="error",
    evidence="self-evident",
    message="the link to {value} leads to the reader's own computer{more}",
    field="links",
    groups=by_link_fault,
)
def localhost(faults: Faults, ctx: SiteContext) -> Iterator[Hit]:
    """An address that worked where the page was written: `localhost`, 127.0.0.1, `file:`.

    Fix: write the published address, or a path from the site's root.

    Bad:
        title: How sour is rye?
        url: /learn/bread/questions/how-sour-is-rye
        answer: Sourer than [wheat](http://localhost:4000/wheat).
    Good:
        title: How sour is rye?
        url: /learn/bread/questions/how-sour-is-rye
        answer: Sourer than [wheat](/wheat).
    """
    yield from faulty(faults, LOCAL, ctx)


@rule(
    "link-insecure",
    severity="warning",
    evidence="documented",
    source="https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls",
    message="the link to {value} goes by http, and the site is on https{more}",
    field="links",
    groups=by_link_fault,
)
def insecure(faults: Faults, ctx: SiteContext) -> Iterator[Hit]:
    """The link leads to a redirect at best, and tells search engines that the address with http is in use.

    Links to the site's own host, where the base URL is known and begins with https.

    Fix: write https, or a path from the site's root.

    Bad:
        config: base_url = "https://example.org"
        title: How sour is rye?
        url: /learn/bread/questions/how-sour-is-rye
        answer: Sourer than [wheat](http://example.org/wheat).
    Good:
        config: base_url = "https://example.org"
        title: How sour is rye?
        url: /learn/bread/questions/how-sour-is-rye
        answer: Sourer than [wheat](https://example.org/wheat).
    """
    yield from faulty(faults, INSECURE, ctx)


@rule(
    "link-too-many",
    severity="info",
    evidence="convention",
    source="https://www.matthewedgar.net/how-many-links-should-a-page-have/",
    message="the page has {value} links, more than {limit}",
    field=("html", "links"),
    when="links",
)
def too_many(page: Page, *, limit: int = 150) -> Iterator[Hit]:
    """Among so many links, readers overlook those that matter, and each counts for less.

    All links of a built page count, those of the navigation too.

    Fix: shorten the menus, and part long lists into pages.

    Bad:
        config: rules.link-too-many.limit = 2
        <body><a href="/rye/">Rye</a> <a href="/wheat/">Wheat</a> <a href="/spelt/">Spelt</a></body>
    Good:
        config: rules.link-too-many.limit = 2
        <body><a href="/rye/">Rye</a> <a href="/wheat/">Wheat</a></body>
    """
    if len(page.links or ()) > limit:
        yield Hit(page.title, {"value": len(page.links or ())})


@rule(
    "link-dead-end",
    severity="info",
    evidence="convention",
    source="https://ahrefs.com/seo/glossary/dead-end-page",
    message="the page has no link to follow",
    field=("html", "links"),
)
def dead_end(page: Page) -> Iterator[Hit]:
    """A page without links leaves readers and crawlers no way but back.

    Only built pages are judged, since the template's menus are links too. Redirects, pages with noindex and
    the page for what is not found are not.

    Fix: link to the pages that a reader wants next, or put the page into the layout with the menu.

    Bad:
        <body><p>Rye is sour.</p></body>
    Good:
        <body><p>Rye is sour. <a href="/wheat/">And wheat?</a></p></body>
    """
    for link in page.links or ():
        if link.href and not link.href.startswith(NO_PAGE):
            return
    if not page.noindex and not is_redirect(page) and not (page.url or "").rstrip("/").endswith(NOT_FOUND):
        yield Hit(page.title)


@rule(
    "link-too-deep",
    severity="warning",
    evidence="convention",
    source="https://www.screamingfrog.co.uk/seo-spider/issues/links/pages-with-high-crawl-depth/",
    message="the page is {value} clicks away from the home page, more than {limit}",
    field=("url", "html"),
    groups=by_url,
)
def too_deep(targets: Sequence[Target], ctx: SiteContext, *, limit: int = 4) -> Iterator[Hit]:
    """What is many clicks away from the home page is found late, and taken to matter little.

    Counted is the shortest way over the links of built pages. Pages to which no way leads are `link-orphan`
    at its start; without a home page among the audited files nothing is judged.

    Fix: link to the page, or to the list that it is in, from a page nearer to the home page.

    Bad:
        config: rules.link-too-deep.limit = 1
        --- file: index.html
        <body><a href="/bread/">Bread</a></body>
        --- file: bread/index.html
        <body><a href="/rye/">Rye</a></body>
        --- file: rye/index.html
        <title>How sour is rye?</title>
    Good:
        config: rules.link-too-deep.limit = 1
        --- file: index.html
        <body><a href="/bread/">Bread</a> <a href="/rye/">Rye</a></body>
        --- file: bread/index.html
        <body><a href="/rye/">Rye</a></body>
        --- file: rye/index.html
        <title>How sour is rye?</title>
    """
    if ctx.kind == "source":
        return
    base = ctx.settings.base_url
    for target, clicks in depths(targets, home_key(base)):
        if clicks > limit and not target.live[0].value[6]:
            yield Hit(target.live[0], {"value": clicks})


@rule(
    "link-few-inlinks",
    severity="info",
    evidence="convention",
    source=LINKS,
    message="only {value} page links to this one",
    field="url",
    groups=by_url,
    default=False,
)
def few_inlinks(targets: Sequence[Target], ctx: SiteContext, *, least: int = 2) -> Iterator[Hit]:
    """A page that hardly any other links to is found by chance. Pages without any link are `link-orphan`.

    Off by default: a site of many small pages has thousands of them.

    Fix: link to the page from those that treat a related subject.

    Bad:
        --- file: a.md
        title: How sour is rye?
        url: /rye
        --- file: b.md
        title: How sour is wheat?
        url: /wheat
        answer: Less than [rye](/rye).
    Good:
        --- file: a.md
        title: How sour is rye?
        url: /rye
        --- file: b.md
        title: How sour is wheat?
        url: /wheat
        answer: Less than [rye](/rye).
        --- file: c.md
        title: How sour is spelt?
        url: /spelt
        answer: Less than [rye](/rye).
    """
    there = home_and_entries(ctx.settings)
    for target in targets:
        if not target.live or target.key in there or target.live[0].value[6]:
            continue
        linking = set(target.links.numbers()) - {page.page.number for page in target.live}
        if 0 < len(linking) < least:
            for page in target.live:
                yield Hit(page, {"value": len(linking), "limit": least})


@rule(
    "link-not-reciprocal",
    severity="info",
    evidence="convention",
    source=LINKS,
    message="the page links to {value}, which does not link back",
    field="links",
    groups=by_url,
    default=False,
)
def not_reciprocal(targets: Sequence[Target], _ctx: SiteContext) -> Iterator[Hit]:
    """Two pages on one subject are found more easily where each links to the other.

    Related links and links in the text are judged, those of the navigation are not; each pair of pages once.
    Off by default: a link that goes one way is seldom a fault.

    Fix: link back where it helps the reader.

    Bad:
        --- file: a.md
        title: How sour is rye?
        url: /rye
        answer: Sourer than [wheat](/wheat).
        --- file: b.md
        title: How sour is wheat?
        url: /wheat
    Good:
        --- file: a.md
        title: How sour is rye?
        url: /rye
        answer: Sourer than [wheat](/wheat).
        --- file: b.md
        title: How sour is wheat?
        url: /wheat
        answer: Less than [rye](/rye).
    """
    pairs = {
        (number, page.page.number)
        for target in targets
        for page in target.live
        for number in target.links.numbers()
    }
    for target in targets:
        own = {page.page.number for page in target.live}
        seen = set(own)
        for link in target.links if own else ():
            number = link.page.number
            if link.value[4] or number in seen:
                continue
            seen.add(number)
            if not any((one, number) in pairs for one in own):
                yield Hit(link, {"value": link.value[1]}, related=[target.live[0].page.address])


@rule(
    "link-starved-hub",
    severity="info",
    evidence="convention",
    source=LINKS,
    message="the page links to {value} pages, and only {inlinks} link to it",
    field="url",
    groups=by_url,
    default=False,
)
def starved_hub(
    targets: Sequence[Target], ctx: SiteContext, *, outlinks: int = 20, inlinks: int = 2
) -> Iterator[Hit]:
    """A page that leads to many others is worth reaching: such a list should not be hidden itself.

    Off by default: a page of many footnotes counts as one too.

    Fix: link to the page from the menu, the home page or the pages that it lists.

    Bad:
        config: rules.link-starved-hub.outlinks = 2
        --- file: a.md
        title: All breads
        url: /breads
        answer: "[Rye](/rye) and [wheat](/wheat)."
        --- file: b.md
        title: How sour is rye?
        url: /rye
        --- file: c.md
        title: How sour is wheat?
        url: /wheat
    Good:
        config: rules.link-starved-hub.outlinks = 2
        --- file: a.md
        title: All breads
        url: /breads
        answer: "[Rye](/rye) and [wheat](/wheat)."
        --- file: b.md
        title: How sour is rye?
        url: /rye
        answer: See [all breads](/breads).
        --- file: c.md
        title: How sour is wheat?
        url: /wheat
        answer: See [all breads](/breads).
    """
    there = home_and_entries(ctx.settings)
    leads: dict[int, int] = {}
    for target in targets:
        if target.live:
            for number in set(target.links.numbers()):
                leads[number] = leads.get(number, 0) + 1
    for target in targets:
        if not target.live or target.key in there:
            continue
        own = {page.page.number for page in target.live}
        linking = set(target.links.numbers()) - own
        most = max(leads.get(number, 0) for number in own)
        if most >= outlinks and len(linking) < inlinks:
            for page in target.live:
                yield Hit(page, {"value": most, "inlinks": len(linking), "limit": outlinks})
