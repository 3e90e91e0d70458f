"""The command `seokit duplicates`: clusters of pages that are alike, and how to merge them."""

from __future__ import annotations

import sys
from typing import Any

import click

from seokit.cli_completion import files
from seokit.cli_options import BROKEN, CLEAN, FOUND, JOBS, PATHS, api_call, as_output, load, site_options


@click.command(short_help="Plan the merge of pages that are alike.")
@PATHS
@site_options
@click.option(
    "--format", "form", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True
)
@click.option("-o", "--output", metavar="FILE", shell_complete=files, callback=as_output,
              help="Write FILE instead of printing.")  # fmt: skip
@click.option("--check", is_flag=True, help="Exit 1 where something is left to do.")
@JOBS
def duplicates(
    paths: tuple[str, ...], form: str, output: str | None, check: bool, jobs: int | None, **options: Any
) -> None:
    """Find the pages under PATH that have one text or one title, and plan what to do.

    Of each cluster one page stays: the one that the others name as canonical, else that with most inlinks, else
    the oldest, else that with the shortest URL. The others redirect to it, name it as canonical, or need another
    title; links to them are listed with what to write. Exit codes: 0 done, 1 with --check where something is left
    to do, 2 usage, or something could not be read.
    """
    import io

    from seokit import api
    from seokit.cli_output import show_failures, shown_progress
    from seokit.generate.files import refuse_inputs, write_atomic
    from seokit.generate.reports import duplicates as showing

    settings = load(paths, options, quiet=output is None and form != "text")
    with shown_progress(True) as progress:
        found = api_call(lambda: api.duplicates(paths, config=settings, jobs=jobs, progress=progress))
    if output is not None:
        file = output
        api_call(lambda: refuse_inputs([file], found.inputs))
    out = io.BytesIO()
    if form == "csv":
        showing.write_csv(found.clusters, out.write)
    elif form == "json":
        showing.write_json(found.clusters, out.write)
    else:
        lines = (f"{line}\n" for line in showing.duplicate_lines(found.clusters))
        out.write("".join(lines).encode("utf-8", "backslashreplace"))
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(out.getvalue())
    else:
        api_call(lambda: write_atomic(file, out.getvalue()))
        click.echo(f"wrote {output}: {showing.total(found.clusters)}", err=True)
    show_failures(found.errors)
    if found.errors:
        sys.exit(BROKEN)
    sys.exit(FOUND if check and any(one.is_open for one in found.clusters) else CLEAN)
