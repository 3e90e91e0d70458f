"""A file → a Page. Of front matter: which keys mean what, and what the site's template makes of them.

Built pages are told apart here, and read by `extract.html`.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from seokit import urls
from seokit.extract.dates import parse_date
from seokit.extract.discover import Source
from seokit.extract.engines import engine_of
from seokit.extract.files import Unreadable, read_source
from seokit.extract.firstheading import KEY as H1
from seokit.extract.firstheading import first_heading
from seokit.extract.frontmatter import FrontMatter, parse
from seokit.extract.generators import Asked, Located, Sites
from seokit.extract.html import read_html_page
from seokit.extract.html.decode import read_page
from seokit.extract.html.page import built_page, is_verification
from seokit.extract.layout import SUFFIXES, built_folder, built_url
from seokit.extract.markdown import read_html, read_markdown
from seokit.extract.mdx import Mdx, read_mdx
from seokit.extract.metalines import read_lines
from seokit.extract.newlines import restore_newlines
from seokit.extract.places import Places, line_and_column
from seokit.extract.published import Published
from seokit.extract.suppressions import KEY as SEOKIT
from seokit.extract.suppressions import Found as Suppressions
from seokit.extract.suppressions import of_source
from seokit.model import Entry, Image, Link, Page, Problem, SectionSettings, Settings, Span, Text

TRUE = frozenset({"true", "yes", "on", "1", "draft"})  # Pelican has `Status: draft`
NAME = "@name"  # the key of a role that the front matter does not hold
# https://www.11ty.dev/docs/dates/ (checked 2026-11-27): dates that Eleventy looks up itself
ASKED_OF_GIT = frozenset({"last modified", "created", "git last modified", "git created"})
DATED_STEM = re.compile(r"\d{4}-\d{2}-\d{2}-(?=.)")
# Folders that generators read from and that are no part of any URL (FACTS: content → output).
CONTENT_FOLDERS = ("src/content", "src/pages", "content", "_posts", "_pages")
# Characters of Markdown. The longest books have 3 million; 10 million brackets take a parser 3 GB.
MAX_TEXT = 2_000_000
BODY = "@body"  # the name of what follows the front matter


# The roles that are a Text: those that `Assembly.page` works on, and those that become Page's as they are.
_WORKED_ON = ("url", "slug", "lang", "keywords", "tags")
_AS_THEY_ARE = """
    title seo_title description question answer canonical date modified date_format author image image_alt
    subject id file_name
"""
_TEXTS = (*_WORKED_ON, *_AS_THEY_ARE.split())


class Skip(Exception):  # noqa: N818 - a verdict, not an error
    """The file is no page of the site; the message says why."""


class Reader:
    """Reads files into Pages under one configuration; what a section means is worked out once."""

    def __init__(self, settings: Settings, *, with_text: bool = True) -> None:
        self.settings = settings
        self.with_text = with_text
        self._mappings: dict[int, Mapped] = {}
        self._folders: dict[tuple[str, str], str] = {}  # as many as the site has folders
        self._sites = Sites()

    def mapping(self, section: SectionSettings) -> Mapped:
        """The section's roles and its compiled title, description and URL expressions."""
        found = self._mappings.get(id(section))
        if found is None:
            found = self._mappings[id(section)] = Mapped(section)
        return found

    def folder(self, source: Source) -> str:
        """The folder of a file below the audited path; empty directly in it."""
        directory = posixpath.dirname(source.path)
        folder = self._folders.get((source.root, directory))
        if folder is None and ".." not in directory and directory.startswith(source.root + "/"):
            folder = self._folders[source.root, directory] = directory[len(source.root) + 1 :]
        if folder is None:  # relpath asks for the working folder, and costs as much as half a Page
            root = directory if source.root == source.path else source.root.replace(os.sep, "/")
            folder = posixpath.relpath(directory or ".", root or ".")
            folder = self._folders[source.root, directory] = "" if folder == "." else folder
        return folder

    def read(self, source: Source, section: SectionSettings) -> Page:
        """Read one file.

        Raises Skip for a file that is no page, Unreadable for one that cannot be read at all.
        """
        if source.path.lower().endswith(SUFFIXES):
            page = self.read_built(source, section)
            if page is not None:
                return page
        text, problems = read_source(source.path)
        return self.read_text(source, section, text, problems)

    def read_text(
        self, source: Source, section: SectionSettings, text: str, problems: tuple[Problem, ...] = ()
    ) -> Page:
        """The page of a source whose text is known already. Raises as `read`."""
        located = self._sites.locate(section.preset, source.path, source.root)
        if located and (reason := located[1].left_out(located[2])):
            raise Skip(reason)
        fenced = bool(located and located[0].fenced_lines)
        front = FrontMatter("", {}, (), text, 0) if fenced else parse(text, source.path)
        if section.metadata_lines and not front.kind and not front.problems:
            front = with_lines(front, text, fenced)
        if not front.kind and not front.problems and not publishes(source.path, section):
            raise Skip("no front matter")
        assembly = Assembly(self, source, section, text, front, problems, located)
        if assembly.placed and assembly.placed.left_out:
            raise Skip(assembly.placed.left_out)
        return assembly.page()

    def read_built(self, source: Source, section: SectionSettings) -> Page | None:
        """A built page; None for a file with front matter. Raises Skip for a template, and Unreadable."""
        decoded = read_page(source.path)
        front = parse(decoded.text, source.path)
        if front.kind or front.problems:
            return None
        engine = engine_of(source.path, decoded.text)
        if engine:
            raise Skip(f"a template ({engine})")
        if is_verification(source.path, decoded.text):
            raise Skip("a search engine's verification file")
        return built_page(
            source.path,
            decoded,
            read_html_page(decoded.text, self.settings.parser),
            self.settings,
            url=built_url(source.path, self.settings),
            section=section.name or built_folder(self.folder(source), source.path),
            preset=section.preset,
        )


def with_lines(front: FrontMatter, text: str, fenced: bool) -> FrontMatter:
    """The front matter with the lines of metadata that stand at the head of the text, where there are any."""
    values, entries, body = read_lines(text, front.body_start, fenced=fenced)
    if not values:
        return front
    return FrontMatter("lines", values, entries, text[body:], body)


def publishes(path: str, section: SectionSettings) -> bool:
    """Whether the preset makes a page of this file although it has no front matter."""
    return section.publishes_bare_files and path.endswith((".md", ".markdown", ".mdx"))


class Mapped:
    """What a section's settings say of every page: which keys serve which role, and the expressions."""

    def __init__(self, section: SectionSettings) -> None:
        self.section = section  # kept alive: the reader knows it by its id
        self.published = Published(section)
        # Role → Text of a page without the key: frozen, so one object will do for all pages.
        self.absent: dict[str, Text | None] = dict.fromkeys(_TEXTS)
        self.keys = [(role, section.fields[role]) for role in _TEXTS if section.fields.get(role)]
        self.absent.update((role, Text(field=keys[0])) for role, keys in self.keys)
        self.related = [(key, key.split("."), f"{key}.url") for key in section.fields.get("related", ())]


class Assembly:
    """The making of one Page: looks roles up in the front matter and follows the preset's mapping."""

    def __init__(
        self,
        reader: Reader,
        source: Source,
        section: SectionSettings,
        text: str,
        front: FrontMatter,
        problems: tuple[Any, ...],
        located: Located | None = None,
    ) -> None:
        self.reader = reader
        self.settings = reader.settings
        self.source = source
        self.section = section
        self.mapped = reader.mapping(section)
        self.file_text = text
        self.mdx: Mdx | None = None  # read with the body
        self.searched = text  # where the targets of links are looked for: the file without its program
        self.places: Places | None = None  # made with the first link of the text
        self.found = 0  # where the last target of the text ended
        self.whole = front
        if SEOKIT in front.values:  # said to this program alone: no field of the page
            front = without(front, SEOKIT)
        self.front = front
        self.problems = (*problems, *front.problems)
        self.entries: dict[str, Entry] = {entry.name: entry for entry in front.entries}
        # What the site's generator makes of the file; None where its rules are not known.
        self.located = located
        self.placed = located[1].place(Asked(located[2], front.values)) if located else None

    # -- roles ---------------------------------------------------------------------------------

    def entry(self, keys: Iterable[str]) -> Entry | None:
        """The first of a role's keys that has a value, else the first that is there at all."""
        blank: Entry | None = None
        for key in keys:
            found = self.entries.get(key)
            if found is not None:
                if found.value or found.value == 0:  # false and 0 are values
                    return found
                blank = blank or found
        return blank

    def texts(self) -> dict[str, Any]:
        """The Text of each role, under the name it has in Page; None when the preset has no such role."""
        texts = self.mapped.absent.copy()
        entries = self.entries
        for role, keys in self.mapped.keys:
            found = entries.get(keys[0]) if len(keys) == 1 else self.entry(keys)
            if found:
                texts[role] = as_text(found)
            if self.placed and (key := next((key for key in keys if key in self.placed.given), "")):
                texts[role] = self.placed.given[key]
        return texts

    def true(self, role: str) -> tuple[Text, ...]:
        """The role's keys that are switched on."""
        keys = self.section.fields.get(role, ())
        on = [as_text(entry) for key in keys if (entry := self.entries.get(key)) and is_true(entry)]
        given = self.placed.given if self.placed else {}
        on += [given[key] for key in keys if key in given and given[key].value.casefold() in TRUE]
        return tuple(on)

    def words(self, field: Text | None) -> tuple[str, ...] | None:
        """The items of a list role (keywords, tags), from a list or a separated text."""
        if field is None:
            return None
        found = self.entries.get(field.field)
        if found and isinstance(found.value, list):
            items = [plain(item) for item in found.value]
        else:
            items = field.value.replace(";", ",").split(",")
        return tuple([item for raw in items if (item := raw.strip())])

    # -- the page ------------------------------------------------------------------------------

    def page(self) -> Page:
        """Put the Page together."""
        texts = self.texts()
        url_field, slug, lang, keywords, tags = [texts.pop(role) for role in _WORKED_ON]
        title, description = texts["title"], texts["description"]
        date, canonical = texts["date"], texts["canonical"]
        published = self.mapped.published
        names = self.names(title, description, self.place(date, slug)) if published.any else {}
        path = self.address(url_field, names)
        if self.placed and url_field and (url_field.span is None or "{" in url_field.value):
            url_field = None  # a pattern: the page itself does not state its address
        url = urls.site_url(self.settings.base_url, path) if path else path
        if date is not None:
            date = texts["date"] = self.dated(date)
        undated = bool(self.placed and self.placed.undated) or self.is_listing(url or "")
        if date is not None and date.missing and undated:
            date = texts["date"] = None  # such a page has none, and misses none
        draft = bool(self.true("draft")) or self.is_false("published")
        draft = draft or bool(self.placed and self.placed.draft)
        noindex = self.true("noindex")
        read = self.read_text()
        if title is not None and title.missing and H1 in self.section.fields["title"]:
            start = self.front.body_start
            title = texts["title"] = first_heading(self.searched[start:], self.file_text, start) or title
            names["title"] = title.value
        suppressions, wrong = self.suppressions(read["text_field"]) if SEOKIT in self.file_text else ((), ())
        return Page(
            path=self.source.path,
            section=self.section.name or self.reader.folder(self.source),
            preset=self.section.preset,
            url=url,
            url_field=url_field,
            slug=urls.slug(url) if url and not self.is_home(url) else "",
            has_front_matter=bool(self.front.kind),
            lang=(lang.value or None) if lang else None,
            title_published=published.title(names, title),
            description_published=published.description(names, description),
            keywords_field=keywords,
            keywords=self.words(keywords),
            noindex=noindex,
            draft=draft,
            tags=self.words(tags),
            fields=self.front.values,
            entries=self.front.entries,
            problems=(*self.problems, *wrong) if wrong else self.problems,
            not_indexable=self.reason(draft, bool(noindex), date, canonical, url or ""),
            suppressions=suppressions,
            listed=bool(self.placed and self.placed.listed),
            **texts,
            **read,
        )

    def address(self, url_field: Text | None, names: Mapping[str, Any]) -> str | None:
        """The page's path, or its address, as published; None where nobody can tell it.

        A generator's rules also say what an address in the front matter means; a pattern of the config goes before
        what they say of the others.
        """
        own = url_field is not None and not url_field.blank
        if self.placed and (own or not self.section.url):
            return self.placed.url
        if url_field is None or not own:
            return self.mapped.published.url(names)
        path = url_field.value.strip()
        return None if "{{" in path or "{%" in path else path

    def suppressions(self, field: Text | None) -> Suppressions:
        """What the page asks not to hear of; nothing where its front matter cannot be read. `field` is its text."""
        whole = self.whole
        if whole.problems and not whole.entries:
            return (), ()
        mine = {one.name: one for one in whole.entries if one.name.partition(".")[0] == SEOKIT}
        html = self.source.path.lower().endswith(SUFFIXES)
        texts = [field] if field is not None and field.field != BODY else []
        if not html:
            texts.append(self.body())
        asked = whole.values.get(SEOKIT)
        start = whole.body_start
        braces = [(start + begin, start + end) for begin, end in self.mdx.comments] if self.mdx else []
        return of_source(asked, mine, self.file_text, texts, start if html else None, braces)

    def dated(self, date: Text) -> Text | None:
        """The date, where the front matter has none that of the file's name; None for words that ask git for it."""
        if date.value.strip().casefold() in ASKED_OF_GIT:
            return None
        stem = posixpath.splitext(posixpath.basename(self.source.path))[0]
        named = DATED_STEM.match(stem) if date.missing and NAME in self.section.fields["date"] else None
        return Text(stem[:10], stem[:10], None, NAME) if named else date

    def is_listing(self, url: str) -> bool:
        """Whether this is the home page, or the page of a whole section in Hugo."""
        return posixpath.basename(self.source.path).startswith("_index.") or self.is_home(url)

    def is_home(self, url: str) -> bool:
        """Whether the URL is that of the site's root."""
        base = self.settings.base_url
        return bool(url) and urls.key(url, base) == urls.key("/", base)

    def is_false(self, role: str) -> bool:
        """Whether the role (Jekyll's `published`) says no."""
        found = self.entry(self.section.fields.get(role, ()))
        return found is not None and found.value is False

    def reason(self, draft: bool, noindex: bool, date: Text | None, canonical: Text | None, url: str) -> str:
        """Why the page is not indexable; empty when it is."""
        if draft:
            return "draft"
        if noindex:
            return "noindex"
        moment = parse_date(date.value) if date and not date.blank else None
        if moment and moment.date() > self.settings.today:
            return "future date"
        if canonical and not canonical.blank and url:
            base = self.settings.base_url
            if urls.key(urls.site_url(base, canonical.value.strip()), base) != urls.key(url, base):
                return "canonicalised"
        return ""

    # -- names for the expressions -------------------------------------------------------------

    def place(self, date: Text | None, slug: Text | None) -> dict[str, Any]:
        """What the path says: folder below the audited path, section, stem, slug, date."""
        folder = self.reader.folder(self.source)
        stem = posixpath.splitext(posixpath.basename(self.source.path))[0]
        moment = parse_date(date.value) if date and not date.blank else None
        dated = DATED_STEM.match(stem)
        if moment is None and dated:
            moment = parse_date(stem[: dated.end() - 1])
        return {
            "folder": folder,
            "section": url_folder(self.source.path, folder),
            "stem": "" if stem in ("index", "_index") else stem,
            "path": self.source.path,
            "slug_field": slug.value if slug and not slug.blank else "",
            "slug": slug.value if slug and not slug.blank else stem[dated.end() :] if dated else stem,
            "date": moment,
        }

    def names(self, title: Text | None, description: Text | None, where: Mapping[str, Any]) -> dict[str, Any]:
        """The fields, overlaid by what title and description mean in this preset and by the path."""
        names = dict(self.front.values)
        if self.placed:
            names.update((key, text.value) for key, text in self.placed.given.items() if key not in names)
        names.update(where)
        if "date" in self.front.values and names["date"] is None:
            names["date"] = self.front.values["date"]
        names["title"] = title.value if title else ""
        names["description"] = description.value if description else ""
        names["site_name"] = self.settings.site_name
        return names

    # -- text and links ------------------------------------------------------------------------

    def read_text(self) -> dict[str, Any]:
        """The text role read from Markdown or HTML, and all links."""
        related = tuple(self.related())
        field, markup = self.markup()
        if field is None or not self.reader.with_text:
            return {"links": related, "text_field": field}
        if len(field.value) > MAX_TEXT:
            size = f"{len(field.value):,} characters, more than {MAX_TEXT:,}"
            raise Unreadable(self.source.path, f"its text has {size}: split the page")
        read = (read_html if markup == "html" else read_markdown)(field.value)
        return {
            "text_field": field,
            "text": read.text,
            "headings": read.headings,
            "code": read.code,
            "math": read.math,
            "images": tuple(self.placed_image(image, field) for image in read.images),
            "links": (*related, *(link for one in read.links if (link := self.placed_link(one, field)))),
        }

    def markup(self) -> tuple[Text | None, str]:
        """The Text that is the page's content, newlines restored, and its markup: markdown or html."""
        for key in self.section.fields.get("text", (BODY,)):
            if key == BODY:
                html = self.source.path.lower().endswith(SUFFIXES)
                return self.body(), "html" if html else "markdown"
            found = self.entries.get(key)
            if found is None:
                continue
            text = as_text(found)
            if self.section.escaped_newlines and "\\n" in text.value:
                text = Text(text.raw, restore_newlines(text.value).text, text.span, text.field)
            return text, "markdown"
        return Text(field=next(iter(self.section.fields.get("text", (BODY,))))), "markdown"

    def body(self) -> Text:
        """What follows the front matter; of MDX the Markdown."""
        start, body = self.front.body_start, self.front.body
        line, column = line_and_column(self.file_text, start)
        span = Span(line, column, start, start + len(body))
        if self.mdx is None and self.reader.with_text and self.is_mdx() and len(body) <= MAX_TEXT:
            self.mdx = read_mdx(body)
            self.searched = self.file_text[:start] + self.mdx.kept
        return Text("", self.mdx.markdown if self.mdx else body, span, BODY)

    def is_mdx(self) -> bool:
        """Whether the body is MDX."""
        path = self.source.path
        return path.endswith(".mdx") or (self.section.mdx and path.endswith(".md"))

    def related(self) -> list[Link]:
        """Related links: a mapping with url and title, a list of such, or a plain URL, under each key."""
        links: list[Link] = []
        for key, parts, url_key in self.mapped.related:
            value = dig(self.front.values, parts)
            if value is None:
                continue
            for item in value if isinstance(value, list) else (value,):
                href, label = (item.get("url"), item.get("title")) if isinstance(item, dict) else (item, "")
                if href in (None, ""):
                    continue
                at = self.entries.get(url_key) or self.entries.get(key)
                links.append(Link(plain(href), plain(label), "related", at.span if at else None, key))
        return links

    def placed_link(self, link: Link, field: Text) -> Link | None:
        """A link of the text, with the place where its target is written; None where the generator makes none."""
        href, span = self.understood(link.href), self.find(link.href, field)
        return Link(href, link.text, link.origin, span, field.field) if href or not link.href else None

    def placed_image(self, image: Image, field: Text) -> Image:
        """An image of the text, with the place where its source is written."""
        return Image(self.understood(image.src), image.alt, self.find(image.src, field))

    def understood(self, href: str) -> str:
        """A target in the words of the site's generator, as others understand it."""
        link = self.located[0].link if self.located else None
        return link(href, self.located[2]) if link and self.located else href

    def find(self, written: str, field: Text) -> Span | None:
        """The next place of a target inside the text's own span; the field's span where it is escaped there.

        Targets come in the order of the text, but for those that stand elsewhere (reference links, images).
        """
        if field.span is None:
            return None
        first, end = field.span.start, field.span.end
        start = self.searched.find(written, max(first, self.found), end) if written else -1
        if start < 0 and written and self.found > first:
            start = self.searched.find(written, first, end)
        if start < 0 and "%" in written and (bare := urls.unescape(written)) != written:
            return self.find(bare, field)  # Markdown encodes what no address may hold
        if start < 0:
            return field.span
        self.found = start + len(written)
        if self.places is None:
            self.places = Places(self.file_text)
        return self.places.span(start, start + len(written))


def without(front: FrontMatter, key: str) -> FrontMatter:
    """The front matter without one of its keys and all that is below it."""
    values = {name: value for name, value in front.values.items() if name != key}
    entries = tuple([one for one in front.entries if one.name.partition(".")[0] != key])
    return replace(front, values=values, entries=entries)


def as_text(entry: Entry) -> Text:
    """An entry as Text: what a template prints of the parsed value, beside what the editor wrote."""
    value = entry.value
    return Text(entry.raw, value if type(value) is str else plain(value), entry.span, entry.name)


def plain(value: Any) -> str:
    """A parsed value as text: nothing for null, lower case for booleans, items joined by a comma."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ", ".join(plain(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(plain(item) for item in value.values())
    return str(value)


def is_true(entry: Entry) -> bool:
    """Whether a switch is on: true, or the word, since editors quote it."""
    return entry.value is True or plain(entry.value).strip().casefold() in TRUE


def dig(values: Mapping[str, Any], parts: Sequence[str]) -> Any:
    """The value under a dotted name taken apart, or None."""
    found: Any = values
    for part in parts:
        if not isinstance(found, dict):
            return None
        found = found.get(part)
    return found


def url_folder(path: str, folder: str) -> str:
    """The folder as it shows in URLs: without the generator's own content folder."""
    whole = posixpath.dirname(path)
    for name in CONTENT_FOLDERS:
        marker = f"/{name}/"
        at = f"/{whole}/".rfind(marker)
        if at >= 0:
            return f"/{whole}/"[at + len(marker) :].strip("/")
    return folder
