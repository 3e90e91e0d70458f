"""The chains: what a page's title, description, image … are, each with the source that won.

A value is the first of its chain that is known (title = seo title, title, H1, file name …); an empty Value
when nothing is. Of a built page, a tag that it has already comes first. Every value is cleaned: no HTML
parser gives control characters or lone surrogates back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath
from typing import Any, Generic, TypeVar

from msgspec import Struct

from seokit import urls
from seokit.extract.dates import parse_date
from seokit.extract.localfile import local_file
from seokit.generate.authors import Author, authors_of
from seokit.generate.texts import clean, first_sentence
from seokit.model import HeadTag, Page, Settings, Text

_TERRITORY = re.compile(r"([A-Za-z]{2,3})(?:-[A-Za-z]{4})?-([A-Za-z]{2})")
_NOT_INDEXED = frozenset({"noindex", "draft", "future date"})


T = TypeVar("T")


class once(Generic[T]):  # noqa: N801 - used as property is
    """A property that is worked out once: `functools.cached_property` without its lock.

    In Python 3.11 that lock is shared by all objects and takes a third of the time of a page's head.
    """

    def __init__(self, decide: Callable[[Any], T]) -> None:
        self.decide = decide
        self.__doc__ = decide.__doc__

    def __set_name__(self, _owner: type, name: str) -> None:
        self.name = name

    def __get__(self, values: Any, _owner: type) -> T:
        found = values.__dict__[self.name] = self.decide(values)  # found before the class's from now on
        return found


class Value(Struct, frozen=True, gc=False):
    """A decided value and the link of the chain that won; `content` is empty when nothing is known."""

    content: str = ""
    source: str = ""

    def __bool__(self) -> bool:
        return bool(self.content)


NOTHING = Value()


class Picture(Struct, frozen=True, gc=False):
    """The page's image: address, alternative text, and what its file says (0 and "" where it is not here)."""

    url: Value = NOTHING
    alt: Value = NOTHING
    width: int = 0
    height: int = 0
    type: str = ""
    site_wide: bool = False  # the same for all pages that have none of their own


class Values:
    """The chains of one page, one method a value. Never raises: what cannot be used is left out."""

    def __init__(self, page: Page, settings: Settings) -> None:
        self.page, self.settings = page, settings
        self.built = page.html is not None

    @once
    def url(self) -> str:
        """The page's own absolute address; "" where it is not known."""
        own = self.page.url or ""
        if not own or urls.is_plain(own):
            return own
        try:
            return urls.check_loc(urls.site_url(self.settings.base_url, own))
        except urls.UrlError:
            return ""

    @once
    def home(self) -> str:
        """The absolute address of the home page, with a slash at its end; "" without a base URL."""
        if not self.settings.base_url:
            return ""
        site = urls.site(self.settings.base_url)
        return f"{site.origin}{site.folder}/"

    @once
    def is_home(self) -> bool:
        """Whether this is the home page."""
        base = self.settings.base_url
        return bool(self.page.url) and urls.key(self.page.url or "", base) == urls.key("/", base)

    # -- words -------------------------------------------------------------------------------------

    @once
    def title(self) -> Value:
        """What the config's expression makes, seo title, title, first H1, file name."""
        page = self.page
        made = self.published(page.title_published, page.title, "title")
        if made and self.expression("title"):
            return made
        return (
            self.field(page.seo_title)
            or made
            or self.field(page.title)
            or self.first_heading()
            or self.file_name()
        )

    @once
    def social_title(self) -> Value:
        """The title without what the template adds, as a card shows the site's name beside it."""
        return self.own("og:title") or self.field(self.page.title) or self.title

    @once
    def headline(self) -> Value:
        """What the page calls itself: its H1 where it is built, else the title field, else the H1."""
        chain = (self.first_heading, lambda: self.field(self.page.title))
        for link in chain if self.built else chain[::-1]:
            if found := link():
                return found
        return NOTHING

    def first_heading(self) -> Value:
        """The first H1."""
        for heading in self.page.headings or ():
            if heading.level == 1 and (content := clean(heading.text)):
                return Value(content, "first H1")
        return NOTHING

    def file_name(self) -> Value:
        """The file's name in words; of an index file its folder's."""
        path = PurePosixPath(self.page.path)
        stem = path.parent.name if path.stem in ("index", "_index") else path.stem
        return Value(clean(stem.replace("-", " ").replace("_", " ")), "file name")

    @once
    def description(self) -> Value:
        """Published description, description, first complete sentence of the text that is not the title."""
        page = self.page
        return (
            self.published(page.description_published, page.description, "description")
            or self.field(page.description)
            or Value(self.sentence(), "first sentence")
        )

    def sentence(self) -> str:
        """The first sentence of the text, if possible one that says something else than the title and the H1."""
        text = self.page.text or ""
        said = {self.title.content, self.headline.content, self.first_heading().content}
        return first_sentence(text, said) or first_sentence(text)

    @once
    def social_description(self) -> Value:
        """The description of a card: a built page's own, else the description."""
        return self.own("og:description") or self.description

    def published(self, made: str | None, field: Text | None, role: str) -> Value:
        """What the site's template makes of the field, unless it is built around a field that is empty."""
        content = clean(made or "")
        if not content:
            return NOTHING
        if field is not None and not field.blank and field.value == made:
            return Value(content, field.field)
        if (field is None or field.blank) and role in self.expression(role):
            return NOTHING
        return Value(content, f"{role} expression of the config")

    def expression(self, role: str) -> str:
        """The expression that the page's section has for title or description."""
        for section in self.settings.sections:
            if section.preset == self.page.preset and section.name in ("", self.page.section):
                return section.title if role == "title" else section.description
        return ""

    def field(self, field: Text | None) -> Value:
        """A field's own value, if there is one."""
        content = clean(field.value) if field is not None else ""
        return Value(content, field.field) if field is not None and content else NOTHING

    def own(self, key: str) -> Value:
        """The content of a built page's own meta."""
        own = self.metas.get(key)
        return self.field(own) if own is not None else NOTHING

    @once
    def metas(self) -> dict[str, Text]:
        """A built page's metas: what `Html.content` says of each key, looked up a dozen times."""
        if self.page.html is None:
            return {}
        return {tag.key: tag.value for tag in reversed(self.page.html.tags) if tag.kind == "meta"}

    def given(self, content: str, key: str) -> Value:
        """What the config's [head] says under `key`."""
        return Value(clean(content), f"head.{key} of the config") if content else NOTHING

    @once
    def keywords(self) -> Value:
        """The keywords as a comma list."""
        field = self.page.keywords_field
        content = ", ".join(filter(None, (clean(word) for word in self.page.keywords or ())))
        return Value(content, field.field if field else "keywords")

    @once
    def section(self) -> Value:
        """What the page is about: its subject, or a built page's article:section."""
        return self.own("article:section") or self.field(self.page.subject)

    @once
    def site_name(self) -> Value:
        """The site's name, by the config; else by a built page's own tag."""
        name = clean(self.settings.site_name)
        return Value(name, "site_name of the config") if name else self.own("og:site_name")

    @once
    def tags(self) -> tuple[str, ...]:
        """The page's tags, each once; of a built page its article:tag metas."""
        words: Iterable[str] = self.page.tags or ()
        if self.page.html is not None and "article:tag" in self.metas:
            words = [tag.value.value for tag in self.page.html.of("meta", "article:tag")]
        return tuple(dict.fromkeys(filter(None, map(clean, words))))

    # -- people ------------------------------------------------------------------------------------

    @once
    def author(self) -> Value:
        """The authors' names, parted by commas."""
        source = self.page.author.field if self.page.author else ""
        return Value(", ".join([one.name for one in self.authors]), source)

    @once
    def authors(self) -> tuple[Author, ...]:
        """The authors, each by the name alone."""
        return authors_of(self.page, self.address)

    @once
    def organization(self) -> str:
        """The publisher's name; "" where it is not known."""
        return clean(self.settings.head.organization or self.settings.site_name)

    # -- addresses ---------------------------------------------------------------------------------

    @once
    def canonical(self) -> Value:
        """The explicit canonical, else the page's own URL; only when absolute."""
        field = self.page.canonical
        if field and not field.blank and (explicit := self.address(field.value)):
            return Value(explicit, field.field)
        own = self.page.url_field
        source = own.field if own and not own.blank else "URL pattern"
        return Value(self.url, f"own URL ({'its file' if self.built else source})")

    @once
    def alternates(self) -> tuple[tuple[str, str], ...]:
        """Language and address of each hreflang alternate, as the page lists them; each language once."""
        found: dict[str, str] = {}
        for alternate in self.page.alternates or ():
            lang, address = clean(alternate.lang), self.address(alternate.href.value)
            if lang and address:
                found.setdefault(lang, address)
        return tuple(found.items())

    @once
    def prev(self) -> Value:
        """The page before it, as a built page says itself."""
        return self.linked("prev")

    @once
    def next(self) -> Value:
        """The page behind it, as a built page says itself."""
        return self.linked("next")

    def linked(self, rel: str) -> Value:
        """Where a built page's own link of this rel leads."""
        for tag in self.links:
            if tag.key == rel and (address := self.address(tag.value.value)):
                return Value(address, f"link rel={rel}")
        return NOTHING

    @once
    def links(self) -> list[HeadTag]:
        """A built page's links in the head."""
        return [tag for tag in self.page.html.tags if tag.kind == "link"] if self.page.html else []

    def address(self, href: str) -> str:
        """An absolute, normalised address; "" when it cannot be one."""
        if not href or href.isspace():
            return ""
        if urls.is_plain(href):
            return href
        try:
            return urls.check_loc(
                urls.absolute(href, self.url or self.page.url or "/", self.settings.base_url)
            )
        except urls.UrlError:
            return ""

    # -- facts -------------------------------------------------------------------------------------

    @once
    def robots(self) -> Value:
        """What a built page tells robots already, noindex where it is asked for, else the config's directives.

        To index needs no tag.
        """
        if own := self.own("robots"):
            return own
        if self.page.noindex:  # a built page's is for one robot alone: its tag stays
            return NOTHING if self.built else Value("noindex", self.page.noindex[0].field)
        if (reason := self.page.not_indexable) in _NOT_INDEXED:
            return Value("noindex", reason)
        return self.given(self.settings.head.robots, "robots")

    @once
    def kind(self) -> Value:
        """A home page is a website, a page with a date an article; of others only "website" is certain."""
        if own := self.own("og:type"):
            return own
        if self.is_home:
            return Value("website", "home page")
        return Value("article", "has a date") if self.published_time else Value("website", "has no date")

    @once
    def published_time(self) -> Value:
        """The date field."""
        return self.date(self.page.date)

    @once
    def modified_time(self) -> Value:
        """The modified field, else the date."""
        return self.date(self.page.modified) or self.published_time

    def date(self, field: Text | None) -> Value:
        """A date field in ISO 8601: with the time where it has a zone, else the day alone."""
        moment = parse_date(field.value) if field and not field.blank else None
        if moment is None or field is None:
            return NOTHING
        known = moment.isoformat(timespec="seconds") if moment.tzinfo else moment.date().isoformat()
        return Value(known, field.field)

    @once
    def lang(self) -> Value:
        """The page's language, else the site's."""
        lang = clean(self.page.lang or "").replace("_", "-")
        return Value(lang, "lang") if lang else self.given(self.settings.head.lang, "lang")

    @once
    def locale(self) -> Value:
        """language_TERRITORY; where the page names no territory, the site's, if the language is the same."""
        if own := locale(self.lang.content):
            return Value(own, self.lang.source)
        site = locale(self.settings.head.lang)
        if site and site.partition("_")[0] == self.lang.content.casefold():
            return Value(site, "head.lang of the config")
        return NOTHING

    @once
    def picture(self) -> Picture:
        """The page's image field, else the first image of its text, else the site's image."""
        page, head = self.page, self.settings.head
        if found := self.pictured(page.image.value if page.image else "", self.field(page.image).source):
            alt = self.own("og:image:alt") or self.field(page.image_alt)
            return self.measured(found, alt, page.image.value if page.image else "")
        for image in page.images or ():
            if found := self.pictured(image.src, source := "first image of the text"):
                return self.measured(found, Value(clean(image.alt or ""), source), image.src)
        if found := self.pictured(head.image, "head.image of the config"):
            return self.measured(found, self.given(head.image_alt, "image_alt"), head.image, site_wide=True)
        return Picture()

    @once
    def logo(self) -> Picture | None:
        """The organization's logo; None where the config names none."""
        found = self.pictured(self.settings.head.logo, "head.logo of the config")
        return self.measured(found, NOTHING, self.settings.head.logo, site_wide=True) if found else None

    def pictured(self, href: str, source: str) -> Value:
        """The address of an image, where it is one."""
        return Value(address, source) if (address := self.address(href)) else NOTHING

    def measured(self, url: Value, alt: Value, href: str, *, site_wide: bool = False) -> Picture:
        """The image with what its file says, where that is at hand."""
        file = local_file(href, self.page, self.settings)
        if file is not None:
            from seokit.extract.imagesize import image_size

            if size := image_size(file):
                return Picture(url, alt, *size, site_wide)
        return Picture(url, alt, site_wide=site_wide)


def locale(lang: str) -> str:
    """A language tag as Open Graph writes it: language_TERRITORY; "" where it names no territory."""
    found = _TERRITORY.fullmatch(lang.strip().replace("_", "-"))
    return f"{found[1].lower()}_{found[2].upper()}" if found else ""
