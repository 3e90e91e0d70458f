"""Rules about the canonical: the address that a page names as its own, among those with the same content."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from urllib.parse import urlsplit

from seokit import urls
from seokit.model import Fact, HeadTag, Hit, Page
from seokit.score.by_url import Target, by_url, canonical_key, home_and_entries, home_key, is_redirect
from seokit.score.context import Context, SiteContext
from seokit.score.facts import Row, index
from seokit.score.rule import rule
from seokit.score.same import text_hash
from seokit.score.survivor import Claim, by_preference
from seokit.score.where import of_tag, said_of_head
from seokit.score.wording import same

CANONICALS = "https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls"
MISTAKES = "https://developers.google.com/search/blog/2013/04/5-common-mistakes-with-relcanonical"
ABSOLUTE = ("http://", "https://")


@index(least=2, after=by_url)
def by_title_and_text(page: Page, ctx: Context) -> Iterator[Row]:
    """Pages with a URL, by their title and their text together: own URL, canonical's key, date."""
    if not page.url or page.title is None or page.title.blank or page.text is None:
        return
    if (not page.text or page.text.isspace()) and not page.math and not page.code:
        return
    base = ctx.settings.base_url
    where = page.canonical if page.canonical and not page.canonical.missing else page.title
    date = page.date.value if page.date else ""
    value = (urls.key(page.url, base), canonical_key(page, base), date)
    # Formulas and code are no prose, but two exercises may differ in nothing else.
    rest = text_hash("\n".join((same(page.title.value), *page.math, *page.code)))
    yield ctx.prose.hash + rest, value, where


@rule(
    "canonical-needed",
    severity="warning",
    evidence="documented",
    source=CANONICALS,
    message="same title and text as {value}, and no canonical says which one counts",
    field=("url", "title"),
    group=by_title_and_text,
)
def needed(_key: str, facts: Sequence[Fact], ctx: SiteContext) -> Iterator[Hit]:
    """Two URLs with one content compete; without a canonical the search engine picks one of them.

    The survivor is the home page or an entry of the config; else the page that the others' canonicals already name;
    else that to which most pages link; else the oldest by its date; else the one with the shortest, then the
    smallest URL. `seokit duplicates` goes by the same order. Every other page of the group that names no canonical
    is reported, with the survivor in `related`; `group` is that of the duplicate rules. Drafts, pages with noindex
    and pages that name another one do not compete, and pages that share one URL are `url-duplicate`.

    Fix: set the canonical of this page to the survivor's URL, or merge the two and redirect.

    Bad:
        --- file: a.md
        title: How sour is rye?
        url: /learn/bread/questions/how-sour-is-rye
        answer: Sourer than wheat, since its bran feeds the acid bacteria longer.
        --- file: b.md
        title: How sour is rye?
        url: /learn/grain/questions/how-sour-is-rye
        answer: Sourer than wheat, since its bran feeds the acid bacteria longer.
    Good:
        --- file: a.md
        title: How sour is rye?
        url: /learn/bread/questions/how-sour-is-rye
        answer: Sourer than wheat, since its bran feeds the acid bacteria longer.
        --- file: b.md
        title: How sour is rye?
        url: /learn/grain/questions/how-sour-is-rye
        canonical_url: /learn/bread/questions/how-sour-is-rye
        answer: Sourer than wheat, since its bran feeds the acid bacteria longer.
    """
    rivals = [f for f in facts if f.page.not_indexable in ("", "canonicalised")]
    if len({f.value[0] for f in rivals}) < 2:
        return
    survivor = by_preference([claim_of(fact, ctx) for fact in rivals])[0]
    group = min(f.page.url for f in facts)
    for fact in rivals:
        if fact.value[0] != survivor.key and not fact.page.not_indexable:
            yield Hit(fact, {"value": survivor.page.url}, related=[survivor.page.url], group=group)


def claim_of(fact: Fact, ctx: SiteContext) -> Claim:
    """What speaks for a page of `by_title_and_text`."""
    key, canonical, date = fact.value
    linking = ctx.inlinks.get(fact.page.number, (0, 0))[1]
    return Claim(fact.page, key, canonical, date, linking, key in home_and_entries(ctx.settings))


@rule(
    "canonical-to-missing",
    severity="error",
    evidence="documented",
    source=MISTAKES,
    message="the canonical {value} is the URL of no page",
    field="canonical",
    groups=by_url,
)
def to_missing(targets: Sequence[Target], ctx: SiteContext) -> Iterator[Hit]:
    """A canonical that leads to no page is ignored, or takes the page out of the index.

    Canonicals to other hosts are not judged. The home page and `entry` pages are taken to exist; a
    draft is no page. Only what was audited is known: audit the whole site.

    Fix: name a page that exists; without duplicates, the page's own URL.

    Bad:
        title: How sour is rye?
        url: /learn/bread/questions/how-sour-is-rye
        canonical_url: /learn/bread/questions/is-rye-sour
    Good:
        title: How sour is rye?
        url: /learn/bread/questions/how-sour-is-rye
        canonical_url: /learn/bread/questions/how-sour-is-rye
    """
    there = home_and_entries(ctx.settings)
    for target in targets:
        if target.canonicals and not target.live and target.key not in there:
            for fact in target.canonicals:
                yield Hit(fact, {"value": fact.value[1]})


@rule(
    "canonical-chain",
    severity="warning",
    evidence="documented",
    source=CANONICALS,
    message="the canonical {value} names another canonical itself: {next}",
    field="canonical",
    groups=by_url,
)
def chain(targets: Sequence[Target], _ctx: SiteContext) -> Iterator[Hit]:
    """A canonical whose page names yet another page: two statements that contradict each other.

    Also two pages that name each other.

    Fix: let every page of the group name the last page of the chain, and that page itself.

    Bad:
        --- file: a.md
        title: How sour is rye?
        url: /a
        canonical_url: /b
        --- file: b.md
        title: How sour is rye?
        url: /b
        canonical_url: /c
        --- file: c.md
        title: How sour is rye?
        url: /c
    Good:
        --- file: a.md
        title: How sour is rye?
        url: /a
        canonical_url: /c
        --- file: b.md
        title: How sour is rye?
        url: /b
        canonical_url: /c
        --- file: c.md
        title: How sour is rye?
        url: /c
    """
    for target in targets:
        if not target.canonicals:
            continue
        further = [page.value[3] for page in target.pages if page.value[3] not in ("", target.key)]
        if further:
            for fact in target.canonicals:
                yield Hit(fact, {"value": fact.value[1], "next": min(further)})


def canonical_tags(page: Page) -> list[HeadTag]:
    """The <link rel="canonical"> of a built page, wherever they stand."""
    html = page.html
    keys = {key for key in html.keys("link") if "canonical" in key.split()} if html else set()
    return [tag for tag in html.tags if tag.kind == "link" and tag.key in keys] if html and keys else []


@rule(
    "canonical-missing",
    severity="warning",
    evidence="documented",
    source=CANONICALS,
    message="the page has no canonical",
    field="html",
    once=True,
)
def missing(page: Page) -> Iterator[Hit]:
    """Without a canonical, every address with `?utm_source=…` or another host is a page of its own.

    Google advises to name the canonical on every page, the canonical page itself too. Pages with noindex
    and pages that only send their reader on need none.

    Fix: let the template write `<link rel="canonical" href="…">` with the page's absolute address.

    Bad:
        <title>How sour is rye?</title>
    Good:
        <title>How sour is rye?</title>
        <link rel="canonical" href="https://example.org/learn/how-sour-is-rye">
    """
    blank = page.canonical is None or page.canonical.blank
    if blank and not page.noindex and not canonical_tags(page) and not is_redirect(page):
        yield Hit(page.title)


@rule(
    "canonical-multiple",
    severity="error",
    evidence="documented",
    source=MISTAKES,
    message="{value} canonicals, of which search engines may ignore all: {listed}",
    field="html",
)
def multiple(page: Page) -> Iterator[Hit]:
    """Where a page names more than one canonical, Google says, all of them will likely be ignored.

    Most often the theme writes one and a plugin another. One in the body is ignored, and so is not counted:
    `canonical-outside-head` speaks of it.

    Fix: keep the one that is right, and take the others out of the templates.

    Bad:
        <title>How sour is rye?</title>
        <link rel="canonical" href="https://example.org/learn/how-sour-is-rye">
        <link rel="canonical" href="https://example.org/learn">
    Good:
        <title>How sour is rye?</title>
        <link rel="canonical" href="https://example.org/learn/how-sour-is-rye">
    """
    tags = [tag for tag in canonical_tags(page) if tag.in_head]
    if len(tags) > 1:
        different = dict.fromkeys(tag.value.value.strip() for tag in tags)
        yield Hit(of_tag(tags[1]), {"value": len(tags), "listed": ", ".join(different)})


@rule(
    "canonical-relative",
    severity="warning",
    evidence="documented",
    source=CANONICALS,
    message="the canonical {value} is not an absolute address",
    field=("html", "canonical"),
)
def relative(page: Page) -> Iterator[Hit]:
    """A relative canonical names the test server on the test server, and every host that copies the page.

    Google supports it and advises against it. What a source holds is not judged: its template may add the
    host.

    Fix: let the template write scheme and host before the path.

    Bad:
        <link rel="canonical" href="/learn/how-sour-is-rye">
    Good:
        <link rel="canonical" href="https://example.org/learn/how-sour-is-rye">
    """
    written = page.canonical
    if written and not written.blank and not written.value.strip().lower().startswith(ABSOLUTE):
        yield Hit(written, {"value": written.value.strip()})


@rule(
    "canonical-outside-head",
    severity="error",
    evidence="documented",
    source=MISTAKES,
    message="the canonical {value} stands outside <head>, where it is ignored",
    field="html",
)
def outside_head(page: Page, ctx: Context) -> Iterator[Hit]:
    """Google reads a canonical only in the head; one in the body could be anybody's.

    Where an element that may not stand in the head (an image, an iframe) comes before it and ends the head,
    page-head-broken says so.

    Fix: move the tag into <head>, before anything that belongs into the body.

    Bad:
        <title>How sour is rye?</title>
        <body><p>Rye is sour.</p><link rel="canonical" href="https://example.org/rye"></body>
    Good:
        <title>How sour is rye?</title>
        <link rel="canonical" href="https://example.org/rye">
        <body><p>Rye is sour.</p></body>
    """
    for tag in canonical_tags(page):
        if not tag.in_head and not said_of_head(page, tag, ctx.settings):
            yield Hit(of_tag(tag), {"value": tag.value.value.strip()})
            return


@rule(
    "canonical-to-noindex",
    severity="error",
    evidence="documented",
    source=CANONICALS,
    message="the canonical {value} is a page that is kept out of the index",
    field="canonical",
    groups=by_url,
)
def to_noindex(targets: Sequence[Target], _ctx: SiteContext) -> Iterator[Hit]:
    """The page says "index that one instead of me", and that one says "do not index me": both may vanish.

    Fix: name a page that may be indexed, or take noindex off the target.

    Bad:
        --- file: a.md
        title: How sour is rye?
        url: /a
        canonical_url: /b
        --- file: b.md
        title: How sour is rye?
        url: /b
        noIndex: true
    Good:
        --- file: a.md
        title: How sour is rye?
        url: /a
        canonical_url: /b
        --- file: b.md
        title: How sour is rye?
        url: /b
    """
    for target in targets:
        if target.canonicals and target.live and all(page.value[2] for page in target.live):
            for fact in target.canonicals:
                yield Hit(fact, {"value": fact.value[1]}, related=[target.live[0].page.address])


@rule(
    "canonical-to-home",
    severity="warning",
    evidence="documented",
    source=MISTAKES,
    message="the canonical {value} is the home page",
    field=("url", "canonical"),
)
def to_home(page: Page, ctx: Context) -> Iterator[Hit]:
    """A page whose canonical is the home page asks to be dropped in favour of it.

    Most often a template writes the site's address where it should write the page's.

    Fix: write the page's own address.

    Bad:
        title: How sour is rye?
        url: /learn/bread/questions/how-sour-is-rye
        canonical_url: /
    Good:
        title: How sour is rye?
        url: /learn/bread/questions/how-sour-is-rye
        canonical_url: /learn/bread/questions/how-sour-is-rye
    """
    base = ctx.settings.base_url
    written = page.canonical
    if written and page.url and canonical_key(page, base) == home_key(base) != urls.key(page.url, base):
        yield Hit(written, {"value": written.value.strip()})


@rule(
    "canonical-other-host",
    severity="info",
    evidence="documented",
    source=CANONICALS,
    message="the canonical {value} is on another host than {host}",
    field="canonical",
)
def other_host(page: Page, ctx: Context) -> Iterator[Hit]:
    """The page gives its place in the index to another site. For a copy that is right; else it is a mishap.

    Only where the base URL is known. The same host with and without `www.` is `canonical-form-mixed`.

    Fix: nothing, if the page is a copy; else write the page's own address.

    Bad:
        config: base_url = "https://example.org"
        title: How sour is rye?
        url: /learn/bread/questions/how-sour-is-rye
        canonical_url: https://example.com/rye
    Good:
        config: base_url = "https://example.org"
        title: How sour is rye?
        url: /learn/bread/questions/how-sour-is-rye
        canonical_url: https://example.org/learn/bread/questions/how-sour-is-rye
    """
    written, base = page.canonical, ctx.settings.base_url
    if not base or written is None or written.value.startswith(urls.site(base).origin + "/"):
        return  # nearly all of them
    if not written.value.strip().lower().startswith(ABSOLUTE):
        return
    host = host_of(written.value.strip())
    own = urls.site(base).host
    if host and host.removeprefix("www.") != own.removeprefix("www."):
        yield Hit(written, {"value": written.value.strip(), "host": own})


def host_of(address: str) -> str:
    """Host and port of an absolute address, in lower case; empty where it cannot be parsed."""
    end = address.find("/", len("https://"))
    return _host(address[:end] if end > 0 else address)


@lru_cache(maxsize=256)  # of a site all canonicals have the same
def _host(start: str) -> str:
    try:
        return urlsplit(start).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""


@rule(
    "canonical-with-noindex",
    severity="warning",
    evidence="documented",
    source=CANONICALS,
    message="{field} keeps the page out of the index, and its canonical is another page: {value}",
    field=("url", "canonical"),
)
def with_noindex(page: Page, ctx: Context) -> Iterator[Hit]:
    """One says "forget this page", the other "treat it as that one": they contradict each other.

    Google advises against noindex as a means of choosing the canonical. A page that names itself is not
    reported.

    Fix: to merge the page into the other, take noindex out; to hide it, take the canonical out.

    Bad:
        title: How sour is rye?
        url: /learn/bread/questions/how-sour-is-rye
        canonical_url: /learn/grain/questions/how-sour-is-rye
        noIndex: true
    Good:
        title: How sour is rye?
        url: /learn/bread/questions/how-sour-is-rye
        canonical_url: /learn/grain/questions/how-sour-is-rye
    """
    written, base = page.canonical, ctx.settings.base_url
    if not page.noindex or not page.url or written is None:
        return
    try:
        named = urls.key(urls.absolute(written.value, page.url, base), base)
    except urls.UrlError:
        named = canonical_key(page, base)
    if named and named != urls.key(page.url, base):
        yield Hit(written, {"value": written.value.strip(), "field": page.noindex[0].field})


@index()
def by_canonical_form(page: Page, _ctx: Context) -> Iterator[Row]:
    """Under one key: how the absolute canonical of each page is written."""
    written = page.canonical
    address = written.value.strip() if written else ""
    if address.lower().startswith(ABSOLUTE) and not page.noindex:
        yield "", (address, *form(address)), written


def form(address: str) -> tuple[str, str, str]:
    """How an address is written: its scheme, "www." or not, how its path ends ("" where it has no choice)."""
    scheme, _, rest = address.partition("://")
    host, _, path = rest.partition("?")[0].partition("#")[0].partition("/")
    last = path.rpartition("/")[2]
    end = (
        "" if not path or "." in last else "without a slash at the end" if last else "with a slash at the end"
    )
    return "on " + scheme.lower(), "with www." if host.lower().startswith("www.") else "without www.", end


@rule(
    "canonical-form-mixed",
    severity="warning",
    evidence="convention",
    source=CANONICALS,
    message="the canonical {value} is {form}, {others} others are {other}",
    field="canonical",
    groups=by_canonical_form,
)
def form_mixed(groups: Sequence[tuple[str, Sequence[Fact]]], _ctx: SiteContext) -> Iterator[Hit]:
    """Canonicals of one site in two forms: one of them is not the address at which the pages are served.

    Compared are scheme, `www.` and the slash at the end (not of addresses that end in a file name). The form
    of fewer pages is reported, once a page; where both have as many, the one that sorts last. Addresses on other
    hosts do not count.

    Fix: write all canonicals in the form that the server answers without a redirect.

    Bad:
        --- file: a.html
        <link rel="canonical" href="https://example.org/rye/">
        --- file: b.html
        <link rel="canonical" href="https://example.org/salt/">
        --- file: c.html
        <link rel="canonical" href="http://example.org/oven/">
    Good:
        --- file: a.html
        <link rel="canonical" href="https://example.org/rye/">
        --- file: b.html
        <link rel="canonical" href="https://example.org/salt/">
        --- file: c.html
        <link rel="canonical" href="https://example.org/oven/">
    """
    facts = [fact for _, listed in groups for fact in listed]
    named = [host_of(fact.value[0]).removeprefix("www.") for fact in facts]
    hosts = Counter(named)
    if not hosts:
        return
    site = min(hosts, key=lambda host: (-hosts[host], host))
    facts = [fact for fact, host in zip(facts, named, strict=True) if host == site]
    reported: set[int] = set()
    for trait in (1, 2, 3):
        counts = Counter(fact.value[trait] for fact in facts if fact.value[trait])
        if len(counts) < 2:
            continue
        usual = min(counts, key=lambda form: (-counts[form], form))
        for fact in facts:
            found = fact.value[trait]
            if found and found != usual and fact.page.number not in reported:
                reported.add(fact.page.number)
                yield Hit(
                    fact,
                    {"value": fact.value[0], "form": found, "others": counts[usual], "other": usual},
                )
