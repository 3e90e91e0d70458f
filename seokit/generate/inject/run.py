"""Injection into many files: what to write is decided first, then each file is spliced where it is read."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal

import msgspec
from msgspec import Struct

from seokit import urls
from seokit.extract.discover import Source
from seokit.extract.files import Unreadable, read_unlinked
from seokit.extract.layout import built_url
from seokit.extract.places import line_and_column
from seokit.extract.pool import Chunk, Work, chunked, map_chunks
from seokit.generate.files import WriteError, write_atomic, write_over
from seokit.generate.head import render_head, with_trail
from seokit.generate.inject.diff import unified
from seokit.generate.inject.page import LeftOut, PageError, PageFile
from seokit.generate.inject.plan import Plan, Policy, Present, following, make_plan, remaining
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

    `own`: the values are the page's own, as no source has its URL.
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
    own: bool = False


class Spliced(Struct, frozen=True):
    """What injection makes of a file: its bytes, as they were where it is `left` or has conflicts."""

    made: bytes
    left: LeftOut | None = None
    conflicts: tuple[str, ...] = ()
    template: Template | None = None
    own: bool = False


_decode = msgspec.msgpack.Decoder(list[Outcome]).decode


def inject_files(
    sources: Sequence[Source],
    decided: Decided,
    settings: Settings,
    options: Options,
    jobs: int,
    progress: Callable[[int, int], None] | None = None,
) -> list[Outcome]:
    """Splice every file, in the order given; `progress` is called with (files done, files in all).

    Raises EngineError; what is wrong with a file is its Outcome.
    """
    prepare = partial(splicing, decided=decided, options=options)
    outcomes: list[Outcome] = []
    for answer in map_chunks(prepare, settings, chunked(sources, jobs), jobs):
        outcomes += _decode(answer)
        if progress is not None:
            progress(len(outcomes), len(sources))
    return outcomes


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
        self.heads = BuiltHeads(settings)
        self.folders: dict[str, str] = {}  # folder → its real path; as many as the site has folders

    def outcome(self, source: Source) -> Outcome:
        """Do one file, whatever it is."""
        path = source.path
        try:
            real, data, mode = self.opened(source)
            done = self.spliced(source, data)
            if self.options.output:
                write_atomic(os.path.join(self.options.output, inside(source)), done.made)
            elif self.options.write and done.made != data:
                write_over(real, done.made, mode)
        except LeftOut as left:
            return Outcome(path, "skipped", left.reason, left.line)
        except Unreadable as error:
            return Outcome(path, "error", error.reason)
        except (PageError, BlockError) as error:
            return Outcome(path, "error", error.reason, error.line)
        except WriteError as error:
            return Outcome(path, "error", f"cannot be written: {error.reason[:1].lower()}{error.reason[1:]}")
        if done.left is not None:
            return Outcome(path, "skipped", done.left.reason, done.left.line)
        if done.conflicts:
            return Outcome(path, "conflict", conflicts=done.conflicts)
        state: State = "unchanged" if done.made == data else "changed"
        template = done.template
        return Outcome(
            path,
            state,
            diff=self.diff(path, data, done.made),
            own=done.own,
            partial=template.partial if template else "",
            notes=template.notes if template else (),
        )

    def opened(self, source: Source) -> tuple[str, bytes, int]:
        """The file behind the path, its bytes and its mode.

        Raises LeftOut for a link that leads out of the target, Unreadable.
        """
        folder, _, name = source.path.rpartition("/")
        real = f"{self.real_folder(folder)}/{name}"
        found = read_unlinked(real)
        if found is None:
            real = os.path.realpath(real)
        if source.root != source.path and not real.startswith(
            self.real_folder(source.root.rstrip("/")) + "/"
        ):
            raise LeftOut("a link that leads out of the target")
        if found is None:
            found = read_unlinked(real)
        if found is None:
            raise Unreadable(source.path, "is a link that leads nowhere")
        return real, *found

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

    def spliced(self, source: Source, data: bytes) -> Spliced:
        """What injection makes of a file's bytes. Raises PageError, BlockError and BadTemplateError."""
        options, path = self.options, source.path
        page = PageFile(data)
        try:
            template = inject_into_template(path, page.text, remove=options.remove)
            if template is not None:
                return Spliced(page.rewritten(template.text), template=template)
            original = page.original()
            if options.remove:
                return Spliced(original.data)
            if reason := not_built(path, original):
                raise LeftOut(reason)
            there = Present(original.head.elements)
            plan, own = self.plan(source, original, there)
        except LeftOut as left:
            return Spliced(data, left=left)
        if plan.conflicts:
            return Spliced(data, conflicts=tuple(conflict_lines(path, original, plan)))
        return Spliced(with_plan(original, plan, options.templates), own=own)

    def plan(self, source: Source, page: PageFile, there: Present) -> tuple[Plan, bool]:
        """What becomes of the page, and whether the values had to be its own although there are sources.

        Raises LeftOut where several sources claim the page.
        """
        policy, decided = self.options.policy, self.decided
        given = decided.of(source.path, self.settings) if decided.paired else None
        if given is not None:
            if policy == "keep" and (kept := self.canonical(source, there)):
                given = following(given, kept)
            return make_plan(given, there, policy), False
        made, own = self.heads.head(source, page, there if policy == "keep" else None)
        if own:
            made = with_trail(made, own, decided.site)
        plan = remaining(made, there) if policy == "keep" else make_plan(made, there, policy)
        return plan, decided.paired

    def canonical(self, source: Source, there: Present) -> str:
        """The address that the page's own canonical names; "" where it has none that can be used."""
        for element in there.groups.get("link canonical", ()):
            try:
                base = self.settings.base_url
                return urls.check_loc(
                    urls.absolute(element.value, built_url(source.path, self.settings), base)
                )
            except urls.UrlError:
                continue
        return ""

    def diff(self, path: str, before: bytes, after: bytes) -> str:
        """The unified diff, where one was asked for."""
        if not self.options.diff or before == after:
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
