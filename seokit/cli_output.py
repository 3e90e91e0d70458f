"""Where the audit command's output goes: stdout, files, the report folder, the progress bar."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

import click
from msgspec import Struct
from msgspec.structs import replace

from seokit.cli_options import complain
from seokit.model import Audit, Failure

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from seokit.api import Sitemap
    from seokit.generate.files import WriteError

FILES = {  # what a report folder is made of
    "csv": ("pages.csv", "findings.csv", "issues.csv"),
    "xlsx": ("audit.xlsx",),
    "json": ("audit.json",),
}
KINDS = tuple(FILES)
SLOW = 0.5  # seconds of work after which a progress bar appears


class OutputError(ValueError):
    """The --format options contradict each other; the message says how."""


class Output(Struct, frozen=True):
    """A checked plan of what is written where."""

    stdout: str | None
    files: tuple[tuple[str, str], ...]
    folder: str | None
    kinds: tuple[str, ...]
    max_findings: int | None
    fail_on: str

    @classmethod
    def of(
        cls,
        formats: Sequence[str],
        folder: str | None,
        *,
        max_findings: int | None,
        fail_on: str,
        quiet: bool,
    ) -> Output:
        """Sort the --format options. Raises OutputError."""
        from seokit.generate.reports import FORMATS

        stdout: list[str] = []
        files: list[tuple[str, str]] = []
        kinds: list[str] = []
        for given in formats:
            name, colon, file = given.partition(":")
            if name not in FORMATS:
                raise OutputError(
                    f"--format {given!r}: there is no format {name!r}; formats: {', '.join(FORMATS)}."
                )
            if colon and not file:
                raise OutputError(f"--format {given!r}: the file name after the colon is missing.")
            if file == "-":
                raise OutputError(
                    f"--format {given!r}: to write to stdout, leave out the colon and the file."
                )
            if file.endswith(("/", os.sep)):
                raise OutputError(
                    f"--format {given!r}: {file} is the name of a folder; add that of the file."
                )
            if file:
                files.append((name, file))
            elif folder is not None and name in KINDS:
                kinds.append(name)
            elif name == "xlsx":
                raise OutputError(
                    "a workbook needs a file: --format xlsx:audit.xlsx, or --report-dir reports."
                )
            else:
                stdout.append(name)
        if len(stdout) > 1:
            raise OutputError(
                f"only one format may go to stdout, not {' and '.join(stdout)}: "
                f"give a file to the others, such as --format {stdout[1]}:FILE."
            )
        shown = stdout[0] if stdout else None if quiet else "text"
        made = cls(shown, tuple(files), folder, tuple(dict.fromkeys(kinds)) or KINDS, max_findings, fail_on)
        targets = [os.path.realpath(file) for file in made.targets()]
        if len(set(targets)) < len(targets):
            raise OutputError("two formats would write the same file.")
        return made

    def targets(self) -> list[str]:
        """The files that will be written."""
        files = [file for _, file in self.files]
        if self.folder is not None:
            files += [os.path.join(self.folder, name) for kind in self.kinds for name in FILES[kind]]
        return files

    def write_one(self, audit: Audit, name: str, target: str | TextIO) -> None:
        """Write one format to a file or a stream. Raises WriteError."""
        from seokit.generate.reports import write_report

        write_report(audit, name, target, max_findings=self.max_findings, fail_on=self.fail_on)

    def write(self, audit: Audit) -> tuple[list[str], list[WriteError]]:
        """Write everything that can be written; returns the paths of the files written, and the failures.

        Raises WriteError, before anything is written, if a page or another input would be written over.
        """
        from seokit.generate.files import WriteError, refuse_inputs
        from seokit.generate.reports import write_folder

        refuse_inputs(self.targets(), audit.inputs)
        written: list[str] = []
        failed: list[WriteError] = []
        for name, file in self.files:
            try:
                self.write_one(audit, name, file)
                written.append(file)
            except WriteError as error:
                failed.append(error)
            except BrokenPipeError:
                continue  # the reader of /dev/stdout, or of >(command), has seen enough
        if self.folder is not None:
            try:
                written += [str(path) for path in write_folder(audit, self.folder, self.kinds)]
            except WriteError as error:
                failed.append(error)
        if self.stdout != "text":
            show_failures(audit.errors)
        if self.stdout is not None:
            try:
                self.write_one(audit, self.stdout, sys.stdout)
                sys.stdout.flush()
            except BrokenPipeError:
                # The reader has seen enough; the audit's own exit code still stands.
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return written, failed


@contextmanager
def shown_progress(wanted: bool, what: str = "auditing") -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar on stderr, when it is a terminal and the work takes over half a second."""
    if not wanted or not sys.stderr.isatty():
        yield None
        return
    begun = time.monotonic()
    bar: Bar | None = None

    def progress(done: int, total: int) -> None:
        nonlocal bar
        if bar is None:
            if time.monotonic() - begun < SLOW:
                return
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            bar = Progress(
                TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
                console=Console(stderr=True), transient=True, auto_refresh=False,
            )  # fmt: skip
            bar.start()
            bar.add_task(what, total=total)
        bar.update(bar.task_ids[0], completed=done, refresh=True)

    try:
        yield progress
    finally:
        if bar is not None:
            bar.stop()


def show_failures(failures: Iterable[Failure]) -> None:
    """What could not be read, on stderr, safe for a terminal."""
    from seokit.generate.reports.concise import terminal_safe

    for failure in failures:
        click.echo(terminal_safe(f"seokit: error: {failure.path}: {failure.message}"), err=True)


def show_left_out(audit: Audit) -> None:
    """What is not reported because of a baseline or --since, on stderr."""
    from seokit.generate.reports.leftout import left_out

    for line in left_out(audit):
        complain(line)


def show_profile(audit: Audit, reporting: float) -> None:
    """Where the time went, on stderr; `reporting` is the seconds that writing the reports took."""
    from seokit.generate.reports.profile import profile_lines
    from seokit.score.stopwatch import REPORTS

    for line in profile_lines(replace(audit, seconds={**audit.seconds, REPORTS: reporting})):
        click.echo(line, err=True)


def show_sitemap(made: Sitemap, folder: str, *, check: bool, explain: bool, quiet: bool) -> None:
    """Say what the sitemap command did, or would do."""
    from seokit.generate.reports.concise import terminal_safe

    if explain:
        for page in made.excluded:
            line = f"{page.path}: {page.reason}" + (f" ({page.url})" if page.url else "")
            click.echo(terminal_safe(line))
    if quiet:
        return
    if made.robots:
        click.echo(f"obeying {made.robots}")
    for name in made.result.changed:
        click.echo(f"{'differs' if check else 'wrote'}: {os.path.join(folder, name)}")
    for name in made.result.removed:
        click.echo(f"{'stale' if check else 'removed'}: {os.path.join(folder, name)}")
    left_out = f", {len(made.excluded):,} left out" + ("" if explain else " (--explain lists them)")
    plural = "" if made.result.urls == 1 else "s"
    click.echo(f"{made.result.urls:,} URL{plural}{left_out if made.excluded else ''}")
    if not made.result.differs:
        click.echo("the sitemap on disk is up to date")
