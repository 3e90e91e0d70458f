"""The engine: looks at all files, here or in a pool, settles the facts, and makes the Audit.

Whatever the engine and the number of jobs, the Audit is the same: chunks come back in order and
nothing but facts crosses pages.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from threading import Thread

import msgspec

from seokit.extract.discover import Found, Source
from seokit.model import Audit, Failure, Settings, Summary
from seokit.score.look import Looked, Looker, Noted, Row
from seokit.score.settle import settle

# Starting a pool costs about as much as looking at this many pages in one process (bench/README.md).
WORTH_A_POOL = 300
CHUNK = 200

# Thresholds of the garbage collector for a run: our records have no cycles, and looking through millions of
# them for some takes as long as decoding them.
SELDOM = (50_000, 20, 100)

Chunk = tuple[int, list[Source]]
Progress = Callable[[int, int], None]
Engine = Callable[[Settings, Sequence[Chunk], int], Iterator[Looked]]


class EngineError(RuntimeError):
    """The run itself broke: a worker process was killed from outside."""


def serial(settings: Settings, chunks: Sequence[Chunk], jobs: int) -> Iterator[Looked]:
    """Look at everything in this process; `jobs` is for the engines that have some."""
    del jobs
    looker = Looker(settings)
    for first, sources in chunks:
        yield looker.look(first, sources)


_looker: Looker | None = None  # this worker's own; set once by its initialiser


def start_worker(settings: Settings, parent: int) -> None:
    """Prepare a worker process of the process `parent`. Ctrl-C is the parent's to handle."""
    global _looker
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(*SELDOM)
    Thread(target=end_with, args=(parent,), daemon=True).start()
    _looker = Looker(settings)


def end_with(parent: int) -> None:
    """End this worker when its parent is gone, however that was killed: nobody else would."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def work(chunk: Chunk) -> bytes:
    """Look at one chunk in a worker; msgpack is several times faster than pickling the records."""
    if _looker is None:
        raise EngineError("a worker was used before it was started")
    return msgspec.msgpack.encode(_looker.look(*chunk))


def processes(settings: Settings, chunks: Sequence[Chunk], jobs: int) -> Iterator[Looked]:
    """Look at the chunks in `jobs` worker processes; results come back in the chunks' order.

    Raises EngineError when a worker is killed from outside.
    """
    decode = msgspec.msgpack.Decoder(Looked).decode
    # Forked workers share what is imported already; elsewhere they import for themselves.
    method = "fork" if sys.platform == "linux" else "spawn"
    pool = ProcessPoolExecutor(
        jobs,
        mp_context=multiprocessing.get_context(method),
        initializer=start_worker,
        initargs=(settings, os.getpid()),
    )
    try:
        # All workers are forked here, and all chunks handed out.
        with held_back_interrupt():
            results = pool.map(work, chunks)
        yield from map(decode, results)
    except BrokenProcessPool as error:
        raise EngineError("a worker process was killed (out of memory?); try --jobs 1") from error
    finally:
        with held_back_interrupt():  # a second Ctrl-C would leave the workers behind, and hang
            pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def held_back_interrupt() -> Iterator[None]:
    """Keep Ctrl-C waiting: in the middle of a fork it is lost, or leaves a pool that never ends.

    Workers that are forked meanwhile never hear it. Does nothing where signals cannot be held back.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def pick(files: int, jobs: int | None) -> tuple[Engine, int]:
    """The engine and its number of jobs: as asked, else a pool where the site is large enough to pay for it."""
    if jobs is None:
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        jobs = cores if files >= WORTH_A_POOL else 1
    jobs = min(jobs, files)  # more would find nothing to do
    return (serial, 1) if jobs <= 1 else (processes, jobs)


def chunked(sources: Sequence[Source], jobs: int) -> list[Chunk]:
    """Runs of files: at most CHUNK, fewer where some workers would otherwise have none."""
    size = max(1, min(CHUNK, -(-len(sources) // (jobs * 2))))
    return [(first, list(sources[first : first + size])) for first in range(0, len(sources), size)]


def run(
    found: Found, settings: Settings, *, jobs: int | None = None, progress: Progress | None = None
) -> Audit:
    """Audit the files that were found. `progress` hears (files done, files in all) after each chunk."""
    thresholds = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        return look_and_settle(found, settings, jobs, progress)
    finally:
        gc.set_threshold(*thresholds)


def look_and_settle(found: Found, settings: Settings, jobs: int | None, progress: Progress | None) -> Audit:
    """The run itself, see `run`."""
    engine, jobs = pick(len(found.files), jobs)
    chunks = chunked(found.files, jobs)
    pages: list[Summary] = []
    findings: list[list[Noted]] = []
    facts: dict[str, list[Row]] = {}
    skipped: list[str] = list(found.skipped)
    errors: list[Failure] = list(found.errors)
    done = 0
    for (_, sources), looked in zip(chunks, engine(settings, chunks, jobs), strict=True):
        pages += looked.pages
        findings += looked.findings
        skipped += looked.skipped
        errors += looked.errors
        gather(facts, looked.facts)
        done += len(sources)
        if progress:
            progress(done, len(found.files))
    settled = settle(pages, findings, facts, settings)
    return Audit(
        pages=settled.pages,
        findings=settled.findings,
        skipped=tuple(sorted(skipped)),
        errors=tuple(sorted(errors, key=lambda error: (error.path, error.message))),
        scores=settled.scores,
        config=settings,
    )


def gather(facts: dict[str, list[Row]], more: dict[str, list[Row]]) -> None:
    """Append a chunk's facts to the site's."""
    for name, rows in more.items():
        facts.setdefault(name, []).extend(rows)
