"""The commands `seokit baseline create|update|show`."""

from __future__ import annotations

import sys
from typing import Any

import click

from seokit.cli_options import BROKEN, PATHS, api_call, complain, load, refuse, site_options

OUTPUT = click.option(
    "-o", "--output", metavar="FILE", help="The file; default: the config's, or seokit-baseline.txt."
)
JOBS = click.option(
    "--jobs", type=click.IntRange(1), metavar="N", help="Processes; default by the size of the site."
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
@click.option("--force", is_flag=True, help="Write over a baseline that is there.")
def create(paths: tuple[str, ...], output: str | None, jobs: int | None, force: bool, **options: Any) -> None:
    """Audit PATH and write a baseline of all that is found."""
    write(paths, output, jobs, options, update=False, accept_new=False, force=force)


@baseline.command("update", short_help="Remove what is mended from the baseline.")
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


@baseline.command("show", short_help="Count what a baseline holds, by rule.")
@click.argument("file", required=False)
def show(file: str | None) -> None:
    """Count the old findings in a baseline, by rule. FILE: seokit-baseline.txt without one."""
    from seokit.generate import baseline as baselines

    name = file or baselines.DEFAULT
    known = api_call(lambda: baselines.read_baseline(name))
    rules: dict[str, int] = {}
    for (_, rule), names in known.items():
        rules[rule] = rules.get(rule, 0) + len(names)
    for rule, number in sorted(rules.items(), key=lambda item: (-item[1], item[0])):
        click.echo(f"{number:9,}  {rule}")
    pages = len({path for path, _ in known})
    click.echo(f"{baselines.count(known):9,}  old findings on {pages:,} pages, in {name}")


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
    import os

    from seokit import api
    from seokit.cli_output import show_failures, shown_progress
    from seokit.generate.baseline import DEFAULT

    settings = load(paths, {**options, "select": (), "ignore": ()})
    file = output or (os.path.relpath(settings.baseline) if settings.baseline else DEFAULT)
    if not update and not force and os.path.lexists(file):
        refuse(
            f"{file}: is there already; `seokit baseline update` brings it up to date, --force writes it anew"
        )
    with shown_progress(True) as progress:
        result = api_call(
            lambda: api.audit(paths, config=settings, jobs=jobs, baseline="", progress=progress)
        )
    show_failures(result.errors)
    if result.errors:
        complain("what could not be read is not in the baseline")
    change = api_call(
        lambda: api.make_baseline(result, file, update=update, accept_new=accept_new, force=force)
    )
    click.echo(f"wrote {file}: {change.kept + change.added:,} old findings")
    if update:
        more = f"{change.added:,} added" if accept_new else "new ones are not added without --accept-new"
        click.echo(f"{change.gone:,} mended and removed; {more}")
    else:
        click.echo(f"next: seokit audit {' '.join(paths)} --baseline {file}")
    if result.errors:
        sys.exit(BROKEN)
