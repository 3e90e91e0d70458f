"""The command `seokit explain`: why a page has a finding, or has not."""

from __future__ import annotations

from typing import Any

import click

from seokit.cli_completion import files, rules
from seokit.cli_options import api_call, refuse, say_lines, site_options


@click.command(short_help="Say why a page has a finding, or has not.")
@click.argument("path", shell_complete=files)
@click.argument("rule", shell_complete=rules)
@click.option("--site", metavar="PATH", shell_complete=files, multiple=True,
              help="What to audit around the page; default: its topmost folder below the config.")  # fmt: skip
@site_options
def explain(path: str, rule: str, site: tuple[str, ...], **options: Any) -> None:
    """Say why the page at PATH has a finding of RULE, or has not.

    Shown are the values that the rule judges and where they stand, the limit and who set it, and the other
    pages of a group. Exit codes: 0 done, 2 usage, or a file that is no page.
    """
    import shutil

    from seokit.explain import explain as explain_page
    from seokit.generate.reports.explain import explanation_lines

    try:
        told = api_call(lambda: explain_page(path, rule, site=site, **options))
    except KeyError as error:
        refuse(str(error.args[0]))
    say_lines(explanation_lines(told, min(shutil.get_terminal_size().columns, 100)))
