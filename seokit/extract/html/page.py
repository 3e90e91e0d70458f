"""What a reader found → a Page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from seokit import urls
from seokit.extract.html.decode import Decoded
from seokit.extract.html.found import Found
from seokit.extract.html.jsonld import read_jsonld
from seokit.extract.layout import NOT_FOUND_FILES
from seokit.extract.places import BOM
from seokit.extract.regions import may_hold_math, scan
from seokit.extract.spaces import lines
from seokit.extract.suppressions import of_built
from seokit.model import Alternate, HeadTag, Html, JsonLd, Page, Settings, Text

NOINDEX = frozenset({"noindex", "none"})
DELAY = re.compile(r"\s*([0-9.]{0,9})")
ROBOTS = frozenset({"robots", "googlebot"})
VERIFICATION = 400  # characters; more than any file has that only proves whose the site is


def built_page(
    path: str,
    decoded: Decoded,
    found: Found,
    settings: Settings,
    *,
    url: str,
    section: str,
    preset: str,
    placed: bool = True,
) -> Page:
    """Put the Page of a built page together; without `placed` it is not held against its URL, which takes time."""
    html = Html(
        size=decoded.size,
        encoding=decoded.encoding,
        bom=decoded.text.startswith(BOM) or decoded.encoding.startswith("utf-16"),
        doctype=found.doctype,
        lang=found.lang,
        tags=tuple(found.tags),
        jsonld=tuple([read_jsonld(decoded.text, script) for script in found.scripts]),
        microdata=found.microdata,
        rdfa=found.rdfa,
        base=found.base,
        head_breaker=found.head_breaker,
        repeated_ids=tuple(found.repeated_ids),
        anchors=tuple(found.anchors),
        unlinked=tuple(found.unlinked),
        resources=tuple(found.resources),
        hidden=tuple(found.hidden),
        chrome_words=found.chrome_words,
    )
    said = told_by_head(html, first_metas(html.tags))
    suppressions, wrong = of_built(decoded.text)
    text, math = without_math(found.text)
    return Page(
        path=path,
        kind="built",
        section=section,
        preset=preset,
        url=url,
        slug=urls.slug(url) if url and placed else "",
        has_front_matter=False,
        text=text,
        headings=tuple(found.headings),
        code=tuple(found.code),
        math=math,
        links=tuple(found.links),
        images=tuple(found.images),
        problems=(*decoded.problems, *found.problems, *wrong),
        not_indexable=no_page(html, path)
        or (
            "noindex"
            if said["noindex"]
            else canonicalised(said["canonical"], url, settings)
            if placed
            else ""
        ),
        html=html,
        suppressions=suppressions,
        **said,
    )


def told_by_head(html: Html, metas: dict[str, Text]) -> dict[str, Any]:
    """What the tags of the head say of a page, by the names that it has in Page; `metas` as `first_metas` gives."""
    title, description, keywords = (
        first_title(html),
        text_of(metas, "description"),
        text_of(metas, "keywords"),
    )
    date = dated(html, metas, "article:published_time", "datePublished")
    return {
        "lang": html.lang.value.strip() or None,
        "title": title,
        "title_published": title.value,
        "description": description,
        "description_published": " ".join(description.value.split()),
        "keywords_field": keywords,
        "keywords": tuple([word for part in keywords.value.split(",") if (word := part.strip())]),
        "canonical": first_canonical(html),
        "noindex": tuple(
            [
                tag.value
                for tag in html.tags
                if tag.kind == "meta" and tag.key in ROBOTS and forbids(tag.value)
            ]
        ),
        "date": date if not date.blank or is_article(html, metas) else None,
        "modified": dated(html, metas, "article:modified_time", "dateModified"),
        "author": text_of(metas, "author"),
        "image": text_of(metas, "og:image"),
        "image_alt": text_of(metas, "og:image:alt"),
        "alternates": alternates(html),
    }


def first_metas(tags: Iterable[HeadTag]) -> dict[str, Text]:
    """Name or property → the first meta's value; one in the head goes before one that stands elsewhere.

    Microdata (itemprop) has a "description" too, which is another thing's.
    """
    metas: dict[str, Text] = {}
    others: dict[str, Text] = {}
    for tag in tags:
        if tag.attribute == "name" or tag.attribute == "property":
            (metas if tag.in_head else others).setdefault(tag.key, tag.value)
    for key, value in others.items():
        metas.setdefault(key, value)
    return metas


def text_of(metas: dict[str, Text], key: str) -> Text:
    """The meta's value, or a Text that is missing."""
    return metas.get(key) or Text(field=key)


def first_title(html: Html) -> Text:
    """The title that a browser shows: the first of the page."""
    return next((tag.value for tag in html.tags if tag.kind == "title"), Text(field="title"))


def first_canonical(html: Html) -> Text:
    """The first canonical, one in the head before others."""
    found = [tag for tag in html.tags if tag.kind == "link" and "canonical" in tag.key.split()]
    best = next((tag for tag in found if tag.in_head), found[0] if found else None)
    return (
        Text(best.value.raw, best.value.value, best.value.span, "canonical")
        if best
        else Text(field="canonical")
    )


def forbids(value: Text) -> bool:
    """Whether a robots meta says noindex."""
    return not NOINDEX.isdisjoint(value.value.lower().replace(",", " ").split())


def no_page(html: Html, path: str) -> str:
    """Why this is no page of its own: it sends readers on at once, or tells them that there is none."""
    if html.redirect:
        delay = DELAY.match(html.of("meta", "refresh")[0].value.value)
        if delay is None or not delay[1].strip("0."):
            return "redirect"
    folder, _, name = path.rpartition("/")
    return "error page" if name in NOT_FOUND_FILES or folder.rpartition("/")[2] == "404" else ""


def is_verification(path: str, text: str) -> bool:
    """Whether the file only proves whose the site is: no reader sees it, and it must stay as it is.

    Google's and Naver's hold one line. Yandex's is a page of two words, refused with anything added to it:
    https://yandex.com/support/webmaster/en/service/rights (checked 2026-11-23).
    """
    if len(text) > VERIFICATION:
        return False
    if text.startswith(("google-site-verification:", "naver-site-verification:")):
        return True
    return path.rpartition("/")[2].startswith("yandex_") and "Verification: " in text


def canonicalised(canonical: Text, url: str, settings: Settings) -> str:
    """The reason why a page is not indexable whose canonical is another page; empty where it is itself."""
    target = canonical.value.strip()
    if not target or not url or target == url:
        return ""
    base = settings.base_url
    if not base:  # the site's host is not known: the path has to tell
        _, _, rest = target.partition("://")
        target = "/" + rest.partition("/")[2] if rest else target
    there = urls.internal(target, url, base)
    return "" if there == urls.key(url, base) else "canonicalised"


def alternates(html: Html) -> tuple[Alternate, ...]:
    """The hreflang links."""
    return tuple(
        [
            Alternate(
                tag.attributes["hreflang"], Text(tag.value.raw, tag.value.value, tag.value.span, "hreflang")
            )
            for tag in html.tags
            if tag.kind == "link" and "hreflang" in tag.attributes and "alternate" in tag.key.split()
        ]
    )


def dated(html: Html, metas: dict[str, Text], key: str, name: str) -> Text:
    """A date of the meta, else of the JSON-LD."""
    found = metas.get(key)
    if found is not None and not found.blank:
        return found
    for script in html.jsonld:
        value = first_value(script, name)
        if value:
            return Text(value, value, script.span, name)
    return found or Text(field=key)


def is_article(html: Html, metas: dict[str, Text]) -> bool:
    """Whether the page says that it is an article: a home page or a listing has no date, and misses none."""
    kind = metas.get("og:type")
    if kind is not None and kind.value.strip().lower() == "article":
        return True
    return any(word in script.raw for script in html.jsonld for word in ('Article"', 'Posting"'))


def first_value(script: JsonLd, name: str) -> str:
    """The text under a name in the script's nodes, those of its `@graph` too."""
    nodes: list[Any] = script.value if isinstance(script.value, list) else [script.value]
    for node in nodes:
        if not isinstance(node, dict):
            continue
        inner = node.get("@graph")
        for one in [node, *(inner if isinstance(inner, list) else [])]:
            if isinstance(one, dict) and isinstance(one.get(name), str):
                return str(one[name])
    return ""


def without_math(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without its math, and the math: as Markdown is read (see markdown.py)."""
    if not may_hold_math(text):
        return text, ()
    kept: list[str] = []
    math: list[str] = []
    done = 0
    for region in scan(text):
        if region.kind == "math":
            kept.append(text[done : region.start])
            math.append(text[region.start : region.end])
            done = region.end
    kept.append(text[done:])
    return (lines(" ".join(kept), "\n"), tuple(math)) if math else (text, ())
