"""The commands `seokit baseline create|update|show`."""

from __future__ import annotations

import os
import shlex
import sys
from typing import TYPE_CHECKING, Any

import click

from seokit.cli_completion import files
from seokit.cli_options import BROKEN, JOBS, PATHS, api_call, complain, load, say_lines, site_options

if TYPE_CHECKING:
    from seokit.model import Settings

OUTPUT = click.option(
    "-o",
    "--output",
    metavar="FILE",
    shell_complete=files,
    help="The file; default: the config's, or seokit-baseline.txt beside it.",
)


@click.group()
def baseline() -> None:
    """Remember old findings, so that an audit reports only new ones.

    Then: seokit audit PATH --baseline seokit-baseline.txt, or `baseline` in the config.
    """


@baseline.command("create", short_help="Audit, and remember everything that is found.")
@PATHS
@site_options
@OUTPUT
@JOBS
@click.option("--force", is_flag=True, help="Write over a baseline that is there (and over nothing else).")
def create(paths: tuple[str, ...], output: str | None, jobs: int | None, force: bool, **options: Any) -> None:
    """Audit PATH and write a baseline of all that is found."""
    write(paths, output, jobs, options, update=False, accept_new=False, force=force)


@baseline.command("update", short_help="Remove what is gone from the baseline.")
@PATHS
@site_options
@OUTPUT
@JOBS
@click.option("--accept-new", is_flag=True, help="Also remember what is new.")
def update(
    paths: tuple[str, ...], output: str | None, jobs: int | None, accept_new: bool, **options: Any
) -> None:
    """Audit PATH and remove from the baseline what is not found any more.

    New findings stay new, unless --accept-new is given.
    """
    write(paths, output, jobs, options, update=True, accept_new=accept_new, force=False)


@baseline.command("show", short_help="Count what a baseline holds, by rule and by folder.")
@click.argument("file", required=False, shell_complete=files)
def show(file: str | None) -> None:
    """Count the old findings in a baseline, by rule and by folder.

    FILE: without one the config's, or seokit-baseline.txt beside it.
    """
    from seokit.generate.baseline import read_baseline
    from seokit.generate.reports.baseline import baseline_lines

    name = file or target(None, load(["."], {"select": (), "ignore": ()}, quiet=True))
    known = api_call(lambda: read_baseline(name))
    say_lines(baseline_lines(known, name))


def target(output: str | None, settings: Settings) -> str:
    """The file: the one that was named, the config's, or one beside the config."""
    from seokit.extract.rooted import from_root
    from seokit.generate.baseline import DEFAULT

    return output or from_root(settings.baseline or os.path.join(settings.root, DEFAULT), os.curdir)


def write(
    paths: tuple[str, ...],
    output: str | None,
    jobs: int | None,
    options: dict[str, Any],
    *,
    update: bool,
    accept_new: bool,
    force: bool,
) -> None:
    """Audit and write the file; says what was done."""
    from seokit import api
    from seokit.cli_output import show_failures, shown_progress
    from seokit.generate.baseline import read_baseline, refuse_existing, refuse_place
    from seokit.generate.reports.concise import terminal_safe

    settings = load(paths, {**options, "select": (), "ignore": ()})
    file = target(output, settings)
    # What will be refused, is refused before the audit.
    api_call(lambda: refuse_place(file, () if update else filter(os.path.isdir, paths)))
    api_call(lambda: read_baseline(file) if update else refuse_existing(file, force=force))
    with shown_progress(True) as progress:
        result = api_call(
            lambda: api.audit(paths, config=settings, jobs=jobs, baseline="", progress=progress)
        )
    show_failures(result.errors)
    if result.errors:
        complain(f"what could not be read {'stays as it was' if update else 'is not'} in the baseline")
    change = api_call(
        lambda: api.make_baseline(result, file, update=update, accept_new=accept_new, force=force)
    )
    name = terminal_safe(file)
    if not update:
        click.echo(f"wrote {name}: {change.added:,} old findings")
        click.echo(terminal_safe(f"next: seokit audit {shlex.join(paths)} --baseline {shlex.quote(file)}"))
    elif change.gone or change.added:
        click.echo(
            f"wrote {name}: {change.gone:,} removed, {change.added:,} added, {change.kept:,} as before"
        )
    else:
        click.echo(f"{name} is up to date: {change.kept:,} old findings")
    if change.unseen:
        findings = "finding was" if change.unseen == 1 else "findings were"
        click.echo(
            f"{change.unseen:,} old {findings} not looked for and stay, such as {terminal_safe(change.such_as)}"
        )
    if change.new:
        findings = "finding is" if change.new == 1 else "findings are"
        click.echo(f"{change.new:,} new {findings} not added; --accept-new adds what is new")
    if result.errors:
        sys.exit(BROKEN)
