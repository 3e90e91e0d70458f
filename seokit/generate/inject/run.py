"""Injection into many files: what to write is decided first, then each file is spliced where it is read."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from functools import partial
from typing import Literal

import msgspec
from msgspec import Struct

from seokit.extract.discover import Source
from seokit.extract.files import Unreadable, read_bytes, reason_of
from seokit.extract.places import line_and_column
from seokit.extract.pool import Chunk, Work, chunked, map_chunks
from seokit.generate.files import WriteError, write_atomic, write_over
from seokit.generate.head import Head, render_head, with_trail
from seokit.generate.inject.diff import unified
from seokit.generate.inject.page import LeftOut, PageError, PageFile
from seokit.generate.inject.plan import Plan, Policy, make_plan
from seokit.generate.inject.splice import BlockError, put_in, whole_line
from seokit.generate.inject.template import Template, inject_into_template
from seokit.generate.inject.values import BuiltHeads, Decided, not_built
from seokit.model import Settings

State = Literal["changed", "unchanged", "skipped", "conflict", "error"]


class Options(Struct, frozen=True):
    """What is done. `output`: the folder for copies; `write`: the files themselves are changed."""

    policy: Policy = "keep"
    remove: bool = False
    write: bool = False
    output: str = ""
    diff: bool = False
    templates: str = ""  # a folder whose head.html.j2 replaces ours


class Outcome(Struct, frozen=True, omit_defaults=True):
    """What became, or would become, of one file. `reason` and `line` (0: none) say why it was left alone.

    `conflicts` are "path:line:column: …" lines; `diff` is a unified diff where one was asked for. Of a template,
    `partial` is the file that its tag includes where that is missing, `notes` what stands twice with the tag.
    """

    path: str
    state: State
    reason: str = ""
    line: int = 0
    diff: str = ""
    conflicts: tuple[str, ...] = ()
    partial: str = ""
    notes: tuple[str, ...] = ()


_decode = msgspec.msgpack.Decoder(list[Outcome]).decode


def inject_files(
    sources: Sequence[Source], decided: Decided, settings: Settings, options: Options, jobs: int
) -> list[Outcome]:
    """Splice every file, in the order given. Raises EngineError; what is wrong with a file is its Outcome."""
    prepare = partial(splicing, decided=decided, options=options)
    answers = map_chunks(prepare, settings, chunked(sources, jobs), jobs)
    return [outcome for answer in answers for outcome in _decode(answer)]


def splicing(settings: Settings, *, decided: Decided, options: Options) -> Work:
    """The work of a process: splice a chunk of files."""
    worker = Splicer(settings, decided, options)

    def work(chunk: Chunk) -> bytes:
        return msgspec.msgpack.encode([worker.outcome(source) for source in chunk[1]])

    return work


class Splicer:
    """Splices files under one set of options."""

    def __init__(self, settings: Settings, decided: Decided, options: Options) -> None:
        self.settings, self.decided, self.options = settings, decided, options
        self.template: Template | None = None  # what the file at hand is, if it is one
        self.heads = BuiltHeads(settings)
        self.folders: dict[str, str] = {}  # folder → its real path; as many as the site has folders

    def outcome(self, source: Source) -> Outcome:
        """Do one file, whatever it is."""
        path = source.path
        self.template = None
        try:
            real = self.real(source)
            data = read_bytes(path)
            made, reason, conflicts = self.spliced(source, data)
            if self.options.output:
                write_atomic(os.path.join(self.options.output, inside(source)), made)
            elif self.options.write and made != data:
                write_over(real, made)
        except LeftOut as left:
            return Outcome(path, "skipped", left.reason, left.line)
        except Unreadable as error:
            return Outcome(path, "error", error.reason)
        except (PageError, BlockError) as error:
            return Outcome(path, "error", error.reason, error.line)
        except WriteError as error:
            return Outcome(path, "error", f"cannot be written: {reason_of(error)}")
        if conflicts:
            return Outcome(path, "conflict", conflicts=conflicts)
        if reason:
            return Outcome(path, "skipped", reason)
        state: State = "unchanged" if made == data else "changed"
        change = self.diff(path, data, made) if made != data else ""
        if self.template is None:
            return Outcome(path, state, diff=change)
        return Outcome(path, state, diff=change, partial=self.template.partial, notes=self.template.notes)

    def real(self, source: Source) -> str:
        """The file behind the path. Raises LeftOut for a link that leads out of the target."""
        folder, _, name = source.path.rpartition("/")
        real = f"{self.real_folder(folder)}/{name}"
        try:
            linked = stat.S_ISLNK(os.lstat(real).st_mode)
        except OSError as error:
            raise Unreadable(source.path, f"cannot be read: {reason_of(error)}") from error
        if linked:
            real = os.path.realpath(real)
        if source.root != source.path:
            root = self.real_folder(source.root.rstrip("/"))
            if not real.startswith(f"{root}/"):
                raise LeftOut("a link that leads out of the target")
        return real

    def real_folder(self, folder: str) -> str:
        """The folder behind a path, looked up once; without a slash at its end. "" is the current one."""
        real = self.folders.get(folder)
        if real is None:
            above, _, name = folder.rpartition("/")
            if not above or os.path.islink(folder) or name in (".", ".."):  # noqa: PTH114
                real = os.path.realpath(folder or ".")
            else:
                real = f"{self.real_folder(above)}/{name}"
            real = self.folders[folder] = real.replace(os.sep, "/").rstrip("/")
        return real

    def head(self, source: Source, page: PageFile) -> tuple[Head | None, str]:
        """The head that the page is to have; else None and why."""
        if self.decided.paired:
            return self.decided.of(source.path, self.settings)
        made, own = self.heads.head(source, page)
        return (with_trail(made, own, self.decided.site) if own else made), ""

    def spliced(self, source: Source, data: bytes) -> tuple[bytes, str, tuple[str, ...]]:
        """The bytes after injection, or the same with the reason why not; or the conflicts."""
        options, path = self.options, source.path
        page = PageFile(data)
        self.template = inject_into_template(path, page.text, remove=options.remove)
        if self.template is not None:
            return PageFile(data, page.encoding).rewritten(self.template.text), "", ()
        original = page.original()
        if options.remove:
            return original.data, "", ()
        reason = not_built(path, original)
        if reason:
            return data, reason, ()
        head, reason = self.head(source, original)
        if head is None:
            return data, reason, ()
        plan = make_plan(head, original.head.elements, options.policy)
        if plan.conflicts:
            return data, "", tuple(conflict_lines(path, original, plan))
        return with_plan(original, plan, options.templates), "", ()

    def diff(self, path: str, before: bytes, after: bytes) -> str:
        """The unified diff, where one was asked for."""
        if not self.options.diff:
            return ""
        encoding = PageFile(before).encoding
        return unified(path, before.decode(encoding, "replace"), after.decode(encoding, "replace"))


def with_plan(page: PageFile, plan: Plan, templates: str = "") -> bytes:
    """The bytes of a page that has no block, with the block of a plan; as they are where the plan is empty.

    Raises PageError where the page could not be read, or given back, as it was.
    """
    if not plan.head.tags and plan.head.graph is None and not plan.removed:
        return page.data
    lines = page.holdable(render_head(plan.head, templates).split("\n"))
    there = page.head
    removed = [whole_line(page.text, start, end) for start, end in plan.removed]
    made = page.spliced(put_in(page.text, there.at, there.follows, lines, removed))
    if removed or not page.declares_before(there.at):
        again = PageFile(made)
        if again.encoding != page.encoding:
            raise PageError("declares its charset behind what ends its head: our tags would hide it")
        if again.original().data != page.data:
            raise PageError("could not be restored from what would be written")
    return made


def inside(source: Source) -> str:
    """The file's path below the target it was found in."""
    if source.root == source.path:
        return source.path.rpartition("/")[2]
    return os.path.relpath(source.path, source.root)


def conflict_lines(path: str, page: PageFile, plan: Plan) -> list[str]:
    """The conflicts of a page, a line each, with their places."""
    lines = []
    for conflict in sorted(plan.conflicts, key=lambda conflict: conflict.offset):
        line, column = line_and_column(page.text, conflict.offset)
        theirs, ours = (" ".join(value.split()) for value in (conflict.theirs, conflict.ours))
        lines.append(f"{path}:{line}:{column}: {conflict.key} says {theirs!r}, seokit {ours!r}")
    return lines
