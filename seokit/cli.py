"""The command line: parse, call the API, exit code. Everything heavy is imported inside the commands."""

from __future__ import annotations

import errno
import gc
import io
import os
import signal
import sys
import time
from typing import TYPE_CHECKING, Any, Literal, NoReturn

import click

from seokit import __version__
from seokit.cli_baseline import baseline as baseline_commands
from seokit.cli_compare import compare
from seokit.cli_completion import completion, files, format_names, rules_and_topics
from seokit.cli_duplicates import duplicates
from seokit.cli_explain import explain
from seokit.cli_inject import inject
from seokit.cli_options import (
    BROKEN,
    CLEAN,
    FOUND,
    INTERRUPTED,
    JOBS,
    PATHS,
    api_call,
    as_date,
    as_file,
    as_folder,
    as_names,
    as_score,
    complain,
    give_up,
    load,
    load_site,
    refuse,
    site_options,
    tell_base,
)
from seokit.cli_robots import robots

if TYPE_CHECKING:
    import datetime as dt


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="%(prog)s %(version)s")
def cli() -> None:
    """Audit the sources and the built pages of a content site, and write its head tags, sitemap and robots.txt.

    Start with: seokit demo; for your own site: seokit audit content public
    """


@cli.command()
@PATHS
@site_options
@click.option("--format", "formats", metavar="NAME[:FILE]", multiple=True, shell_complete=format_names,
              help="text, concise, json, jsonl, csv, xlsx, markdown, github, gitlab, sarif, junit, rdjson; several "
                   "times; without FILE to stdout.")  # fmt: skip
@click.option(
    "--report-dir",
    metavar="DIR",
    shell_complete=files,
    callback=as_folder,
    help="Write pages.csv findings.csv issues.csv audit.xlsx audit.json.",
)
@click.option(
    "--select",
    metavar="RULE,...",
    multiple=True,
    callback=as_names,
    shell_complete=rules_and_topics,
    help="Only these rules or topics.",
)
@click.option(
    "--ignore",
    metavar="RULE,...",
    multiple=True,
    callback=as_names,
    shell_complete=rules_and_topics,
    help="All but these rules or topics.",
)
@click.option("--fail-on", type=click.Choice(["error", "warning", "info", "never"]), default="error",
              show_default=True, help="Exit 1 when there is a finding this bad.")  # fmt: skip
@click.option(
    "--min-score",
    type=click.FloatRange(0, 100),
    metavar="N",
    callback=as_score,
    help="Exit 1 when the site's mean is lower.",
)
@click.option("--max-findings", type=click.IntRange(0), metavar="N", help="Show so many (text formats only).")
@JOBS
@click.option("--parser", type=click.Choice(["turbo", "soup"]), default="turbo", show_default=True,
              help="What reads HTML: turbohtml, or BeautifulSoup, with which an audit takes 3 times as long.")  # fmt: skip
@click.option(
    "--sitemap",
    metavar="FILE",
    shell_complete=files,
    callback=as_file,
    help="Hold this sitemap against the pages; default: the one of the site.",
)
@click.option("--search-console", metavar="FILE", shell_complete=files, callback=as_file,
              help="Search Console's Pages.csv or ZIP: clicks and impressions beside each page.")  # fmt: skip
@click.option(
    "--baseline",
    metavar="FILE",
    shell_complete=files,
    help="Do not report the old findings in it; default: the config's.",
)
@click.option("--no-baseline", is_flag=True, help="Report everything, whatever the config says.")
@click.option("--since", metavar="REV", help="Report only what changed since this revision of git.")
@click.option("--profile", is_flag=True, help="Show on stderr how many seconds each stage and rule took.")
@click.option("-q", "--quiet", is_flag=True, help="Nothing but errors and what --format asks for.")
@click.option("-v", "--verbose", is_flag=True, help="Also say which files were skipped, and why.")
@click.option("--no-progress", is_flag=True, help="No progress bar.")
def audit(
    paths: tuple[str, ...],
    formats: tuple[str, ...],
    report_dir: str | None,
    fail_on: str,
    min_score: float | None,
    max_findings: int | None,
    jobs: int | None,
    parser: Literal["turbo", "soup"],
    sitemap: str | None,
    search_console: str | None,
    baseline: str | None,
    no_baseline: bool,
    since: str | None,
    profile: bool,
    quiet: bool,
    verbose: bool,
    no_progress: bool,
    **options: Any,
) -> None:
    """Check every page under PATH and report what is wrong, where.

    PATH is a file, a folder or a quoted glob; - reads paths from stdin. Exit codes: 0 clean, 1 findings
    at or above --fail-on, 2 usage, config, or something could not be read.
    """
    if quiet and verbose:
        raise click.UsageError("-q and -v exclude each other.")
    if baseline is not None and no_baseline:
        raise click.UsageError("--baseline and --no-baseline exclude each other.")
    if baseline is not None and not baseline.strip():
        raise click.UsageError("--baseline: the name of the file is empty; for none: --no-baseline.")
    from msgspec.structs import replace

    from seokit import api
    from seokit.cli_output import Output, OutputError, show_left_out, show_profile, shown_progress

    try:
        output = Output.of(formats, report_dir, max_findings=max_findings, fail_on=fail_on, quiet=quiet)
    except OutputError as error:
        raise click.UsageError(str(error)) from error
    settings = replace(load(paths, options, quiet=quiet), parser=parser)
    with shown_progress(not (quiet or no_progress)) as progress:
        result = api_call(
            lambda: api.audit(
                paths,
                config=settings,
                jobs=jobs,
                search_console=search_console,
                baseline="" if no_baseline else baseline,
                since=since,
                sitemap=sitemap,
                progress=progress,
            )
        )
    tell_base(settings, result.config, quiet=quiet)
    if result.sitemap and not quiet:
        complain(f"sitemap {result.sitemap}")
    if output.stdout != "text" and not quiet:
        show_left_out(result)
    if verbose:
        for one in result.suppressed:
            because = f" ({one.reason})" if one.reason else ""
            complain(f"suppressed {one.finding.path}: {one.finding.rule}{because}")
        for stranger in result.searched.unmatched if result.searched else ():
            complain(f"not audited {stranger.address} ({stranger.impressions:,} impressions)")
        for line in result.skipped:
            complain(f"skipped {line}")
    audited = time.perf_counter()
    written, unwritten = api_call(lambda: output.write(result))
    for line in () if quiet else written:
        click.echo(f"wrote {line}", err=True)
    for failure in unwritten:
        complain(str(failure))
    if profile:
        show_profile(result, time.perf_counter() - audited)
    if result.errors or unwritten:
        sys.exit(BROKEN)
    worst = {"error": 0, "warning": 1, "info": 2, "never": -1}[fail_on]
    ranks = {"error": 0, "warning": 1, "info": 2}
    if any(ranks[finding.severity] <= worst for finding in result.findings):
        sys.exit(FOUND)
    if min_score is not None and (result.scores.site is None or result.scores.site < min_score):
        if not quiet:
            complain(f"the score {result.scores.site} is below --min-score {min_score:g}")
        sys.exit(FOUND)


@cli.command(short_help="Write the sitemap.")
@PATHS
@site_options
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    shell_complete=files,
    required=True,
    callback=as_folder,
    help="Folder for sitemap.xml and its parts.",
)
@click.option("--gzip", is_flag=True, help="Write .xml.gz.")
@click.option(
    "--max-urls", type=click.IntRange(1, 50_000), metavar="N", help="URLs a file; default and most 50,000."
)
@click.option(
    "--robots",
    metavar="FILE",
    shell_complete=files,
    help="robots.txt to obey; default: the one in DIR, else in the root, static or public of the site.",
)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when the files on disk differ.")
@click.option("--explain", is_flag=True, help="List each page that is left out, and why.")
@click.option("-q", "--quiet", is_flag=True, help="Nothing but errors.")
def sitemap(
    paths: tuple[str, ...],
    output: str,
    gzip: bool,
    max_urls: int | None,
    robots: str | None,
    check: bool,
    explain: bool,
    quiet: bool,
    **options: Any,
) -> None:
    """Write the sitemap of the pages under PATH: canonical, indexable, existing pages only.

    Exit codes: 0 done, 1 --check finds a difference, 2 usage, config, or a file that could not be read.
    """
    from seokit import api
    from seokit.cli_output import show_failures, show_sitemap

    settings = load_site(paths, options, quiet=quiet)
    if not settings.base_url:
        raise click.UsageError("a sitemap needs absolute URLs: give --base-url, or base_url in the config.")
    made = api_call(
        lambda: api.sitemap(
            paths, output, config=settings, gzip=gzip, max_urls=max_urls, check=check, robots=robots
        )
    )
    show_sitemap(made, output, check=check, explain=explain, quiet=quiet)
    show_failures(made.errors)
    if made.errors:
        sys.exit(BROKEN)
    sys.exit(FOUND if check and made.result.differs else CLEAN)


cli.add_command(baseline_commands)
cli.add_command(compare)
cli.add_command(completion)
cli.add_command(duplicates)
cli.add_command(explain)
cli.add_command(inject)
cli.add_command(robots)


@cli.command(short_help="Print the head tags and JSON-LD of pages.")
@click.argument("path", shell_complete=files)
@click.argument("pages", metavar="[URL-OR-FILE]...", nargs=-1, shell_complete=files)
@site_options
@click.option("--format", "form", type=click.Choice(["html", "json", "jsonld", "jsonl"]), default="html",
              show_default=True, help="json, jsonl: tags, their sources, structured data; jsonl a page a line.")  # fmt: skip
@click.option("--explain", is_flag=True, help="Show where each value comes from instead of the tags.")
@JOBS
def meta(
    path: str, pages: tuple[str, ...], form: str, explain: bool, jobs: int | None, **options: Any
) -> None:
    """Print the head tags of the pages under PATH, or of those named by URL or file."""
    from seokit import api
    from seokit.cli_meta import show_heads
    from seokit.cli_output import show_failures

    if explain and form != "html":
        raise click.UsageError("--explain is a table of its own: leave out --format.")
    settings = load([path], options)
    errors: list[Any] = []
    records = api_call(lambda: api.head_records(path, settings, pages, errors=errors, jobs=jobs))
    told = api_call(lambda: show_heads(records, "explain" if explain else form, settings.templates))
    show_failures(errors)
    for sentence in told:
        complain(sentence)
    if errors:
        sys.exit(BROKEN)


@cli.command(short_help="List the rules, or explain one.")
@click.argument("name", required=False, shell_complete=rules_and_topics)
@click.option("--markdown", is_flag=True, help="All rules as one Markdown page (reports/rules.md).")
def rule(name: str | None, markdown: bool) -> None:
    """List the rules, or those of the topic NAME, or explain the rule NAME.

    Explained are why it is there, its source, its options, a bad and a good example.
    """
    import shutil

    from seokit.generate.reports.rules import explain_name, list_rules, rules_markdown

    width = min(shutil.get_terminal_size().columns, 100)
    if markdown:
        click.echo(rules_markdown(), nl=False)
    elif name is None:
        click.echo(list_rules(width), nl=False)
    else:
        try:
            click.echo(explain_name(name, width), nl=False)
        except KeyError as error:
            refuse(str(error.args[0]))


@cli.group()
def config() -> None:
    """Look at the configuration."""


@config.command("show")
@click.argument("path", default=".", shell_complete=files)
@site_options
def config_show(path: str, **options: Any) -> None:
    """Print the whole effective configuration for PATH, as TOML."""
    from seokit.config import show_settings

    click.echo(show_settings(load([path], options)), nl=False)


@config.command("schema")
def config_schema() -> None:
    """Print the JSON Schema of seokit.toml, by which editors complete and check it."""
    import json

    from seokit.config_schema import config_schema as schema

    click.echo(json.dumps(schema(), indent=2, ensure_ascii=False))


@cli.command(short_help="Say which preset fits, and write seokit.toml.")
@click.argument("path", default=".", shell_complete=files)
@click.option("--preset", metavar="NAME", help="Take this preset instead of looking.")
def init(path: str, preset: str | None) -> None:
    """Look at the folder PATH, say which preset fits and why, and write seokit.toml."""
    from seokit.config import ConfigError, write_init
    from seokit.extract.discover import PathError

    try:
        written, reason = write_init(path, preset)
    except (ConfigError, PathError, OSError) as error:
        refuse(str(error))
    click.echo(reason)
    click.echo(f"wrote {written}")
    inner = os.path.join(path, "content")
    click.echo(f"next: seokit audit {os.path.normpath(inner) if os.path.isdir(inner) else path}")  # noqa: PTH112


@cli.command(short_help="Make a small faulty site, and audit it.")
@click.option(
    "--today", metavar="DATE", callback=as_date, help="The date that rules go by; default today, UTC."
)
def demo(today: dt.date | None) -> None:
    """Make a small site with every kind of fault in ./seokit-demo, audit it, and write its reports."""
    from seokit.demo import DemoError, run_demo

    try:
        run_demo(today)
    except DemoError as error:
        refuse(str(error))


def main() -> NoReturn:
    """Run the command line; exit codes 0, 1, 2, and 130 when interrupted."""
    # A command ends before garbage matters: our records have no cycles, and there are millions of them.
    gc.set_threshold(50_000, 20, 100)
    # numpy's linear algebra, of which we use none, would start a spinning thread a core in every process.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    open_streams()
    stdout = sys.stdout
    broken = ""
    try:
        os.getcwd()  # noqa: PTH109
    except FileNotFoundError:
        refuse("the current folder does not exist any more")
    try:
        cli.main(prog_name="seokit", standalone_mode=False)
        code: int | str | None = CLEAN
    except SystemExit as stop:
        # When the reader (head, less) has gone, click wraps stdout and exits with 1; but nothing went wrong here.
        code = stop.code if sys.stdout is stdout else CLEAN
    except (click.exceptions.Abort, KeyboardInterrupt):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second one would leave workers behind
        complain("interrupted")
        code = INTERRUPTED
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except Exception as error:
        # The last line of defence: an unknown fault must still end with exit code 2, not Python's 1.
        code = BROKEN
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EFBIG, errno.EIO):
            broken = error.strerror or str(error)
        else:
            import traceback

            traceback.print_exc()
            complain(f"internal error: {error!r}; please report it with the lines above")
    broken = close_stdout() or broken
    if broken:
        complain(f"cannot write to stdout: {broken}")
        code = BROKEN
    sys.exit(code)


def open_streams() -> None:
    """Make the standard streams usable: none closed (`>&-`), none that fails at a character.

    What the encoding of stdout cannot say is shown in escapes; a path on stdin may have any bytes.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115
    for stream, errors in ((sys.stdin, "surrogateescape"), (sys.stdout, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors=errors)


def close_stdout() -> str:
    """Flush now, so that Python does not complain at shutdown; says why not all could be written.

    A reader who has gone has seen enough, and is no fault.
    """
    try:
        sys.stdout.flush()
    except OSError as error:
        give_up(sys.stdout)
        if not isinstance(error, BrokenPipeError):
            return error.strerror or str(error)
    return ""
