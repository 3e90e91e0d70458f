"""A front matter file → a Page: which keys mean what, and what the site's template makes of them."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Mapping
from typing import Any

from seokit import urls
from seokit.extract.dates import parse_date
from seokit.extract.discover import Source
from seokit.extract.files import read_source
from seokit.extract.frontmatter import FrontMatter, parse
from seokit.extract.places import line_and_column
from seokit.extract.published import Published
from seokit.model import Entry, Image, Link, Page, SectionSettings, Settings, Span, Text

TRUE = frozenset({"true", "yes", "on", "1"})
DATED_STEM = re.compile(r"\d{4}-\d{2}-\d{2}-(?=.)")
# Folders that generators read from and that are no part of any URL (FACTS: content → output).
CONTENT_FOLDERS = ("src/content", "content", "_posts", "_pages")


class Skip(Exception):  # noqa: N818 - a verdict, not an error
    """The file is no page of the site; the message says why."""


class Reader:
    """Reads files into Pages under one configuration; templates are compiled once per section."""

    def __init__(self, settings: Settings, *, with_text: bool = True) -> None:
        self.settings = settings
        self.with_text = with_text
        self._published: dict[int, Published] = {}

    def published(self, section: SectionSettings) -> Published:
        """The section's compiled title, description and URL expressions."""
        found = self._published.get(id(section))
        if found is None:
            found = self._published[id(section)] = Published(section)
        return found

    def read(self, source: Source, section: SectionSettings) -> Page:
        """Read one file.

        Raises Skip for a file that is no page, Unreadable for one that cannot be read at all.
        """
        text, problems = read_source(source.path)
        front = parse(text, source.path)
        if not front.kind and not front.problems and not publishes(source.path, section):
            raise Skip("no front matter")
        return Assembly(self, source, section, text, front, problems).page()


def publishes(path: str, section: SectionSettings) -> bool:
    """Whether the preset makes a page of this file although it has no front matter."""
    return section.publishes_bare_files and path.endswith((".md", ".markdown", ".mdx"))


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
    ) -> None:
        self.reader = reader
        self.settings = reader.settings
        self.source = source
        self.section = section
        self.file_text = text
        self.front = front
        self.problems = (*problems, *front.problems)
        self.entries: dict[str, Entry] = {entry.name: entry for entry in front.entries}

    # -- roles ---------------------------------------------------------------------------------

    def entry(self, role: str) -> Entry | None:
        """The first key of the role that has a value, else the first that is there at all."""
        blank: Entry | None = None
        for key in self.section.fields.get(role, ()):
            found = self.entries.get(key)
            if found is not None:
                if found.value not in (None, "", [], {}):
                    return found
                blank = blank or found
        return blank

    def text(self, role: str) -> Text | None:
        """The role's Text; None when the preset has no such role."""
        keys = self.section.fields.get(role)
        if not keys:
            return None
        found = self.entry(role)
        return as_text(found) if found else Text(field=keys[0])

    def true(self, role: str) -> tuple[Text, ...]:
        """The role's keys that are switched on."""
        keys = self.section.fields.get(role, ())
        found = (self.entries.get(key) for key in keys)
        return tuple(as_text(entry) for entry in found if entry and is_true(entry))

    def words(self, role: str) -> tuple[tuple[str, ...] | None, Text | None]:
        """A list role (keywords, tags): its items, from a list or a separated text, and the Text."""
        field = self.text(role)
        if field is None:
            return None, None
        found = self.entry(role)
        items: list[str]
        if found and isinstance(found.value, list):
            items = [plain(item) for item in found.value]
        else:
            items = re.split(r"[,;]", field.value)
        return tuple(item for item in (item.strip() for item in items) if item), field

    # -- the page ------------------------------------------------------------------------------

    def page(self) -> Page:
        """Put the Page together."""
        title, description = self.text("title"), self.text("description")
        date, canonical = self.text("date"), self.text("canonical")
        keywords, keywords_field = self.words("keywords")
        tags, _ = self.words("tags")
        url_field = self.text("url")
        where = self.place(date)
        names = self.names(title, description, where)
        published = self.reader.published(self.section)
        path = url_field.value.strip() if url_field and not url_field.blank else published.url(names)
        url = urls.site_url(self.settings.base_url, path) if path else ""
        draft = bool(self.true("draft")) or self.is_false("published")
        noindex = self.true("noindex")
        read = self.read_text()
        return Page(
            path=self.source.path,
            section=self.section.name or where["folder"],
            preset=self.section.preset,
            url=url,
            url_field=url_field,
            slug=urls.slug(url) if url else "",
            has_front_matter=bool(self.front.kind),
            lang=getattr(self.text("lang"), "value", None) or None,
            title=title,
            title_published=published.title(names, title),
            seo_title=self.text("seo_title"),
            description=description,
            description_published=published.description(names, description),
            keywords_field=keywords_field,
            keywords=keywords,
            question=self.text("question"),
            answer=self.text("answer"),
            canonical=canonical,
            noindex=noindex,
            draft=draft,
            date=date,
            modified=self.text("modified"),
            date_format=self.text("date_format"),
            author=self.text("author"),
            image=self.text("image"),
            image_alt=self.text("image_alt"),
            subject=self.text("subject"),
            tags=tags,
            id=self.text("id"),
            file_name=self.text("file_name"),
            fields=self.front.values,
            entries=self.front.entries,
            problems=self.problems,
            not_indexable=self.reason(draft, bool(noindex), date, canonical, url),
            **read,
        )

    def is_false(self, role: str) -> bool:
        """Whether the role (Jekyll's `published`) says no."""
        found = self.entry(role)
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

    def place(self, date: Text | None) -> dict[str, Any]:
        """What the path says: folder below the audited path, section, stem, slug, date."""
        root = self.source.root
        if root == self.source.path:
            root = posixpath.dirname(root)
        folder = posixpath.relpath(
            posixpath.dirname(self.source.path) or ".", root.replace(os.sep, "/") or "."
        )
        folder = "" if folder == "." else folder
        stem = posixpath.splitext(posixpath.basename(self.source.path))[0]
        slug = self.text("slug")
        moment = parse_date(date.value) if date and not date.blank else None
        dated = DATED_STEM.match(stem)
        if moment is None and dated:
            moment = parse_date(stem[: dated.end() - 1])
        return {
            "folder": folder,
            "section": url_folder(self.source.path, folder),
            "stem": "" if stem in ("index", "_index") else stem,
            "slug": slug.value if slug and not slug.blank else stem[dated.end() :] if dated else stem,
            "date": moment,
        }

    def names(self, title: Text | None, description: Text | None, where: Mapping[str, Any]) -> dict[str, Any]:
        """The fields, overlaid by what title and description mean in this preset and by the path."""
        names = dict(self.front.values)
        names.update(where)
        if "date" in self.front.values and names["date"] is None:
            names["date"] = self.front.values["date"]
        names["title"] = title.value if title else ""
        names["description"] = description.value if description else ""
        names["site_name"] = self.settings.site_name
        return names

    # -- text and links ------------------------------------------------------------------------

    def read_text(self) -> dict[str, Any]:
        """The text role read from Markdown or HTML, and all links; `.mdx` bodies are programs, not text."""
        related = tuple(self.related())
        field, markup = self.markup()
        if field is None or not self.reader.with_text:
            return {"links": related, "text_field": field}
        from seokit.extract.markdown import read_html, read_markdown

        read = (read_html if markup == "html" else read_markdown)(field.value)
        return {
            "text_field": field,
            "text": read.text,
            "headings": read.headings,
            "code": read.code,
            "math": read.math,
            "images": tuple(self.placed_image(image, field) for image in read.images),
            "links": (*related, *(self.placed_link(link, field) for link in read.links)),
        }

    def markup(self) -> tuple[Text | None, str]:
        """The Text that is the page's content, newlines restored, and its markup: markdown or html."""
        for key in self.section.fields.get("text", ("@body",)):
            if key == "@body":
                if self.source.path.endswith(".mdx"):
                    return None, ""
                line, column = line_and_column(self.file_text, self.front.body_start)
                end = self.front.body_start + len(self.front.body)
                span = Span(line, column, self.front.body_start, end)
                html = self.source.path.endswith((".html", ".htm"))
                return Text("", self.front.body, span, "@body"), "html" if html else "markdown"
            found = self.entries.get(key)
            if found is None:
                continue
            text = as_text(found)
            if self.section.escaped_newlines and "\\n" in text.value:
                from seokit.extract.newlines import restore_newlines

                text = Text(text.raw, restore_newlines(text.value).text, text.span, text.field)
            return text, "markdown"
        return Text(field=next(iter(self.section.fields.get("text", ("@body",))))), "markdown"

    def related(self) -> list[Link]:
        """Related links: a mapping with url and title, a list of such, or a plain URL, under each key."""
        links: list[Link] = []
        for key in self.section.fields.get("related", ()):
            value = dig(self.front.values, key)
            items = value if isinstance(value, list) else [value]
            for item in items:
                href, label = (item.get("url"), item.get("title")) if isinstance(item, dict) else (item, "")
                if href in (None, ""):
                    continue
                at = self.entries.get(f"{key}.url") or self.entries.get(key)
                links.append(Link(plain(href), plain(label), "related", at.span if at else None, f"{key}"))
        return links

    def placed_link(self, link: Link, field: Text) -> Link:
        """A link of the text, with the place where its target is written."""
        return Link(link.href, link.text, link.origin, self.find(link.href, field), field.field)

    def placed_image(self, image: Image, field: Text) -> Image:
        """An image of the text, with the place where its source is written."""
        return Image(image.src, image.alt, self.find(image.src, field))

    def find(self, written: str, field: Text) -> Span | None:
        """The first place of a target inside the text's own span; the field's span where it is escaped there."""
        if field.span is None:
            return None
        start = self.file_text.find(written, field.span.start, field.span.end) if written else -1
        if start < 0:
            return field.span
        line, column = line_and_column(self.file_text, start)
        return Span(line, column, start, start + len(written))


def as_text(entry: Entry) -> Text:
    """An entry as Text: what a template prints of the parsed value, beside what the editor wrote."""
    return Text(entry.raw, plain(entry.value), entry.span, entry.name)


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


def dig(values: Mapping[str, Any], name: str) -> Any:
    """The value under a dotted name, or None."""
    found: Any = values
    for part in name.split("."):
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
