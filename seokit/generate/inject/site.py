"""Injection into a whole site: which files, what is decided for them, and what became of each."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from seokit.extract import engines
from seokit.extract.discover import NOT_UTF8, Found, PathError, Source, discover, valid_utf8
from seokit.extract.discover import SUFFIXES as PAGES
from seokit.extract.files import reason_of
from seokit.extract.layout import SUFFIXES, find_layouts
from seokit.extract.pool import jobs_for
from seokit.generate.inject.run import Options, Outcome, State, inject_files, inside
from seokit.generate.inject.template import write_partial
from seokit.generate.inject.values import Decided, from_built, from_sources, key_of
from seokit.generate.site import Site
from seokit.model import Failure, Settings

TEMPLATE_SUFFIXES = tuple(engines.SUFFIXES)


class Injection(Struct, frozen=True):
    """What `inject` did, or would do: an outcome a file, sorted by path.

    `unused`: source pages that are published, but have no built page among the targets. `written`: whether
    files were written (conflicts of the policy "error" prevent it). `config`: with what the pages tell of
    their URLs.
    """

    config: Settings
    outcomes: tuple[Outcome, ...]
    unused: tuple[str, ...] = ()
    written: bool = False

    def of(self, state: State) -> list[Outcome]:
        """The outcomes of one kind: changed, unchanged, skipped, conflict or error."""
        return [outcome for outcome in self.outcomes if outcome.state == state]

    @property
    def counts(self) -> Counter[str]:
        """How many files there are of each kind."""
        return Counter(outcome.state for outcome in self.outcomes)


def inject_site(
    targets: Sequence[str],
    sources: Sequence[str],
    settings: Settings,
    options: Options,
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Injection:
    """Inject into the pages and templates under `targets`, with the values of the pages under `sources`.

    Without sources a page's values come from itself. `progress` is called with (files done, files in all).
    Raises PathError for paths that do not exist, hold no page, or cannot be copied below one folder;
    EngineError, BadTemplateError.
    """
    found = find_targets(targets, settings)
    files = tuple(file for file in found.files if file.path.lower().endswith((*SUFFIXES, *TEMPLATE_SUFFIXES)))
    if options.output:
        check_output(files, options.output)
    settings = find_layouts([file for file in files if file.path.lower().endswith(SUFFIXES)], settings)
    jobs = jobs_for(len(files), jobs)
    decided = Decided(Site(settings.base_url))
    if not options.remove:
        decided = decide(files, sources, settings, jobs)
    if options.policy == "error" and (options.write or options.output) and not options.remove:
        outcomes = inject_files(files, decided, settings, replace(options, write=False, output=""), jobs)
        if any(outcome.state == "conflict" for outcome in outcomes):
            return Injection(
                settings, gathered(found, outcomes, decided), unused(outcomes, decided, settings)
            )
    outcomes = inject_files(files, decided, settings, options, jobs, progress)
    if options.write:
        outcomes += written_partials(outcomes)
    return Injection(
        settings,
        gathered(found, outcomes, decided),
        unused(outcomes, decided, settings),
        options.write or bool(options.output),
    )


def written_partials(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Write the files that tags of templates include and that are missing; what became of each."""
    done = []
    for path in sorted({outcome.partial for outcome in outcomes if outcome.partial}):
        try:
            write_partial(path)
        except OSError as error:
            done.append(Outcome(path, "error", f"cannot be written: {reason_of(error)}"))
        else:
            done.append(Outcome(path, "changed"))
    return done


def decide(files: Sequence[Source], sources: Sequence[str], settings: Settings, jobs: int) -> Decided:
    """The heads for the files: from sources where there are some, else from the files themselves."""
    if not sources:
        return from_built(files, settings, jobs)
    found = discover(sources, settings)
    decided = from_sources(found.files, settings, jobs)
    decided.errors += found.errors
    if not decided.by and not decided.errors:
        raise PathError(f"{', '.join(sources)} holds no page that has a URL")
    return decided


def find_targets(targets: Sequence[str], settings: Settings) -> Found:
    """The pages and templates under the targets. What a config includes or leaves out is about its sources."""
    found = discover(targets, replace(settings, include=(), exclude=()), (*PAGES, *TEMPLATE_SUFFIXES))
    files = {file.path: file for file in found.files}
    unsayable = {path for path in files if valid_utf8(path) != path}
    return Found(
        tuple(files[path] for path in sorted(files.keys() - unsayable)),
        found.skipped,
        (*found.errors, *(Failure(valid_utf8(path), NOT_UTF8) for path in sorted(unsayable))),
    )


def check_output(files: Sequence[Source], output: str) -> None:
    """Raise PathError where copies would lie in a target, or upon each other."""
    folder = os.path.realpath(output)
    for root in {file.root for file in files if file.root != file.path}:
        real = os.path.realpath(root)
        if folder == real:
            raise PathError(f"{output} is the target itself: to change its files, use --write")
        if folder.startswith(real.rstrip(os.sep) + os.sep):
            raise PathError(f"{output} lies in the target {root}: the copies would be pages of it")
    seen: dict[str, str] = {}
    originals = {os.path.realpath(file.path): file.path for file in files}
    for file in files:
        copy = inside(file)
        if seen.setdefault(copy, file.path) != file.path:
            raise PathError(f"{seen[copy]} and {file.path} would both be copied to {output}/{copy}")
        original = originals.get(os.path.realpath(os.path.join(folder, copy)))  # links in the folder count
        if original == file.path:
            raise PathError(f"the copy of {file.path} would be the file itself: to change it, use --write")
        if original is not None:
            raise PathError(f"{output}/{copy} leads to {original}: the copy of {file.path} would replace it")


def gathered(found: Found, outcomes: Sequence[Outcome], decided: Decided) -> tuple[Outcome, ...]:
    """All outcomes, with what was never read, by path."""
    done = {outcome.path for outcome in outcomes}
    more = [Outcome(failure.path, "error", failure.message) for failure in (*found.errors, *decided.errors)]
    more += [
        Outcome(file.path, "skipped", "no HTML: head tags go into built pages and templates")
        for file in found.files
        if file.path not in done
    ]
    for line in found.skipped:
        path, _, reason = line.partition(": ")
        more.append(Outcome(path, "skipped", reason))
    return tuple(sorted((*outcomes, *more), key=lambda outcome: outcome.path))


def unused(outcomes: Sequence[Outcome], decided: Decided, settings: Settings) -> tuple[str, ...]:
    """The source pages that no built page was made of, as far as they are published."""
    used = sum(
        outcome.state in ("changed", "unchanged", "conflict") and not outcome.own for outcome in outcomes
    )
    if not decided.paired or used >= len(decided.by):
        return ()
    keys = {key_of(outcome.path, settings) for outcome in outcomes}
    return tuple(sorted(made.path for key, made in decided.by.items() if key not in keys and made.own))
