"""What is wrong with a link by itself: its text, its target, its rel. One index for all the rules about that.

Links that are in order, which nearly all are, put no fact. A faulty one of a template is on every page: its
facts meet under one key, and are reported once (`told` in rules/link.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from ipaddress import ip_address

from seokit import urls
from seokit.model import Fact, Page
from seokit.score.context import Context
from seokit.score.facts import Groups, Row, index
from seokit.score.same import normal

LONGEST = 2_048  # characters of a URL (sitemaps.org); one of 80,000 slashes has gigabytes of folders

EMPTY, GENERIC, SCRIPT, NOFOLLOW, LOCAL, INSECURE = (
    "empty",
    "generic",
    "script",
    "nofollow",
    "local",
    "insecure",
)
# Schemes that lead to no page: such a link may have any text.
NO_PAGE = ("#", "mailto:", "tel:", "sms:", "data:")
MARKS = " \t\n.…!:»›>→«‹<←-–—"  # around a text that is nothing but an arrow, or "Read more »"


@cache
def generic_texts(language: str = "") -> frozenset[str]:
    """Texts that say nothing of the page behind the link, in their normal form.

    Those of the language (a primary subtag), since "mais" and "start" mean something in another one; and English
    phrases, which themes leave untranslated. Of a language that is unknown, or not in the table, all of them.
    """
    tables = generic_tables()
    if language not in tables:
        return frozenset().union(*tables.values())
    return tables[language].union(text for text in tables["en"] if " " in text)


@cache
def generic_tables() -> dict[str, frozenset[str]]:
    """Language → its texts, as data/generic_anchors.txt lists them."""
    table = files("seokit.data").joinpath("generic_anchors.txt").read_text(encoding="utf-8")
    lines = [line.partition(":") for line in table.splitlines() if line and not line.startswith("#")]
    return {code: frozenset(normal(text).strip() for text in listed.split("|")) for code, _, listed in lines}


def by_fault(groups: Groups) -> dict[str, list[Sequence[Fact]]]:
    """Fault → the facts of each link that has it."""
    found: dict[str, list[Sequence[Fact]]] = {}
    for key, facts in groups:
        found.setdefault(key.partition(" ")[0], []).append(facts)
    return found


@index(prepare=by_fault)
def by_link_fault(page: Page, ctx: Context) -> Iterator[Row]:
    """Each fault of a link, under its name and the link's address; the value is that of a link in `by_url`."""
    base, built = ctx.settings.base_url, page.html is not None
    language = ctx.language
    for link in page.links or ():
        # A source cannot know what its template makes of a related link's text.
        faults = (
            faults_of(link.href, link.text, link.rel, base, language)
            if built
            else address_faults(link.href, base)
        )
        for fault in faults:
            yield f"{fault} {link.href}", (0, link.href, link.text, False, link.origin == "navigation"), link
    for link in page.html.unlinked if page.html is not None else ():
        if link.text:  # without a text it is a place that links lead to
            value = (0, "without href", link.text, False, link.origin == "navigation")
            yield f"{SCRIPT} - {link.text}", value, link


@lru_cache(maxsize=16_384)  # a menu is the same on every page
def faults_of(href: str, text: str, rel: str, base_url: str, language: str = "") -> tuple[str, ...]:
    """The faults of a built page's link."""
    written = href.strip().lower()
    if written.startswith("javascript:"):
        return (SCRIPT,)
    if not written or written.startswith(NO_PAGE):
        return ()
    found = list(address_faults(href, base_url))
    said = normal(text).strip(MARKS)
    if not text.strip():
        found.append(EMPTY)
    elif said in generic_texts(language):
        found.append(GENERIC)
    if "nofollow" in rel and "nofollow" in rel.split() and urls.internal(href, "/", base_url) is not None:
        found.append(NOFOLLOW)
    return tuple(found)


@lru_cache(maxsize=16_384)
def address_faults(href: str, base_url: str) -> tuple[str, ...]:
    """What is wrong with an address: it is on the writer's computer, or it lacks the site's https."""
    written = href.strip().lower()
    if written.startswith("file:") or is_local(written):
        return (LOCAL,)
    if written.startswith("http://") and base_url.startswith("https://"):
        site = urls.site(base_url)
        if host(written) == site.host:
            return (INSECURE,)
    return ()


def host(address: str) -> str:
    """Host and port of an address that begins with a scheme or with "//"; in lower case as it comes."""
    _, _, rest = address.partition("//")
    for mark in "/?#\\":
        rest = rest.partition(mark)[0]
    return rest.rpartition("@")[2]


def is_local(address: str) -> bool:
    """Whether an address is that of the computer it is opened on (RFC 6761: localhost and what is below it)."""
    if not address.startswith(("http://", "https://", "//")):
        return False
    name = host(address)
    name = name[1 : name.find("]")] if name.startswith("[") else name.partition(":")[0]
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        found = ip_address(name)
    except ValueError:
        return False
    return found.is_loopback or found.is_unspecified


def folders(keys: list[str]) -> frozenset[str]:
    """Every URL above one of these: /a and /a/b for /a/b/c."""
    above: set[str] = set()
    for key in keys:
        if len(key) > LONGEST:
            continue
        folder = key.rpartition("/")[0]
        while folder and folder not in above:
            above.add(folder)
            folder = folder.rpartition("/")[0]
    return frozenset(above)


def unknown_folder(key: str, audited: frozenset[str]) -> str:
    """The topmost folder above a URL below which no page is; `audited` is what `folders` gives. Empty without one."""
    at = 0
    while key.startswith("/") and (at := key.find("/", at + 1)) > 0:
        if key[:at] not in audited:
            return key[:at]
    return ""
