"""Work on the files of a site, in this process or in several; what comes back keeps the files' order.

The audit and the head tags of a whole site use it. A worker gets the settings once and then chunks of files,
by their paths; it answers in bytes, since msgpack and JSON are several times faster than pickling records.
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

from seokit.extract.discover import Source
from seokit.model import Settings

# Starting a pool costs about as much as looking at this many pages in one process (bench/README.md).
WORTH_A_POOL = 300
CHUNK = 200

# Thresholds of the garbage collector for a run: our records have no cycles, and looking through millions of
# them for some takes as long as decoding them.
SELDOM = (50_000, 20, 100)

Chunk = tuple[int, list[Source]]  # the number of the first file, and the files
Work = Callable[[Chunk], bytes]
Prepare = Callable[[Settings], Work]  # a function of a module: where processes are not forked, it is pickled


class EngineError(RuntimeError):
    """The run itself broke: a worker process was killed from outside, or what it needs is not installed."""


def jobs_for(files: int, jobs: int | None) -> int:
    """The number of processes: as asked, else one a core where the site is large enough to pay for them."""
    if jobs is None:
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        jobs = cores if files >= WORTH_A_POOL else 1
    return max(1, min(jobs, files))  # more would find nothing to do


def chunked(sources: Sequence[Source], jobs: int) -> list[Chunk]:
    """Runs of files: at most CHUNK, fewer where some workers would otherwise have none."""
    size = max(1, min(CHUNK, -(-len(sources) // (jobs * 2))))
    return [(first, list(sources[first : first + size])) for first in range(0, len(sources), size)]


def map_chunks(prepare: Prepare, settings: Settings, chunks: Sequence[Chunk], jobs: int) -> Iterator[bytes]:
    """What the work of `prepare(settings)` makes of each chunk, in order; in this process where jobs is 1.

    Raises EngineError when a worker is killed from outside.
    """
    if jobs <= 1:
        yield from map(prepare(settings), chunks)
        return
    # Forked workers share what is imported already; elsewhere they import for themselves.
    method = "fork" if sys.platform == "linux" else "spawn"
    pool = ProcessPoolExecutor(
        jobs,
        mp_context=multiprocessing.get_context(method),
        initializer=start_worker,
        initargs=(prepare, settings, os.getpid()),
    )
    try:
        # All workers are forked here, and all chunks handed out.
        with held_back_interrupt():
            results = pool.map(work, chunks)
        yield from results
    except BrokenProcessPool as error:
        raise EngineError("a worker process was killed (out of memory?); try --jobs 1") from error
    finally:
        with held_back_interrupt():  # a second Ctrl-C would leave the workers behind, and hang
            pool.shutdown(wait=True, cancel_futures=True)


_work: Work | None = None  # this worker's own; set once by its initialiser


def start_worker(prepare: Prepare, settings: Settings, parent: int) -> None:
    """Prepare a worker process of the process `parent`. Ctrl-C is the parent's to handle."""
    global _work
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(*SELDOM)
    Thread(target=end_with, args=(parent,), daemon=True).start()
    _work = prepare(settings)


def end_with(parent: int) -> None:
    """End this worker when its parent is gone, however that was killed: nobody else would."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def work(chunk: Chunk) -> bytes:
    """Work on one chunk in a worker."""
    if _work is None:
        raise EngineError("a worker was used before it was started")
    return _work(chunk)


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
