"""The command `seokit robots`: write robots.txt from the config, or check one."""

from __future__ import annotations

import sys
from typing import Any

import click

from seokit.cli_completion import files
from seokit.cli_options import CLEAN, FOUND, api_call, as_output, complain, load, sayable, site_options


@click.command(short_help="Print or write robots.txt, or check one.")
@click.argument("path", default=".", shell_complete=files)
@site_options
@click.option("-o", "--output", metavar="FILE", shell_complete=files, callback=as_output,
              help="Write FILE instead of printing.")  # fmt: skip
@click.option(
    "--diff", is_flag=True, help="Write nothing; show how FILE would change, and exit 1 if it would."
)
@click.option(
    "--check",
    "checked",
    metavar="FILE",
    shell_complete=files,
    help="Check this robots.txt instead; exit 1 on a fault.",
)
def robots(path: str, output: str | None, diff: bool, checked: str | None, **options: Any) -> None:
    """Print the robots.txt of the site at PATH, as the table [robots] of its config says.

    With --check FILE: name the lines that crawlers skip, a site that is shut, a missing sitemap, as
    FILE:LINE:COLUMN. Exit codes: 0 clean, 1 errors or warnings, 2 usage or a file that cannot be read.
    """
    if checked is not None and (output is not None or diff):
        raise click.UsageError("--check FILE stands alone: it writes nothing, and shows no difference.")
    if diff and output is None:
        raise click.UsageError("--diff needs -o FILE: the file to compare with.")
    from seokit import api

    if checked is not None:
        show_faults(api_call(lambda: api.check_robots(checked)))
    settings = load([path], options, quiet=True)
    text = api_call(lambda: api.robots(path, config=settings))
    if not settings.base_url and not settings.robots.sitemaps:
        complain("no sitemap is named, as the address of the site is not known: give --base-url, or base_url "
                 "in the config")  # fmt: skip
    if output is None:
        click.echo(sayable(text, "backslashreplace"), nl=False)
    elif diff:
        changes = api_call(lambda: api.robots_diff(text, output))
        click.echo(sayable(changes, "backslashreplace"), nl=False)
        sys.exit(FOUND if changes else CLEAN)
    else:
        from seokit.generate.files import write_atomic

        api_call(lambda: write_atomic(output, text.encode()))
        click.echo(f"wrote {output}", err=True)


def show_faults(findings: Any) -> None:
    """Print the findings, a line each, and exit."""
    from seokit.generate.reports.concise import place, terminal_safe

    encoding = sys.stdout.encoding or "utf-8"
    for one in findings:
        click.echo(terminal_safe(f"{place(one)} {one.severity} {one.rule} {one.message}", encoding))
    sys.exit(FOUND if any(one.severity != "info" for one in findings) else CLEAN)
