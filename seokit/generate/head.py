"""Decides every value of a page's head tags, with where it comes from; the template only prints.

Each value is the first of a chain that is known (title = seo title, title, H1, file name …). A tag whose
value is not known is not written. Sources: https://ogp.me,
https://developers.google.com/search/docs/appearance/title-link,
https://developer.x.com/en/docs/x-for-websites/cards/overview/markup
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Literal

from msgspec import Struct

from seokit import urls
from seokit.extract.dates import parse_date
from seokit.generate.reports.concise import terminal_safe
from seokit.generate.templates import render
from seokit.model import Page, Settings, Text

MAX_TAGS = (
    6  # of article:tag: more dilute the few that count (FACTS of the field; Yoast and others do the same)
)
# Ends a sentence where a space and no lower-case letter follows ("e.g. this" goes on), or the text ends.
_SENTENCE = re.compile(r"(?:[.!?…]+[\"'”’)\]]*(?=\s+[^\sa-z]|\s*\Z))|[。！？]")
_LOOKAHEAD = 2_000  # characters in which the first sentence must end
_TERRITORY = re.compile(r"([A-Za-z]{2,3})(?:-[A-Za-z]{4})?-([A-Za-z]{2})")
# No HTML parser gives these back as they are: controls, lone surrogates.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_NOT_INDEXED = frozenset({"noindex", "draft", "future date"})


class Value(Struct, frozen=True):
    """A decided value and the link of the chain that won; `content` is empty when nothing is known."""

    content: str = ""
    source: str = ""


class Tag(Struct, frozen=True):
    """One head tag: `attribute` is name, property or rel, `name` that attribute's value; none in a title."""

    kind: Literal["title", "meta", "link"]
    attribute: str
    name: str
    content: str
    source: str


class Head(Struct, frozen=True):
    """The head tags of one page, in the order in which they are printed."""

    tags: tuple[Tag, ...]


def head(page: Page, settings: Settings) -> Head:
    """Decide the head tags of a page. Never raises for odd values: what cannot be used is left out."""
    return Head(tuple(_Decisions(page, settings).tags()))


def render_head(made: Head, templates: str = "") -> str:
    """The tags as HTML, from `head.html.j2`; `templates` is a folder whose files replace ours.

    Raises BadTemplateError for a template that is broken.
    """
    return render("head.html.j2", {"tags": made.tags}, templates).rstrip("\n")


def explain_head(made: Head) -> str:
    """A table of tag, value and source, a tag a line, in aligned columns."""
    rows = [("tag", "value", "source")]
    rows += [
        (terminal_safe(tag.name or tag.kind), terminal_safe(tag.content), terminal_safe(tag.source))
        for tag in made.tags
    ]
    first, second = (max(len(row[column]) for row in rows) for column in (0, 1))
    second = min(second, 80)
    return "\n".join(
        f"{name:<{first}}  {_short(value, second):<{second}}  {source}" for name, value, source in rows
    )


class _Decisions:
    """The chains, one method a value."""

    def __init__(self, page: Page, settings: Settings) -> None:
        self.page, self.settings = page, settings
        self.url = self._url()

    def tags(self) -> Iterator[Tag]:
        """All known tags in order."""
        title, description, canonical = self.title(), self.description(), self.canonical()
        social = self.field(self.page.title) or title
        image, alt = self.image()
        yield from _tags("title", "", ("", title))
        yield from _tags("meta", "name", ("description", description))
        yield from _tags("link", "rel", ("canonical", canonical))
        yield from _tags(
            "meta",
            "name",
            ("robots", self.robots()),
            ("keywords", self.keywords()),
            ("author", self.field(self.page.author)),
        )
        kind = self.kind()
        yield from _tags(
            "meta",
            "property",
            ("og:title", social),
            ("og:description", description),
            ("og:type", kind),
            ("og:url", canonical),
            ("og:site_name", Value(clean(self.settings.site_name), "site_name of the config")),
            ("og:locale", self.locale()),
            ("og:image", image),
            ("og:image:alt", alt),
            *(self.article() if kind.content == "article" else ()),
        )
        card = "summary_large_image" if image.content else "summary"
        yield from _tags(
            "meta",
            "name",
            ("twitter:card", Value(card, "an image is known" if image.content else "no image is known")),
            ("twitter:title", social),
            ("twitter:description", description),
            ("twitter:image", image),
            ("twitter:image:alt", alt),
        )

    def title(self) -> Value:
        """Published title, seo title, title, first H1, file name."""
        page = self.page
        found = (
            self.published(page.title_published, page.title, "title")
            or self.field(page.seo_title)
            or self.field(page.title)
        )
        if found:
            return found
        for heading in page.headings or ():
            if heading.level == 1 and clean(heading.text):
                return Value(clean(heading.text), "first H1")
        path = PurePosixPath(page.path)
        stem = path.parent.name if path.stem in ("index", "_index") else path.stem
        return Value(clean(stem.replace("-", " ").replace("_", " ")), "file name")

    def description(self) -> Value:
        """Published description, description, first complete sentence of the text."""
        page = self.page
        found = self.published(page.description_published, page.description, "description")
        return (
            found or self.field(page.description) or Value(first_sentence(page.text or ""), "first sentence")
        )

    def published(self, made: str | None, field: Text | None, role: str) -> Value | None:
        """What the site's template makes of the field, unless it is built around a field that is empty."""
        content = clean(made or "")
        if not content:
            return None
        if field is not None and not field.blank and field.value == made:
            return Value(content, field.field)
        expression = self.expression(role)
        if (field is None or field.blank) and role in expression:
            return None
        return Value(content, f"{role} expression of the config")

    def expression(self, role: str) -> str:
        """The expression that the page's section has for title or description."""
        for section in self.settings.sections:
            if section.preset == self.page.preset and section.name in ("", self.page.section):
                return section.title if role == "title" else section.description
        return ""

    def field(self, field: Text | None) -> Value | None:
        """A field's own value, if there is one."""
        content = clean(field.value) if field else ""
        return Value(content, field.field) if field and content else None

    def canonical(self) -> Value:
        """The explicit canonical, else the page's own URL; only when absolute."""
        field = self.page.canonical
        if field and not field.blank:
            explicit = self.address(field.value)
            if explicit:
                return Value(explicit, field.field)
        own = self.page.url_field
        source = own.field if own and not own.blank else "URL pattern"
        return Value(self.url, f"own URL ({source})")

    def robots(self) -> Value:
        """Only "noindex" is written: to index is what happens without a tag."""
        reason = self.page.not_indexable
        if self.page.noindex:
            return Value("noindex", self.page.noindex[0].field)
        return Value("noindex", reason) if reason in _NOT_INDEXED else Value()

    def keywords(self) -> Value:
        """The keywords as a comma list."""
        field = self.page.keywords_field
        content = ", ".join(filter(None, (clean(word) for word in self.page.keywords or ())))
        return Value(content, field.field if field else "keywords")

    def kind(self) -> Value:
        """A home page is a website, a page with a date an article; of others only "website" is certain."""
        if self.page.url and urls.key(self.page.url, self.settings.base_url) == urls.key(
            "/", self.settings.base_url
        ):
            return Value("website", "home page")
        return (
            Value("article", "has a date") if self.date(self.page.date) else Value("website", "has no date")
        )

    def article(self) -> Iterator[tuple[str, Value]]:
        """The article's times, author, section and tags."""
        page = self.page
        published = self.date(page.date)
        yield "article:published_time", published or Value()
        yield "article:modified_time", self.date(page.modified) or published or Value()
        yield "article:author", self.field(page.author) or Value()
        yield "article:section", self.field(page.subject) or Value()
        for tag in list(dict.fromkeys(filter(None, (clean(tag) for tag in page.tags or ()))))[:MAX_TAGS]:
            yield "article:tag", Value(tag, "tags")

    def date(self, field: Text | None) -> Value | None:
        """A date field in ISO 8601: with the time where it has a zone, else the day alone."""
        moment = parse_date(field.value) if field and not field.blank else None
        if moment is None or field is None:
            return None
        known = moment.isoformat(timespec="seconds") if moment.tzinfo else moment.date().isoformat()
        return Value(known, field.field)

    def locale(self) -> Value:
        """language_TERRITORY of the page's language; where it names no territory, none is guessed."""
        found = _TERRITORY.fullmatch((self.page.lang or "").strip().replace("_", "-"))
        return Value(f"{found[1].lower()}_{found[2].upper()}", "lang") if found else Value()

    def image(self) -> tuple[Value, Value]:
        """The page's image field, else the first image of its text; and its alternative text."""
        field = self.page.image
        address = self.address(field.value) if field and not field.blank else ""
        if field and address:
            return Value(address, field.field), self.field(self.page.image_alt) or Value()
        for image in self.page.images or ():
            address = self.address(image.src)
            if address:
                source = "first image of the text"
                return Value(address, source), Value(clean(image.alt or ""), source)
        return Value(), Value()

    def address(self, href: str) -> str:
        """An absolute, normalised address; "" when it cannot be one."""
        try:
            return urls.check_loc(
                urls.absolute(href, self.url or self.page.url or "/", self.settings.base_url)
            )
        except urls.UrlError:
            return ""

    def _url(self) -> str:
        try:
            return (
                urls.check_loc(urls.site_url(self.settings.base_url, self.page.url)) if self.page.url else ""
            )
        except urls.UrlError:
            return ""


def _tags(
    kind: Literal["title", "meta", "link"], attribute: str, *values: tuple[str, Value | None]
) -> Iterator[Tag]:
    """The tags whose values are known."""
    for name, value in values:
        if value is not None and value.content:
            yield Tag(kind, attribute, name, value.content, value.source)


def clean(text: str) -> str:
    """A text as one line, without the characters that no HTML parser gives back."""
    return " ".join(_UNWRITABLE.sub("", text).split())


def first_sentence(text: str) -> str:
    """The first complete sentence; "" when none ends within the first 2,000 characters."""
    start = text.lstrip()[:_LOOKAHEAD]
    # A sentence ends with its paragraph at the latest: a heading without a full stop does not begin one.
    for paragraph in start.split("\n"):
        found = _SENTENCE.search(paragraph)
        if found:
            return clean(paragraph[: found.end()])
    return ""


def _short(value: str, width: int) -> str:
    return value if len(value) <= width else value[: width - 1] + "…"
