"""Shell completion: `seokit completion bash|zsh|fish` prints what a shell has to be told."""

from __future__ import annotations

import click

SHELLS = ("bash", "zsh", "fish")
VARIABLE = "_SEOKIT_COMPLETE"  # as click names it


def rule_names(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Rules and topics that begin so; of a list (`a,b,c`) the last one counts."""
    from seokit.score.registry import RULES, TOPICS

    before, comma, begun = incomplete.rpartition(",")
    return [f"{before}{comma}{name}" for name in (*TOPICS, *RULES) if name.startswith(begun)]


def preset_names(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Presets that begin so."""
    from seokit.presets import PRESETS

    return [name for name in PRESETS if name.startswith(incomplete)]


def format_names(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Formats of reports that begin so."""
    from seokit.generate.reports import FORMATS

    return [name for name in FORMATS if name.startswith(incomplete)]


@click.command(short_help="Print the completion script of a shell.")
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print a script that completes commands, options, rules, presets and formats.

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
