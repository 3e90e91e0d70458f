"""Rules about languages: hreflang alternates, and the language that a page declares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seokit import urls
from seokit.model import Alternate, Entry, Fact, Hit, Page, Text
from seokit.score.by_url import Target, by_url, home_and_entries
from seokit.score.context import Context, SiteContext
from seokit.score.language_codes import DEFAULT, hreflang_fault, lang_fault
from seokit.score.rule import rule

VERSIONS = "https://developers.google.com/search/docs/specialty/international/localized-versions"
LANG = "https://www.w3.org/International/questions/qa-html-language-declarations"
ABSOLUTE = ("http://", "https://")


def first_of(faulty: Sequence[tuple[Alternate, str]]) -> Iterator[Hit]:
    """One finding a page: the first alternate that is at fault, with its reason, and how many more are."""
    if faulty:
        alternate, reason = faulty[0]
        more = f" (and {len(faulty) - 1} more)" if len(faulty) > 1 else ""
        yield Hit(alternate.href, {"value": alternate.lang, "reason": reason, "more": more})


@rule(
    "hreflang-invalid-code",
    severity="error",
    evidence="documented",
    source=VERSIONS,
    message='hreflang "{value}" is no language and region: {reason}{more}',
    field="alternates",
    when="alternates",
)
def invalid_code(page: Page) -> Iterator[Hit]:
    """An alternate whose code search engines do not know is ignored; en-UK is the one seen most.

    The language is one of ISO 639-1, then perhaps a script of ISO 15924 (zh-Hant), then perhaps a region of ISO
    3166-1 alpha 2; or x-default.

    Fix: write the code as in en-GB: the language first, then the region.

    Bad:
        <link rel="alternate" hreflang="en-UK" href="https://example.org/uk/">
    Good:
        <link rel="alternate" hreflang="en-GB" href="https://example.org/uk/">
    """
    checked = ((one, hreflang_fault(one.lang)) for one in page.alternates or ())
    yield from first_of([(one, reason) for one, reason in checked if reason])


@rule(
    "hreflang-relative",
    severity="warning",
    evidence="documented",
    source=VERSIONS,
    message='the address {reason} of hreflang "{value}" is not absolute{more}',
    field="alternates",
    when="alternates",
)
def relative(page: Page) -> Iterator[Hit]:
    """Google asks for whole addresses of alternates, with scheme and host.

    Fix: let the template write scheme and host before the path.

    Bad:
        <link rel="alternate" hreflang="de" href="/de/">
    Good:
        <link rel="alternate" hreflang="de" href="https://example.org/de/">
    """
    addresses = [(one, one.href.value.strip()) for one in page.alternates or ()]
    yield from first_of([(one, at) for one, at in addresses if not at.lower().startswith(ABSOLUTE)])


@rule(
    "hreflang-duplicate",
    severity="warning",
    evidence="documented",
    source=VERSIONS,
    message='hreflang "{value}" names two addresses, the other is {reason}{more}',
    field="alternates",
    when="alternates",
)
def duplicate(page: Page) -> Iterator[Hit]:
    """One language that names two pages: a search engine cannot tell which one it should show.

    Letter case makes no difference. Two languages may name one page.

    Fix: keep the address that is right.

    Bad:
        <link rel="alternate" hreflang="de" href="https://example.org/de/">
        <link rel="alternate" hreflang="de" href="https://example.org/at/">
    Good:
        <link rel="alternate" hreflang="de" href="https://example.org/de/">
        <link rel="alternate" hreflang="de-AT" href="https://example.org/at/">
    """
    named: dict[str, str] = {}
    faulty = []
    for one in page.alternates or ():
        address = one.href.value.strip()
        first = named.setdefault(one.lang.strip().lower(), address)
        if first != address:
            faulty.append((one, first))
    yield from first_of(faulty)


@rule(
    "hreflang-no-self",
    severity="warning",
    evidence="documented",
    source=VERSIONS,
    message="the page's alternates do not name the page itself, {value}",
    field=("url", "alternates"),
    when="alternates",
)
def no_self(page: Page, ctx: Context) -> Iterator[Hit]:
    """Each language version must list itself as well as the others, Google says.

    A page whose canonical is another page is not judged.

    Fix: add the page's own language and address to its alternates.

    Bad:
        config: base_url = "https://example.org"
        --- file: rye/index.html
        <link rel="alternate" hreflang="de" href="https://example.org/de/roggen/">
    Good:
        config: base_url = "https://example.org"
        --- file: rye/index.html
        <link rel="alternate" hreflang="de" href="https://example.org/de/roggen/">
        <link rel="alternate" hreflang="en" href="https://example.org/rye/">
    """
    if not page.alternates or not page.url or page.not_indexable:
        return
    base = ctx.settings.base_url
    own = urls.key(page.url, base)
    if not any(leads_to(one, page, base) == own for one in page.alternates):
        yield Hit(page.alternates[0].href, {"value": own})


def leads_to(one: Alternate, page: Page, base_url: str) -> str:
    """The key of the page that an alternate names; empty where it is on another host."""
    return urls.internal(one.href.value.strip(), page.url or "", base_url) or ""


@rule(
    "hreflang-no-x-default",
    severity="info",
    evidence="documented",
    source=VERSIONS,
    message="no alternate is x-default, of {value}",
    field="alternates",
    when="alternates",
    default=False,
)
def no_x_default(page: Page) -> Iterator[Hit]:
    """x-default names the page for readers whose language is not there; without it a search engine picks one.

    Off by default: x-default is optional.

    Fix: add `<link rel="alternate" hreflang="x-default" href="…">` with the page that fits everybody.

    Bad:
        <link rel="alternate" hreflang="de" href="https://example.org/de/">
    Good:
        <link rel="alternate" hreflang="de" href="https://example.org/de/">
        <link rel="alternate" hreflang="x-default" href="https://example.org/">
    """
    listed = page.alternates or ()
    if listed and not any(one.lang.strip().lower() == DEFAULT for one in listed):
        yield Hit(listed[0].href, {"value": len(listed)})


@rule(
    "hreflang-no-return",
    severity="error",
    evidence="documented",
    source=VERSIONS,
    message='hreflang "{lang}" names {value}, which does not name this page in return',
    field="alternates",
    groups=by_url,
)
def no_return(targets: Sequence[Target], _ctx: SiteContext) -> Iterator[Hit]:
    """Alternates count only if both pages name each other: else anybody could claim to be your translation.

    One finding for each page that does not answer. Only pages of this site, and such as were audited, can be
    judged; an address that is no page is `hreflang-to-missing`.

    Fix: let both pages list the same alternates, themselves among them.

    Bad:
        config: base_url = "https://example.org"
        --- file: rye/index.html
        <link rel="alternate" hreflang="de" href="https://example.org/roggen/">
        --- file: roggen/index.html
        <title>Wie sauer ist Roggen?</title>
    Good:
        config: base_url = "https://example.org"
        --- file: rye/index.html
        <link rel="alternate" hreflang="de" href="https://example.org/roggen/">
        --- file: roggen/index.html
        <link rel="alternate" hreflang="en" href="https://example.org/rye/">
    """
    for target in targets:
        if not target.alternates or not target.live:
            continue
        back = {key for page in target.live for key in page.value[4]}
        for fact in once_a_page(target.alternates):
            _, lang, href, own = fact.value
            if own not in back and lang.strip().lower() != DEFAULT:
                yield Hit(fact, {"value": href, "lang": lang}, related=[target.live[0].page.address])


def once_a_page(facts: Sequence[Fact]) -> Iterator[Fact]:
    """The first fact of each page: two languages may name one address."""
    seen: set[int] = set()
    for fact in facts:
        if fact.page.number not in seen:
            seen.add(fact.page.number)
            yield fact


@rule(
    "hreflang-to-missing",
    severity="error",
    evidence="documented",
    source=VERSIONS,
    message='hreflang "{lang}" names {value}, which is no page',
    field="alternates",
    groups=by_url,
)
def to_missing(targets: Sequence[Target], ctx: SiteContext) -> Iterator[Hit]:
    """An alternate that leads to no page: readers of that language would end at an error.

    Only what was audited is known: audit all languages together. The home page and `entry` pages are taken
    to exist.

    Fix: name the page's translation, or leave the language out where there is none.

    Bad:
        config: base_url = "https://example.org"
        --- file: rye/index.html
        <link rel="alternate" hreflang="de" href="https://example.org/roggen/">
    Good:
        config: base_url = "https://example.org"
        --- file: rye/index.html
        <link rel="alternate" hreflang="de" href="https://example.org/roggen/">
        --- file: roggen/index.html
        <link rel="alternate" hreflang="en" href="https://example.org/rye/">
    """
    there = home_and_entries(ctx.settings)
    for target in targets:
        if target.alternates and not target.live and target.key not in there:
            for fact in once_a_page(target.alternates):
                yield Hit(fact, {"value": fact.value[2], "lang": fact.value[1]})


@rule(
    "hreflang-to-noncanonical",
    severity="warning",
    evidence="documented",
    source=VERSIONS,
    message='hreflang "{lang}" names {value}, {reason}',
    field="alternates",
    groups=by_url,
)
def to_noncanonical(targets: Sequence[Target], _ctx: SiteContext) -> Iterator[Hit]:
    """An alternate should be a page that may be shown: not one with noindex, nor one whose canonical is another.

    Fix: name the canonical page of that language.

    Bad:
        config: base_url = "https://example.org"
        --- file: rye/index.html
        <link rel="alternate" hreflang="de" href="https://example.org/roggen/">
        --- file: roggen/index.html
        <meta name="robots" content="noindex">
    Good:
        config: base_url = "https://example.org"
        --- file: rye/index.html
        <link rel="alternate" hreflang="de" href="https://example.org/roggen/">
        --- file: roggen/index.html
        <link rel="canonical" href="https://example.org/roggen/">
    """
    for target in targets:
        if not target.alternates or not target.live:
            continue
        others = [page.value[3] for page in target.live if page.value[3] not in ("", target.key)]
        hidden = all(page.value[2] for page in target.live)
        if not hidden and len(others) < len(target.live):
            continue
        reason = "which is kept out of the index" if hidden else f"whose canonical is {min(others)}"
        for fact in once_a_page(target.alternates):
            yield Hit(fact, {"value": fact.value[2], "lang": fact.value[1], "reason": reason})


@rule(
    "lang-missing",
    severity="warning",
    evidence="convention",
    source=LANG,
    message="<html> has no lang",
    field="html",
    once=True,
)
def lang_missing(page: Page) -> Iterator[Hit]:
    """Screen readers, translators and hyphenation go by the language that the page declares.

    Fix: write `<html lang="en">` into the template, with the language of the page.

    Bad:
        <html><head><title>How sour is rye?</title></head><body></body></html>
    Good:
        <html lang="en"><head><title>How sour is rye?</title></head><body></body></html>
    """
    if page.html is not None and page.html.lang.blank:
        yield Hit(page.html.lang if page.html.lang.span else page.title)


@rule(
    "lang-invalid",
    severity="warning",
    evidence="documented",
    source="https://www.rfc-editor.org/rfc/rfc5646",
    message='lang "{value}" is no language: {reason}',
    field="lang",
    when="lang",
)
def lang_invalid(page: Page) -> Iterator[Hit]:
    """A language tag that does not exist is as good as none; en_US with an underscore is the one seen most.

    Fix: write the language, and the region if it matters, as in en or en-US.

    Bad:
        <html lang="en_US"><head><title>How sour is rye?</title></head><body></body></html>
    Good:
        <html lang="en-US"><head><title>How sour is rye?</title></head><body></body></html>
    """
    reason = lang_fault(page.lang or "")
    if page.lang and reason:
        yield Hit(declared(page), {"value": page.lang, "reason": reason})


def declared(page: Page) -> Text | Entry | None:
    """Where the page's language stands."""
    if page.html is not None:
        return page.html.lang
    return next((entry for entry in page.entries if entry.value == page.lang), page.title)


@rule(
    "lang-differs-from-hreflang",
    severity="warning",
    evidence="documented",
    source=VERSIONS,
    message='the page declares lang "{value}", and calls itself hreflang "{hreflang}"',
    field=("url", "lang", "alternates"),
    when="alternates",
)
def lang_differs(page: Page, ctx: Context) -> Iterator[Hit]:
    """One of the two is wrong, and readers or search engines are told a language that the page is not in.

    The languages are compared, not the regions; x-default does not count.

    Fix: write the page's language in both places.

    Bad:
        config: base_url = "https://example.org"
        --- file: roggen/index.html
        <html lang="en"><head><link rel="alternate" hreflang="de" href="https://example.org/roggen/"></head></html>
    Good:
        config: base_url = "https://example.org"
        --- file: roggen/index.html
        <html lang="de"><head><link rel="alternate" hreflang="de" href="https://example.org/roggen/"></head></html>
    """
    if not page.alternates or not page.url or not page.lang or page.html is None:
        return
    base = ctx.settings.base_url
    own = urls.key(page.url, base)
    called = [
        one.lang.strip()
        for one in page.alternates
        if one.lang.strip().lower() != DEFAULT and leads_to(one, page, base) == own
    ]
    language = page.lang.strip().partition("-")[0].lower()
    if called and all(code.partition("-")[0].lower() != language for code in called):
        yield Hit(page.html.lang, {"value": page.lang, "hreflang": called[0]})
