"""Rules about drift: what the source says against what its built page has.

They run where sources and built pages are audited together, `seokit audit content/ public/`. Pages are paired
by URL; findings stand at the source, with the built file in `related`. A template's fault is on every page: what
many pages share is one finding.
"""

from __future__ import annotations

import posixpath
from collections.abc import Hashable, Iterator, Sequence

from seokit.model import Hit
from seokit.score.context import SiteContext
from seokit.score.differences import Difference, both, texts, told
from seokit.score.pairs import Pair, by_pair
from seokit.score.rule import rule
from seokit.score.same import normal

# Where so many of a folder's built pages have a source, one without is left behind, and no listing.
LEAST_WITH_SOURCE = 4
MOST_WITH_SOURCE = 0.8


@rule(
    "drift-title",
    severity="warning",
    evidence="self-evident",
    message='the page is built with {built}, not "{value}"{more}',
    field="title",
    kind="source",
    groups=by_pair,
)
def title(found: Sequence[Pair], ctx: SiteContext) -> Iterator[Hit]:
    """The built page has another title than source and config say: what is edited is not what is published.

    The published title is compared: what the config's `title` makes of the field; without such an expression
    the field that is meant for searches (`seo_title`) will do as well. Letter case, white space,
    smart punctuation and the marks of Markdown do not count. Where many pages differ in one way, such as a
    site name behind each title, that is one finding: the config does not know the template.

    Fix: build the site again, or let `title` in the config say what the template makes of it.

    Bad:
        --- file: content/rye.md
        title: How sour is rye?
        url: /rye/
        --- file: public/rye/index.html
        <title>How sweet is rye?</title>
    Good:
        --- file: content/rye.md
        title: How sour is rye?
        url: /rye/
        --- file: public/rye/index.html
        <title>How sour is rye?</title>
    """
    yield from texts(found, "title", lambda page: page.title, lambda pair: pair.source, ctx.settings)


@rule(
    "drift-description",
    severity="warning",
    evidence="self-evident",
    message='the page is built with {built}, not "{value}"{more}',
    field="description",
    kind="source",
    groups=by_pair,
)
def description(found: Sequence[Pair], ctx: SiteContext) -> Iterator[Hit]:
    """The built page has another meta description than source and config say, or none.

    As for titles the published text is compared, and what many pages share is one finding: a template that
    writes no description, cuts it, or puts words around it.

    Fix: build the site again, mend the template, or let `description` in the config say what it makes.

    Bad:
        --- file: content/rye.md
        title: How sour is rye?
        seo: {page_description: What lactic acid does to a dough.}
        url: /rye/
        --- file: public/rye/index.html
        <title>How sour is rye?</title>
    Good:
        --- file: content/rye.md
        title: How sour is rye?
        seo: {page_description: What lactic acid does to a dough.}
        url: /rye/
        --- file: public/rye/index.html
        <title>How sour is rye?</title>
        <meta name="description" content="What lactic acid does to a dough.">
    """
    yield from texts(
        found,
        "description",
        lambda page: page.description,
        lambda pair: pair.at("description"),
        ctx.settings,
    )


@rule(
    "drift-canonical",
    severity="error",
    evidence="self-evident",
    message="the page is built with {built}, but the source says {value}{more}",
    field="url",
    kind="source",
    groups=by_pair,
)
def canonical(found: Sequence[Pair], _ctx: SiteContext) -> Iterator[Hit]:
    """The built page names another canonical than its source, so search engines list another address.

    A source without a canonical field means the page itself; a built page may then go without the tag.

    Fix: read the canonical from the source in the template, or mend it in the source.

    Bad:
        --- file: content/rye.md
        title: How sour is rye?
        url: /rye/
        --- file: public/rye/index.html
        <title>How sour is rye?</title>
        <link rel="canonical" href="/bread/">
    Good:
        --- file: content/rye.md
        title: How sour is rye?
        url: /rye/
        --- file: public/rye/index.html
        <title>How sour is rye?</title>
        <link rel="canonical" href="/rye/">
    """
    differences = []
    compared = 0
    for pair, source, built in both(found):
        compared += 1
        wanted, given = source.value[1], built.value[1]
        if given == (wanted or pair.key) or (not given and not wanted):
            continue
        said = source.page.canonical.strip() if wanted else source.page.address
        tag = f"the canonical {built.page.canonical.strip()}" if given else "no canonical"
        host = given.partition("//")[2].partition("/")[0]
        differences.append(
            Difference(
                host or (given and (given, wanted)),
                Hit(pair.at("canonical"), {"value": said, "built": tag}, related=[built.page.path]),
            )
        )
    yield from told(differences, compared)


@rule(
    "drift-noindex",
    severity="error",
    evidence="self-evident",
    message="{value}{more}",
    field="url",
    kind="source",
    groups=by_pair,
)
def noindex(found: Sequence[Pair], _ctx: SiteContext) -> Iterator[Hit]:
    """The source wants the page out of the index and the built page does not say so; or the other way round.

    A template that reads `noIndex` knows nothing of `no_index`: then an editor's wish is lost, and nobody sees
    it but a search engine. A draft that is built is `index-draft-published`. What a server says in an
    X-Robots-Tag header is in no file and not seen.

    Fix: let the template write the robots meta for every noindex key in use, or use the key that it reads.

    Bad:
        --- file: content/rye.md
        title: How sour is rye?
        url: /rye/
        no_index: true
        --- file: public/rye/index.html
        <title>How sour is rye?</title>
    Good:
        --- file: content/rye.md
        title: How sour is rye?
        url: /rye/
        no_index: true
        --- file: public/rye/index.html
        <title>How sour is rye?</title>
        <meta name="robots" content="noindex">
    """
    differences = []
    compared = 0
    for pair, source, built in both(found):
        compared += 1
        field, hidden = source.value[0], built.value[0]
        if field and not hidden:
            what = f"{field} says noindex, but the built page has no robots meta that does"
        elif hidden and not field and source.page.not_indexable != "draft":
            robots = built.page.robots or "noindex"
            what = f'the built page says "{robots}", the source does not'
        else:
            continue
        # An editor's wish that is lost concerns that page; a whole build with noindex is one slip.
        way: Hashable = "hidden" if hidden else pair.key
        differences.append(
            Difference(way, Hit(pair.at("noindex"), {"value": what}, related=[built.page.path]))
        )
    yield from told(differences, compared)


@rule(
    "drift-keywords",
    severity="info",
    evidence="self-evident",
    message='the page is built with {built}, not "{value}"{more}',
    field="keywords_field",
    kind="source",
    groups=by_pair,
)
def keywords(found: Sequence[Pair], _ctx: SiteContext) -> Iterator[Hit]:
    """The built page has other meta keywords than the source. Their order and letter case do not count.

    Google ignores this tag; but a template that writes other keywords than the editor's, or none, shows that
    the field is not read. What many pages share is one finding.

    Fix: build the site again, let the template write the field, or drop it.

    Bad:
        --- file: content/rye.md
        title: How sour is rye?
        url: /rye/
        seo: {page_keywords: [rye, sourdough]}
        --- file: public/rye/index.html
        <title>How sour is rye?</title>
        <meta name="keywords" content="bread">
    Good:
        --- file: content/rye.md
        title: How sour is rye?
        url: /rye/
        seo: {page_keywords: [rye, sourdough]}
        --- file: public/rye/index.html
        <title>How sour is rye?</title>
        <meta name="keywords" content="sourdough, rye">
    """
    differences = []
    compared = 0
    for pair, source, built in both(found):
        wanted, given = source.page.keywords, built.page.keywords
        if not wanted:
            continue
        compared += 1
        if wanted == given or {normal(word) for word in wanted} == {normal(word) for word in given}:
            continue
        written = f'the keywords "{", ".join(given)}"' if given else "no keywords"
        differences.append(
            Difference(
                tuple(given),
                Hit(
                    pair.at("keywords"),
                    {"value": ", ".join(wanted), "built": written},
                    related=[built.page.path],
                ),
            )
        )
    yield from told(differences, compared)


@rule(
    "drift-not-built",
    severity="warning",
    evidence="self-evident",
    message="no built page has the URL {value}{more}",
    field="url",
    kind="source",
    groups=by_pair,
)
def not_built(found: Sequence[Pair], _ctx: SiteContext) -> Iterator[Hit]:
    """The source is a page that may be indexed, but nothing is built at its URL: readers get a 404.

    The build is older than the page, the generator left it out, or the URL is not what the config says. Drafts,
    pages with noindex, dates in the future and pages whose canonical is another are not expected.

    Fix: build the site again, or let `url` in the config say where the page is published.

    Bad:
        --- file: content/rye.md
        title: How sour is rye?
        url: /rye/
        --- file: public/index.html
        <title>Bread</title>
    Good:
        --- file: content/rye.md
        title: How sour is rye?
        url: /rye/
        --- file: public/rye/index.html
        <title>How sour is rye?</title>
    """
    built = sum(pair.built is not None for pair in found)
    missing = [pair.source for pair in found if pair.source and not pair.built and pair.source.page.indexable]
    if not built or not missing:
        return
    if any(pair.source and pair.built for pair in found) or len(missing) == 1:
        for fact in missing:
            yield Hit(fact, {"value": fact.page.address, "more": ""})
        return
    more = f", nor that of {len(missing) - 1:,} more sources: look at base_url and url in the config"
    yield Hit(missing[0], {"value": missing[0].page.address, "more": more})


@rule(
    "drift-not-in-source",
    severity="info",
    evidence="self-evident",
    message="no source has the URL {value} of this built page, as {share} of its folder's pages have",
    field="url",
    kind="built",
    groups=by_pair,
)
def not_in_source(found: Sequence[Pair], _ctx: SiteContext) -> Iterator[Hit]:
    """A built page whose source is gone is still published, and nobody edits it any more.

    Listings, tags and the parts of an archive are made by templates and have no source: so only a page is
    reported whose folder holds at least four pages with a source, and four of five of all there. Not reported
    are pages above others, redirects, the 404 page, and what is not to be indexed.

    Fix: delete the file from the build, or build into an empty folder.

    Bad:
        --- file: content/a.md
        title: Rye
        url: /bread/rye/
        --- file: content/b.md
        title: Wheat
        url: /bread/wheat/
        --- file: content/c.md
        title: Spelt
        url: /bread/spelt/
        --- file: content/d.md
        title: Oats
        url: /bread/oats/
        --- file: public/bread/rye/index.html
        <title>Rye</title>
        --- file: public/bread/wheat/index.html
        <title>Wheat</title>
        --- file: public/bread/spelt/index.html
        <title>Spelt</title>
        --- file: public/bread/oats/index.html
        <title>Oats</title>
        --- file: public/bread/barley/index.html
        <title>Barley</title>
    Good:
        --- file: content/a.md
        title: Rye
        url: /bread/rye/
        --- file: public/bread/rye/index.html
        <title>Rye</title>
        --- file: public/tags/index.html
        <title>Tags</title>
    """
    folders: dict[str, list[Pair]] = {}
    above: set[str] = set()
    for pair in found:
        if pair.built:
            folder = posixpath.dirname(pair.key)
            if folder not in folders:
                above.add(folder)
            folders.setdefault(folder, []).append(pair)
    for members in folders.values():
        single = [pair for pair in members if pair.key not in above]
        with_source = sum(pair.source is not None for pair in single)
        if with_source < LEAST_WITH_SOURCE or with_source < MOST_WITH_SOURCE * len(single):
            continue
        for pair in single:
            fact = pair.built
            if fact and not pair.source and fact.page.indexable:
                share = f"{with_source} of {len(single)}"
                yield Hit(fact, {"value": fact.page.address, "share": share})
