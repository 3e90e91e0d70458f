"""Rules about the canonical: the address that a page names as its own, among those with the same content."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seokit import urls
from seokit.extract.dates import parse_date
from seokit.model import Fact, Hit, Page
from seokit.score.by_url import Target, by_url, canonical_key, home_and_entries
from seokit.score.context import Context, SiteContext
from seokit.score.facts import Row, index
from seokit.score.rule import rule
from seokit.score.same import text_hash
from seokit.score.wording import same

CANONICALS = "https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls"
MISTAKES = "https://developers.google.com/search/blog/2013/04/5-common-mistakes-with-relcanonical"
UNDATED = "9999"  # sorts behind every date


@index(least=2)
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
def needed(_key: str, facts: Sequence[Fact]) -> Iterator[Hit]:
    """Two URLs with one content compete; without a canonical the search engine picks one of them.

    The survivor is the page that the others' canonicals already name; else the oldest by its date; else
    the one with the shortest, then the smallest URL. Every other page of the group that names no canonical is
    reported, with the survivor in `related`; `group` is that of the duplicate rules. Drafts and pages
    with noindex do not compete, and pages that share one URL are `url-duplicate`.

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
    own = {f.value[0] for f in rivals}
    if len(own) < 2:
        return
    survivor = surviving(rivals, own)
    group = min(f.page.url for f in facts)
    for fact in rivals:
        url, canonical, _ = fact.value
        if url != survivor.value[0] and canonical in ("", url):
            yield Hit(fact, {"value": survivor.page.url}, related=[survivor.page.url], group=group)


def surviving(rivals: Sequence[Fact], own: set[str]) -> Fact:
    """The page whose URL should stay; see `canonical-needed` for the order of preference."""
    named = [f.value[1] for f in rivals if f.value[1] in own and f.value[1] != f.value[0]]

    def preference(fact: Fact) -> tuple[int, str, int, str]:
        moment = parse_date(fact.value[2]) if fact.value[2] else None
        day = moment.date().isoformat() if moment else UNDATED
        return -named.count(fact.value[0]), day, len(fact.page.url), fact.page.url

    return min(rivals, key=preference)


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
