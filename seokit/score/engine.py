"""The engine: looks at all files, here or in a pool, settles the facts, and makes the Audit.

Whatever the engine and the number of jobs, the Audit is the same: chunks come back in order and
nothing but facts crosses pages.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from time import perf_counter

import msgspec

from seokit.extract.discover import Found
from seokit.extract.pool import CHUNK, SELDOM, Chunk, EngineError, Work, chunked, jobs_for, map_chunks
from seokit.model import Audit, Failure, Settings, Summary
from seokit.score.look import Looked, Looker, Noted, Row
from seokit.score.settle import Record, See, settle
from seokit.score.stopwatch import GATHER, Stopwatch
from seokit.score.suppress import Asked

__all__ = ["CHUNK", "EngineError", "chunked", "pick", "processes", "run", "serial"]

Progress = Callable[[int, int], None]
Engine = Callable[[Settings, Sequence[Chunk], int], Iterator[Looked]]


def serial(settings: Settings, chunks: Sequence[Chunk], jobs: int) -> Iterator[Looked]:
    """Look at everything in this process; `jobs` is for the engines that have some."""
    del jobs
    looker = Looker(settings)
    for first, sources in chunks:
        yield looker.look(first, sources)


def looking(settings: Settings) -> Work:
    """The work of a worker process: look at a chunk of files."""
    looker = Looker(settings)
    return lambda chunk: msgspec.msgpack.encode(looker.look(*chunk))


def processes(settings: Settings, chunks: Sequence[Chunk], jobs: int) -> Iterator[Looked]:
    """Look at the chunks in `jobs` worker processes; results come back in the chunks' order.

    Raises EngineError when a worker is killed from outside.
    """
    yield from map(msgspec.msgpack.Decoder(Looked).decode, map_chunks(looking, settings, chunks, jobs))


def pick(files: int, jobs: int | None) -> tuple[Engine, int]:
    """The engine and its number of jobs: as asked, else a pool where the site is large enough to pay for it."""
    jobs = jobs_for(files, jobs)
    return (serial, 1) if jobs == 1 else (processes, jobs)


def run(
    found: Found,
    settings: Settings,
    *,
    jobs: int | None = None,
    progress: Progress | None = None,
    records: Mapping[str, Record] | None = None,
    see: See | None = None,
    watch: Stopwatch | None = None,
) -> Audit:
    """Audit the files that were found. `progress` hears (files done, files in all) after each chunk.

    `records` makes what was read of the site's files that are no pages, by the names that rules give them.
    `see` is shown each index, see `settle`. `watch` gets the seconds of every stage, rule and index.
    """
    thresholds = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        watch = Stopwatch() if watch is None else watch
        return look_and_settle(found, settings, jobs, progress, records or {}, see, watch)
    finally:
        gc.set_threshold(*thresholds)


def look_and_settle(
    found: Found,
    settings: Settings,
    jobs: int | None,
    progress: Progress | None,
    records: Mapping[str, Record],
    see: See | None,
    watch: Stopwatch,
) -> Audit:
    """The run itself, see `run`."""
    engine, jobs = pick(len(found.files), jobs)
    chunks = chunked(found.files, jobs)
    pages: list[Summary] = []
    findings: list[list[Noted]] = []
    facts: dict[str, list[Row]] = {}
    asked = Asked(whole=all(source.root != source.path for source in found.files))
    skipped: list[str] = list(found.skipped)
    errors: list[Failure] = list(found.errors)
    done = 0
    for (_, sources), looked in zip(chunks, engine(settings, chunks, jobs), strict=True):
        now = perf_counter()
        watch.take(looked.seconds)
        pages += looked.pages
        findings += looked.findings
        skipped += looked.skipped
        errors += looked.errors
        asked.add(looked)
        gather(facts, looked.facts)
        watch.add(now, GATHER)
        done += len(sources)
        if progress:
            progress(done, len(found.files))
    settled = settle(pages, findings, facts, settings, asked=asked, records=records, see=see, watch=watch)
    return Audit(
        pages=settled.pages,
        findings=settled.findings,
        suppressed=settled.suppressed,
        skipped=tuple(sorted(skipped)),
        errors=tuple(sorted(errors, key=lambda error: (error.path, error.message))),
        scores=settled.scores,
        config=settings,
    )


def gather(facts: dict[str, list[Row]], more: dict[str, list[Row]]) -> None:
    """Append a chunk's facts to the site's."""
    for name, rows in more.items():
        facts.setdefault(name, []).extend(rows)
