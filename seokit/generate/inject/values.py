"""What is to be written into each built page: decided from its source, or from the page itself.

The first of two passes over the site: breadcrumbs need the names of pages that may be read last.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Sequence

import msgspec
from msgspec import Struct

from seokit import urls
from seokit.extract.discover import Source
from seokit.extract.engines import engine_of
from seokit.extract.files import Unreadable, read_bytes
from seokit.extract.frontmatter import parse
from seokit.extract.html import read_html_page
from seokit.extract.html.decode import decode_page
from seokit.extract.html.page import built_page
from seokit.extract.layout import NOT_FOUND_FILES, built_url
from seokit.extract.pool import Chunk, Work, chunked, map_chunks
from seokit.extract.published import ExpressionError
from seokit.extract.sections import Sections
from seokit.extract.source import Reader, Skip
from seokit.generate.head import Head, head_and_crumb, with_trail
from seokit.generate.inject.page import PageError, PageFile
from seokit.generate.inject.splice import BlockError
from seokit.generate.meta import Batch, Made, Record, read_record
from seokit.generate.site import Site
from seokit.model import Failure, Page, SectionSettings, Settings

_encode = msgspec.json.Encoder().encode
_decode = msgspec.msgpack.Decoder(Batch).decode


class Decided(Struct):
    """The heads of a site, not yet rendered.

    `by`: a built page's path, or the `urls.key` of a source page's URL → what was made of it. `twice`: keys of
    several source pages → their paths. `paired`: the values come from sources.
    """

    by: dict[str, Made]
    site: Site
    twice: dict[str, list[str]] = {}
    paired: bool = False
    errors: list[Failure] = []

    def key(self, path: str, settings: Settings) -> str:
        """What a built page is known by in `by`."""
        return urls.key(built_url(path, settings), settings.base_url) if self.paired else path

    def of(self, path: str, settings: Settings) -> tuple[Head | None, str]:
        """The head for a built page; else None and why there is none."""
        key = self.key(path, settings)
        if key in self.twice:
            return None, f"several sources have its URL: {', '.join(self.twice[key])}"
        made = self.by.get(key)
        if made is None:
            return None, "no source has its URL" if self.paired else ""
        found = read_record(made.record).head
        return (with_trail(found, made.own, self.site) if made.own else found), ""


def from_sources(sources: Sequence[Source], settings: Settings, jobs: int) -> Decided:
    """Decide the heads of source pages; each is known by its URL."""
    decided = Decided({}, Site(settings.base_url), paired=True)
    for made in _gather(map_chunks(deciding_sources, settings, chunked(sources, jobs), jobs), decided):
        if not made.url:
            continue
        key = urls.key(made.url, settings.base_url)
        first = decided.by.setdefault(key, made)
        if first is not made:
            decided.twice.setdefault(key, [first.path]).append(made.path)
    return decided


def from_built(sources: Sequence[Source], settings: Settings, jobs: int) -> Decided:
    """Decide the heads of built pages from what they say themselves, our own block aside."""
    decided = Decided({}, Site(settings.base_url))
    for made in _gather(map_chunks(deciding_built, settings, chunked(sources, jobs), jobs), decided):
        decided.by[made.path] = made
    return decided


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
    """The work of a process: decide the heads of a chunk of built pages. The second pass tells what is wrong."""
    reader, sections = Reader(settings), Sections(settings)
    return _deciding(
        settings, lambda source: original_page(source, sections.of(source.path), reader), tell=False
    )


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


def original_page(source: Source, section: SectionSettings, reader: Reader) -> Page | None:
    """The Page of a built file without our block; None where it is no built page."""
    settings = reader.settings
    data = read_bytes(source.path)
    decoded = decode_page(data)
    if "<!-- seokit:" in decoded.text:
        decoded = decode_page(PageFile(data, decoded.encoding).original().data)
    if not_built(source.path, decoded.text):
        return None
    return built_page(
        source.path,
        decoded,
        read_html_page(decoded.text, settings.parser),
        settings,
        url=built_url(source.path, settings),
        section=section.name or reader.folder(source),
        preset=section.preset,
    )


def not_built(path: str, text: str) -> str:
    """Why a file is no built page that gets head tags; empty when it is one."""
    folder, name = posixpath.split(path.lower())
    if name in NOT_FOUND_FILES or posixpath.basename(folder) == "404":
        return "an error page (404)"
    if text.startswith(("---", "+++", "{", "\ufeff---", "\ufeff+++", "\ufeff{")):
        front = parse(text, path)
        if front.kind or front.problems:
            return "has front matter: it is a source, no built page"
    if engine := engine_of(path, text):
        return f"a template ({engine})"
    return ""
