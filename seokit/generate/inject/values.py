"""What is to be written into each built page: decided from its source, or from the page itself.

Breadcrumbs need the names of other pages: of all sources, as only they know their URLs; of built pages those
that have others below them, which are few.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence

import msgspec
from msgspec import Struct

from seokit import urls
from seokit.extract.discover import Source
from seokit.extract.engines import engine_of
from seokit.extract.files import Unreadable, read_bytes
from seokit.extract.frontmatter import parse
from seokit.extract.html import read_html_page
from seokit.extract.html.found import Found
from seokit.extract.html.page import built_page, is_verification, no_page
from seokit.extract.layout import INDEX_FILES, SUFFIXES, built_folder, built_url
from seokit.extract.pool import Chunk, Work, chunked, map_chunks
from seokit.extract.published import ExpressionError
from seokit.extract.sections import Sections
from seokit.extract.source import Reader, Skip
from seokit.generate.head import OF_THE_IMAGE, Head, crumb_of, head_and_crumb, head_of, with_trail
from seokit.generate.head_values import Values
from seokit.generate.inject.lean import LeanReader, Wanted, lean_page
from seokit.generate.inject.page import LeftOut, PageError, PageFile
from seokit.generate.inject.plan import Present
from seokit.generate.inject.splice import BlockError
from seokit.generate.meta import Batch, Made, Record, read_record
from seokit.generate.site import Crumb, Site
from seokit.model import Failure, Html, Page, Settings

_encode = msgspec.json.Encoder().encode
_decode = msgspec.msgpack.Decoder(Batch).decode


class Decided(Struct):
    """What is known of the site before its files are spliced: names for breadcrumbs, and the sources' heads.

    `by`: the `urls.key` of a source page's URL → what was made of it; empty where values come from the built
    pages, `paired` says which. `twice`: keys of several source pages → their paths.
    """

    site: Site
    by: dict[str, Made] = {}
    twice: dict[str, list[str]] = {}
    paired: bool = False
    errors: list[Failure] = []

    def of(self, path: str, settings: Settings) -> Head | None:
        """The head that a source gives to a built page; None where none has its URL.

        Raises LeftOut where several have it: then nobody can tell which was built.
        """
        key = key_of(path, settings)
        if key in self.twice:
            raise LeftOut(f"several sources ({', '.join(self.twice[key])}) have its URL")
        made = self.by.get(key)
        if made is None:
            return None
        found = read_record(made.record).head
        return with_trail(found, made.own, self.site) if made.own else found


def key_of(path: str, settings: Settings) -> str:
    """What pairs a built page with its source."""
    return urls.key(built_url(path, settings), settings.base_url)


def from_sources(sources: Sequence[Source], settings: Settings, jobs: int) -> Decided:
    """Decide the heads of source pages; each is known by its URL."""
    decided = Decided(Site(settings.base_url), paired=True)
    for made in _gather(map_chunks(deciding_sources, settings, chunked(sources, jobs), jobs), decided):
        if not made.url:
            continue
        key = urls.key(made.url, settings.base_url)
        first = decided.by.setdefault(key, made)
        if first is not made:
            decided.twice.setdefault(key, [first.path]).append(made.path)
    return decided


def from_built(files: Sequence[Source], settings: Settings, jobs: int) -> Decided:
    """Name the built pages that breadcrumbs lead over; the heads are decided where the pages are spliced."""
    decided = Decided(Site(settings.base_url))
    above = pages_above([file for file in files if file.path.lower().endswith(SUFFIXES)])
    for _ in _gather(map_chunks(deciding_built, settings, chunked(above, jobs), jobs), decided):
        pass
    return decided


def pages_above(files: Sequence[Source]) -> list[Source]:
    """The pages that have other pages below them, by their paths: /a/ has /a/b/, /a/index.html has /a/b.html."""
    of_file = [posixpath.split(file.path) for file in files]
    files_in = Counter(folder for folder, _ in of_file)
    folders: set[str] = set()
    parents: set[str] = set()
    for folder in files_in:
        while folder not in folders:
            folders.add(folder)
            folder = posixpath.dirname(folder)
            parents.add(folder)
    return [
        file
        for file, (folder, name) in zip(files, of_file, strict=True)
        if (name in INDEX_FILES and (folder in parents or files_in[folder] > 1))
        or posixpath.splitext(file.path)[0] in folders
    ]


def _gather(answers: Iterable[bytes], decided: Decided) -> Iterable[Made]:
    for answer in answers:
        batch = _decode(answer)
        decided.errors += batch.errors
        for made in batch.made:
            decided.site.add(made.own)
            yield made


def deciding_sources(settings: Settings) -> Work:
    """The work of a process: decide the heads of a chunk of source pages; a built one among them is none."""
    reader, sections = Reader(settings), Sections(settings)

    def page_of(source: Source) -> Page | None:
        page = reader.read(source, sections.of(source.path))
        return None if page.html is not None else page

    return _deciding(settings, page_of, tell=True)


def deciding_built(settings: Settings) -> Work:
    """The work of a process: decide the heads of a chunk of built pages. The splice tells what is wrong."""
    heads = BuiltHeads(settings)

    def page_of(source: Source) -> Page | None:
        original = PageFile(read_bytes(source.path)).original()
        if engine_of(source.path, original.text) or not_built(source.path, original):
            return None
        return heads.page(source, original)

    return _deciding(settings, page_of, tell=False)


def _deciding(settings: Settings, page_of: Callable[[Source], Page | None], *, tell: bool) -> Work:
    def work(chunk: Chunk) -> bytes:
        batch = Batch([], [])
        for source in chunk[1]:
            try:
                page = page_of(source)
            except (Skip, PageError, BlockError):
                continue
            except (Unreadable, ExpressionError) as error:
                if tell:
                    batch.errors.append(Failure(source.path, getattr(error, "reason", str(error))))
                continue
            if page is not None:
                made, own = head_and_crumb(page, settings)
                url = page.url or ""
                record = _encode(Record(url, page.path, made.tags, made.graph))
                batch.made.append(Made(url, page.path, own, record))
        return msgspec.msgpack.encode(batch)

    return work


class BuiltHeads:
    """Decides the heads of built pages under one configuration."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.reader, self.sections = Reader(settings), Sections(settings)
        self.lean = LeanReader()

    def head(self, source: Source, page: PageFile, there: Present | None = None) -> tuple[Head, Crumb | None]:
        """The head of a page that has no block of ours, and the page as a breadcrumb.

        What is `there` already, and stays, need not be decided.
        """
        groups, known = (there.kept, there.known) if there else (frozenset[str](), frozenset[str]())
        found = None
        if page.text == page.decoded.text:
            found = self.lean.found(page.text, page.head, asked_for(groups, known))
        if found is not None:
            section, preset = self.place(source)
            url = built_url(source.path, self.settings)
            lean = lean_page(source.path, page.text, found, url=url, section=section, preset=preset)
            values = Values(lean, self.settings)
            made = head_of(values, groups, known), crumb_of(values)
            if image_is_known(values, found):
                return made
        values = Values(self.page(source, page), self.settings)
        return head_of(values, groups, known), crumb_of(values)

    def page(self, source: Source, page: PageFile) -> Page:
        """The Page as the extractor reads it."""
        section, preset = self.place(source)
        found = read_html_page(page.decoded.text, self.settings.parser)
        url = built_url(source.path, self.settings)
        return built_page(
            source.path, page.decoded, found, self.settings, url=url, section=section, preset=preset
        )

    def place(self, source: Source) -> tuple[str, str]:
        """The section that a page belongs to, and its preset."""
        section = self.sections.of(source.path)
        return section.name or built_folder(self.reader.folder(source), source.path), section.preset


def asked_for(groups: Container[str], known: Container[str]) -> Wanted:
    """What the body must tell of a page that has these groups of tags and nodes of JSON-LD."""
    article = "Article" in known
    return Wanted(
        heading=not (article and "BreadcrumbList" in known),
        image=not (article and all(group in groups for group in OF_THE_IMAGE)),
    )


def image_is_known(values: Values, found: Found) -> bool:
    """Whether the image was found where the lean reader looked: it looks at one, and that may be no image."""
    if "picture" not in vars(values):  # nobody asked for it
        return True
    if not found.images and not any(tag.key == "og:image" and not tag.value.blank for tag in found.tags):
        return True
    image = values.picture.url
    return bool(image) and not image.source.startswith("head.image")


def not_built(path: str, page: PageFile) -> str:
    """Why a file is no built page that gets head tags; empty when it is one."""
    text = page.text
    if is_verification(path, text):
        return "a search engine's verification file"
    if text.startswith(("---", "+++", "{", "\ufeff---", "\ufeff+++", "\ufeff{")):
        front = parse(text, path)
        if front.kind or front.problems:
            return "has front matter: it is a source, no built page"
    tags = page.head.tags
    if "404" not in path and "refresh" not in [tag.key for tag in tags]:
        return ""
    reason = no_page(Html(tags=tags), path)
    return {"redirect": "redirects to another page", "error page": "an error page"}.get(reason, reason)
