"""The command `seokit compare`: two audits side by side."""

from __future__ import annotations

import sys

import click

from seokit.cli_completion import files
from seokit.cli_options import CLEAN, FOUND, api_call, say_lines, sayable


@click.command(short_help="Compare two audits: what is new, fixed, unchanged.")
@click.argument("old", metavar="OLD.json", shell_complete=files)
@click.argument("new", metavar="NEW.json", shell_complete=files)
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True,
              help="json lists every finding that is new or fixed.")  # fmt: skip
@click.option("--fail-on", type=click.Choice(["error", "warning", "info", "score", "never"]), multiple=True,
              help="Exit 1 on a new finding this bad, or on a lower score; several times. Default: never.")  # fmt: skip
def compare(old: str, new: str, form: str, fail_on: tuple[str, ...]) -> None:
    """Compare two audits, as `seokit audit PATH --format json:FILE` writes them.

    Findings are recognised by rule, page, field and value, not by their line. Exit codes: 0 done, 1 a
    regression (see --fail-on), 2 a file that is no audit.
    """
    from seokit.generate import compare as comparing
    from seokit.generate.reports import compare as showing

    before = api_call(lambda: comparing.read_report(old))
    after = api_call(lambda: comparing.read_report(new))
    found = comparing.compare(before, after)
    if form == "json":
        click.echo(sayable(showing.comparison_json(found).decode(), "backslashreplace"), nl=False)
    else:
        lines = showing.comparison_text(found) if form == "text" else showing.comparison_markdown(found)
        say_lines(lines)
    sys.exit(FOUND if found.worse(fail_on) else CLEAN)
