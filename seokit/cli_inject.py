"""The command `seokit inject`: its options, and what it says of what it did or would do."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from seokit.cli_completion import files
from seokit.cli_options import (
    BROKEN,
    CLEAN,
    FOUND,
    JOBS,
    api_call,
    as_folder,
    as_paths,
    complain,
    load,
    site_options,
    tell_base,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seokit.generate.inject.plan import Policy
    from seokit.generate.inject.run import Outcome
    from seokit.generate.inject.site import Injection

EXAMPLES = 3  # files named for a reason that many share


@click.command(short_help="Put head tags into built pages and templates.")
@click.argument(
    "targets", metavar="TARGET...", nargs=-1, required=True, callback=as_paths, shell_complete=files
)
@site_options
@click.option(
    "--from", "sources", metavar="PATH", shell_complete=files, multiple=True,
    help="Front matter pages whose values are written; default: the built page itself.",
)  # fmt: skip
@click.option(
    "--policy", type=click.Choice(["keep", "replace", "error"]), default="keep", show_default=True,
    help="Tags that a page has: keep them, replace them, or write nothing where one differs.",
)  # fmt: skip
@click.option("--diff", is_flag=True, help="Print what would change as a unified diff.")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when something would change.")
@click.option("--write", is_flag=True, help="Change the files.")
@click.option(
    "--remove", is_flag=True, help="Take out what was injected; pages are as before, byte for byte."
)
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    shell_complete=files,
    callback=as_folder,
    help="Write changed copies below DIR instead.",
)
@JOBS
@click.option("-q", "--quiet", is_flag=True, help="Nothing but errors, conflicts and the diff.")
def inject(
    targets: tuple[str, ...],
    sources: tuple[str, ...],
    policy: Policy,
    diff: bool,
    check: bool,
    write: bool,
    remove: bool,
    output: str | None,
    jobs: int | None,
    quiet: bool,
    **options: Any,
) -> None:
    """Put the head tags of `seokit meta` into the built pages under TARGET, and their tag into templates.

    Without --write or -o nothing is changed. Exit codes: 0 done, 1 --check finds a difference or --policy error
    a conflict, 2 usage, config, or a file that could not be read or written.
    """
    chosen = [name for name, given in (("--diff", diff), ("--check", check), ("--write", write)) if given]
    chosen += ["-o"] if output is not None else []
    if len(chosen) > 1:
        raise click.UsageError(f"{' and '.join(chosen)} exclude each other.")
    if remove and (policy != "keep" or sources):
        raise click.UsageError("--remove takes no --policy and no --from.")
    from seokit import api
    from seokit.cli_output import shown_progress

    plain = not (sources or options["preset"] or options["config"])
    if plain:
        options["preset"] = api_call(lambda: api.preset_for_built(targets))
    settings = load(sources or targets, {**options, "audits": False}, quiet=quiet or plain)
    with shown_progress(not quiet, "injecting") as progress:
        made: Injection = api_call(
            lambda: api.inject(
                targets, source=sources, policy=policy, write=write, remove=remove, output=output or "",
                diff=diff, config=settings, jobs=jobs, progress=progress,
            )
        )  # fmt: skip
    tell_base(settings, made.config, quiet=quiet or remove)
    if diff:
        show_diff(made)
    show_conflicts(made)
    show_errors(made)
    if not quiet:
        for line in summary(made, output=output or "", ask=not chosen):
            click.echo(line, err=diff)
    if made.of("error"):
        sys.exit(BROKEN)
    if made.of("conflict") or (check and made.of("changed")):
        sys.exit(FOUND)
    sys.exit(CLEAN)


def show_diff(made: Injection) -> None:
    """The diffs: as they are into a file or a pipe, so that `patch` reads them; harmless on a terminal."""
    from seokit.generate.reports.concise import terminal_safe

    if sys.stdout.isatty():
        for outcome in made.of("changed"):
            for line in outcome.diff.splitlines():
                click.echo(terminal_safe(line))
        return
    sys.stdout.flush()
    for outcome in made.of("changed"):
        sys.stdout.buffer.write(outcome.diff.encode("utf-8", "surrogateescape"))
    sys.stdout.buffer.flush()


def show_conflicts(made: Injection) -> None:
    """Each tag that says something else than ours, with its place."""
    from seokit.generate.reports.concise import terminal_safe
    from seokit.generate.reports.counts import counted

    for outcome in made.of("conflict"):
        for line in outcome.conflicts:
            click.echo(terminal_safe(line))
    count = sum(len(outcome.conflicts) for outcome in made.of("conflict"))
    if count:
        pages = len(made.of("conflict"))
        complain(f"{counted(count, 'conflict')} in {counted(pages, 'page')}: nothing was written")


def show_errors(made: Injection) -> None:
    """What could not be read or written, with the reason."""
    for outcome in made.of("error"):
        place = f"{outcome.path}:{outcome.line}" if outcome.line else outcome.path
        complain(f"error: {place}: {outcome.reason}")


def summary(made: Injection, *, output: str, ask: bool) -> Iterable[str]:
    """The numbers, the reasons, and how to go on."""
    from seokit.generate.reports.concise import terminal_safe
    from seokit.generate.reports.counts import counted

    counts = made.counts
    verb = "changed" if made.written else "would change"
    yield (
        f"{counted(counts['changed'], 'file')} {verb}, {counts['unchanged']:,} unchanged, "
        f"{counts['skipped']:,} skipped"
    )
    if made.written and output and sum(counts.values()) > counts["error"]:
        yield terminal_safe(f"copies are in {output}")
    reasons: dict[str, list[Outcome]] = {}
    for outcome in made.of("skipped"):
        reasons.setdefault(outcome.reason, []).append(outcome)
    for reason, outcomes in sorted(reasons.items()):
        yield terminal_safe(f"skipped: {reason}: {some([outcome.path for outcome in outcomes])}")
    yield from about_templates(made)
    own = [outcome.path for outcome in made.outcomes if outcome.own]
    if own:
        yield terminal_safe(f"no source, so with the values that they have themselves: {some(own)}")
    if made.unused:
        yield terminal_safe(f"no built page for: {some(made.unused)}")
    if ask and counts["changed"] and not made.of("conflict"):
        yield "nothing was written: --diff shows the changes, --write makes them, -o DIR makes changed copies"


def about_templates(made: Injection) -> Iterable[str]:
    """The files that tags include and that are not there yet, and what templates print themselves."""
    from seokit.generate.reports.concise import terminal_safe

    missing = sorted({outcome.partial for outcome in made.outcomes if outcome.partial})
    if missing:
        done = {outcome.path for outcome in made.of("changed")}.issuperset(missing)
        verb = "which is there now" if done else "which --write puts there"
        yield terminal_safe(f"the tag includes {some(missing)}, {verb}")
    for outcome in made.outcomes:
        if outcome.notes:
            yield terminal_safe(
                f"{outcome.path}: the tag prints these too; take out of the template: {', '.join(outcome.notes)}"
            )


def some(paths: Iterable[str]) -> str:
    """The first few paths, and how many more there are."""
    listed = list(paths)
    more = f" and {len(listed) - EXAMPLES:,} more" if len(listed) > EXAMPLES else ""
    return ", ".join(listed[:EXAMPLES]) + more
