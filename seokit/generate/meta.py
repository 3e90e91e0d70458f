"""The heads of a whole site: decided where each file is read, joined by breadcrumbs at the end.

A breadcrumb needs the names of pages that may be read last, so that the finished records wait; they wait as
JSON, which is what most of them are printed as.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from seokit.extract.discover import Source
from seokit.extract.files import Unreadable
from seokit.extract.pool import Chunk, Work, chunked, jobs_for, map_chunks
from seokit.extract.published import ExpressionError
from seokit.extract.sections import Sections
from seokit.extract.source import Reader, Skip
from seokit.generate import head as heads
from seokit.generate.head import Head, Tag
from seokit.generate.site import Crumb, Site
from seokit.model import Failure, Settings


class Record(Struct, frozen=True):
    """The head of one page, as `seokit meta --format json` has it: `jsonld` is the graph, or None."""

    url: str
    path: str
    tags: tuple[Tag, ...]
    jsonld: dict[str, Any] | None = None

    @property
    def address(self) -> str:
        """The URL, or the path of a page that has none."""
        return self.url or self.path

    @property
    def head(self) -> Head:
        """The same as a Head."""
        return Head(self.tags, self.jsonld)


class Made(Struct, frozen=True, array_like=True, gc=False):
    """A Record on its way: `record` is its JSON, `own` the page as a breadcrumb."""

    url: str
    path: str
    own: Crumb | None
    record: bytes


class Batch(Struct, array_like=True):
    """What a chunk of files gave."""

    made: list[Made]
    errors: list[Failure]


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Record).decode


def making(settings: Settings) -> Work:
    """The work of a process: decide the heads of a chunk of files."""
    reader, sections = Reader(settings), Sections(settings)

    def work(chunk: Chunk) -> bytes:
        batch = Batch([], [])
        for source in chunk[1]:
            try:
                page = reader.read(source, sections.of(source.path))
            except Skip:
                continue
            except (Unreadable, ExpressionError) as error:
                batch.errors.append(Failure(source.path, getattr(error, "reason", str(error))))
                continue
            made, own = heads.head_and_crumb(page, settings)
            url = page.url or ""
            batch.made.append(
                Made(url, page.path, own, _encode(Record(url, page.path, made.tags, made.graph)))
            )
        return msgspec.msgpack.encode(batch)

    return work


def records(
    sources: Sequence[Source],
    settings: Settings,
    *,
    wanted: Callable[[str, str], bool] = lambda _url, _path: True,
    errors: list[Failure],
    jobs: int | None = None,
) -> Iterator[bytes]:
    """The JSON of each page's Record, in the order of the files, with breadcrumbs over all pages.

    All files are read before this returns. `wanted(url, path)` chooses; what cannot be read goes to `errors`.
    Raises EngineError.
    """
    site, waiting = Site(settings.base_url), []
    jobs = jobs_for(len(sources), jobs)
    decode = msgspec.msgpack.Decoder(Batch).decode
    for answer in map_chunks(making, settings, chunked(sources, jobs), jobs):
        batch = decode(answer)
        errors += batch.errors
        for made in batch.made:
            site.add(made.own)
            if wanted(made.url, made.path):
                waiting.append(made)
    return (finished(made, site) for made in waiting)


def finished(made: Made, site: Site) -> bytes:
    """The record with the breadcrumbs that lead to its page."""
    if made.own is None or not site.trail(made.own.url):
        return made.record
    record = _decode(made.record)
    head = heads.with_trail(record.head, made.own, site)
    return _encode(Record(record.url, record.path, head.tags, head.graph))


def read_record(record: bytes) -> Record:
    """The Record that its JSON holds."""
    return _decode(record)
