"""Shell completion: `seokit completion bash|zsh|fish` prints what a shell has to be told.

A shell starts the program at every press of Tab, so nothing heavy is imported: the names of the rules are read from
the text of their modules, since importing them takes a quarter of a second.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import click
from click.shell_completion import CompletionItem

SHELLS = ("bash", "zsh", "fish")
VARIABLE = "_SEOKIT_COMPLETE"  # as click names it
_DECLARED = re.compile(r'^@rule\(\s*"([a-z0-9-]+)"', re.MULTILINE)


def files(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Files and folders: the shell's own business."""
    return [CompletionItem(incomplete, type="file")]


def rules_and_topics(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Rules and topics that begin so; of a list (`a,b,c`) the last one counts."""
    before, comma, _ = incomplete.rpartition(",")
    names = list(rule_names())
    topics = dict.fromkeys(name.partition("-")[0] for name in names)
    return beginning((f"{before}{comma}{name}" for name in (*topics, *names)), incomplete)


def rules(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Rules that begin so."""
    return beginning(rule_names(), incomplete)


def preset_names(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Presets that begin so."""
    from seokit.presets import PRESETS

    return beginning(PRESETS, incomplete)


def format_names(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Formats of reports that begin so."""
    from seokit.generate.reports import FORMATS

    return beginning(FORMATS, incomplete)


def beginning(names: Iterable[str], incomplete: str) -> list[str]:
    """The names that begin so, in their order."""
    return [name for name in names if name.startswith(incomplete)]


def rule_names() -> Iterator[str]:
    """The names of all rules, by file, in the order of their lines."""
    from importlib.resources import files as resources

    folder = resources("seokit.score") / "rules"
    for module in sorted(folder.iterdir(), key=lambda file: file.name):
        if module.name.endswith(".py"):
            yield from _DECLARED.findall(module.read_text(encoding="utf-8"))


@click.command(short_help="Print the completion script of a shell.")
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print a script that completes commands, options, files, rules, presets and formats.

    bash: seokit completion bash > ~/.local/share/bash-completion/completions/seokit;
    zsh: a file _seokit in a folder of $fpath; fish: ~/.config/fish/completions/seokit.fish
    """
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    if found is None:
        raise click.UsageError(f"click knows no completion for {shell}.")
    click.echo(
        found(click.get_current_context().find_root().command, {}, "seokit", VARIABLE).source(), nl=False
    )
