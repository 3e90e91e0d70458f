"""What all commands share: their common options, the settings they load, and how they complain."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NoReturn, TextIO, TypeVar

import click

from seokit.cli_completion import files, preset_names

if TYPE_CHECKING:
    import datetime as dt

    from seokit.model import Settings

CLEAN, FOUND, BROKEN, INTERRUPTED = 0, 1, 2, 130
F = TypeVar("F", bound=Callable[..., Any])


def complain(message: str) -> None:
    """A sentence on stderr, every line of it marked as ours, safe for a terminal."""
    from seokit.generate.reports.concise import terminal_safe

    try:
        for line in message.splitlines():
            click.echo(f"seokit: {terminal_safe(line)}", err=True)
    except OSError:  # nobody can be told
        give_up(sys.stderr)


def refuse(message: str) -> NoReturn:
    """Say what is wrong and exit 2."""
    complain(message)
    sys.exit(BROKEN)


def as_date(_ctx: click.Context, _param: click.Parameter, value: str | None) -> dt.date | None:
    """`--today`: an ISO date."""
    if value is None:
        return None
    import datetime as dt

    try:
        return dt.date.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter(f"{value!r} is not a date such as 2026-11-23") from error


def as_score(_ctx: click.Context, _param: click.Parameter, value: float | None) -> float | None:
    """`--min-score`: nan lies in no range, and no score is below it."""
    if value is not None and value != value:
        raise click.BadParameter("nan is not in the range 0<=x<=100.")
    return value


def as_folder(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """A folder to write into; an empty name, as of an unset variable, does not mean the current one."""
    if value is not None and not value.strip():
        raise click.BadParameter("the name of the folder is empty.")
    return value


def as_file(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """A file; an empty name, as of an unset variable, does not mean none."""
    if value is not None and not value.strip():
        raise click.BadParameter("the name of the file is empty.")
    return value


def as_output(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """A file to write."""
    if value == "-":
        raise click.BadParameter("to write to stdout, leave the option out.")
    if value is not None and value.endswith(("/", os.sep)):
        raise click.BadParameter(f"{value!r} is the name of a folder: add that of the file.")
    return as_file(ctx, param, value)


def as_names(_ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """`--select a,b --select c`: one flat list."""
    names = tuple(name.strip() for value in values for name in value.split(",") if name.strip())
    if values and not names and param.name == "select":
        raise click.BadParameter("names no rule and no topic.")
    return names


def as_paths(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """PATH…, where `-` stands for a list on stdin, one path a line."""
    if "-" not in values:
        return values
    listed = [line.rstrip("\r\n") for line in sys.stdin]
    paths = tuple(p for value in values for p in (listed if value == "-" else [value]) if p)
    if not paths:
        raise click.BadParameter("- reads paths from stdin, and there is none")
    return paths


PATHS = click.argument(
    "paths", metavar="PATH...", nargs=-1, required=True, callback=as_paths, shell_complete=files
)
JOBS = click.option(
    "--jobs", type=click.IntRange(1), metavar="N", help="Processes; default by the size of the site."
)


def site_options(command: F) -> F:
    """The options of every command that reads a site."""
    for option in (
        click.option(
            "--today", metavar="DATE", callback=as_date, help="The date that rules go by; default today, UTC."
        ),
        click.option("--base-url", metavar="URL", help="Where the site is published: https://example.org."),
        click.option(
            "--preset",
            metavar="NAME",
            shell_complete=preset_names,
            help="How front matter is read: hugo, jekyll … Default: detected.",
        ),
        click.option(
            "--config",
            metavar="FILE",
            shell_complete=files,
            help="Config to use instead of the nearest seokit.toml.",
        ),
    ):
        command = option(command)
    return command


def load(paths: Sequence[str], options: dict[str, Any], *, quiet: bool = False) -> Settings:
    """The settings for a command; exits 2 with every fault of the config."""
    from seokit import config as configs
    from seokit.extract.discover import PathError

    if options.get("config") and options.get("preset"):
        raise click.UsageError("--config and --preset exclude each other: a config names its own preset.")
    try:
        settings, warnings = configs.load(paths, **options)
    except (configs.ConfigError, PathError) as error:
        refuse(str(error))
    for warning in warnings:
        complain(warning)
    if settings.preset_reason and not quiet:
        complain(settings.preset_reason)
    if settings.base_source and not quiet:
        complain(f"base URL {settings.base_url}, from {settings.base_source}")
    return settings


def load_site(paths: Sequence[str], options: dict[str, Any], *, quiet: bool = False) -> Settings:
    """The settings for a command that publishes: with what built pages tell of their URLs."""
    from seokit import api

    loaded = load(paths, options, quiet=quiet)
    settings: Settings = api_call(lambda: api.site_settings(paths, loaded))
    tell_base(loaded, settings, quiet=quiet)
    return settings


def tell_base(loaded: Settings, found: Settings, *, quiet: bool) -> None:
    """Say which base URL was found, where none was given."""
    if found.base_url != loaded.base_url and not quiet:
        complain(f"base URL {found.base_url}, from the pages' canonicals")


def api_call(call: Callable[[], Any]) -> Any:
    """Call the API; what it raises for the user becomes a sentence and exit code 2."""
    try:
        return call()
    except Exception as error:
        # In a folder that is gone nothing can be imported: only of our own exceptions it is worth asking.
        if not type(error).__module__.startswith("seokit.") or not isinstance(error, told()):
            raise
        refuse(str(error))


def told() -> tuple[type[Exception], ...]:
    """The exceptions whose message is a sentence for the user. Imported when one was raised: they are many."""
    from seokit.config import ConfigError
    from seokit.extract.discover import PathError
    from seokit.extract.gitchanges import GitError
    from seokit.extract.pool import EngineError
    from seokit.extract.searchconsole import ExportError
    from seokit.extract.sitemapfile import SitemapFileError
    from seokit.generate.baseline import BaselineError
    from seokit.generate.compare import CompareError
    from seokit.generate.files import WriteError
    from seokit.generate.robots import RobotsError
    from seokit.generate.sitemap_records import SitemapError
    from seokit.generate.templates import BadTemplateError
    from seokit.urls import UrlError

    return (
        BadTemplateError,
        BaselineError,
        CompareError,
        ConfigError,
        EngineError,
        ExportError,
        GitError,
        PathError,
        RobotsError,
        SitemapError,
        SitemapFileError,
        UrlError,
        WriteError,
    )


def sayable(text: str, errors: str) -> str:
    """The text in characters that stdout's encoding has."""
    encoding = sys.stdout.encoding or "utf-8"
    return text.encode(encoding, errors).decode(encoding)


def say_lines(lines: Iterable[str]) -> None:
    """Lines on stdout; what its encoding lacks is escaped."""
    for line in lines:
        click.echo(sayable(line, "backslashreplace"))


def give_up(stream: TextIO) -> None:
    """Let what is still to be written to a stream go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
