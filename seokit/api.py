"""The program on one screen: what the commands do, for Python.

>>> import seokit
>>> audit = seokit.audit("content/", preset="hugo")  # doctest: +SKIP
>>> audit.scores.site  # doctest: +SKIP
81.4
"""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from seokit import urls
from seokit.config import load_settings
from seokit.config_file import find_config
from seokit.extract.discover import Found, PathError, Source, discover
from seokit.extract.files import Unreadable
from seokit.extract.html import turbo_is_there
from seokit.extract.layout import built_first, find_layouts
from seokit.extract.pool import EngineError
from seokit.extract.published import ExpressionError
from seokit.extract.robotsfile import find_robots, read_robots
from seokit.extract.rooted import from_root
from seokit.extract.searchconsole import read_export
from seokit.extract.sections import Sections
from seokit.extract.source import Reader, Skip
from seokit.model import Audit, Failure, Finding, Page, Settings

# What one function alone needs is imported there: all of it takes longer than many a run.
if TYPE_CHECKING:
    from seokit.extract.gitchanges import Changes
    from seokit.generate import baseline as baselines
    from seokit.generate import sitemap as sitemaps
    from seokit.generate.head import Head
    from seokit.generate.inject.plan import Policy
    from seokit.generate.inject.site import Injection
    from seokit.score.merged import Cluster


class Sitemap(Struct, frozen=True):
    """What `sitemap` did: the writer's result, the pages left out with their reasons, what could not be read.

    `robots` is the robots.txt that was obeyed; empty without one.
    """

    result: sitemaps.Written
    excluded: tuple[sitemaps.Excluded, ...]
    errors: tuple[Failure, ...]
    robots: str = ""


Paths = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]


def as_paths(paths: Paths) -> list[str]:
    """One path or several, as texts."""
    if isinstance(paths, str | os.PathLike):
        return [os.fspath(paths)]
    return [os.fspath(path) for path in paths]


def settings_for(
    paths: Sequence[str],
    *,
    config: str | os.PathLike[str] | Settings | None = None,
    preset: str | None = None,
    base_url: str | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    today: dt.date | None = None,
) -> Settings:
    """The checked configuration for these paths; `config` is a file, or Settings made before.

    Raises ConfigError naming every fault of the config at once; rules under an old name give a FutureWarning.
    """
    if isinstance(config, Settings):
        return config
    return load_settings(
        paths,
        config=os.fspath(config) if config is not None else None,
        preset=preset,
        base_url=base_url,
        select=select,
        ignore=ignore,
        today=today,
    )


def audit(
    paths: Paths,
    *,
    config: str | os.PathLike[str] | Settings | None = None,
    preset: str | None = None,
    base_url: str | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    today: dt.date | None = None,
    jobs: int | None = None,
    parser: Literal["turbo", "soup"] | None = None,
    search_console: str | os.PathLike[str] | None = None,
    baseline: str | os.PathLike[str] | None = None,
    since: str | None = None,
    sitemap: str | os.PathLike[str] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Audit:
    """Audit files and folders: front matter, built pages, or both, which are then paired by URL.

    - `select` and `ignore` name rules or topics.
    - `today` is the clock of date rules; default: today, UTC.
    - `jobs` is the number of processes; default: by the size of the site.
    - `parser` reads HTML; default: turbo where turbohtml is installed.
    - `search_console` is an export of Search Console, Pages.csv or the ZIP, whose figures join the pages.
    - `baseline` is a file of old findings that are not reported; default: the config's; "" for none.
    - `since` is a revision of git; only what changed since then is reported.
    - `sitemap` is held against the pages; default: one in the folders audited, or where generators copy it from.
    - `progress` is called with (files done, files in all).

    Raises ConfigError for a faulty config, PathError for a path that does not exist, ExportError for a file that
    is no such export, SitemapFileError for a sitemap that cannot be opened, BaselineError for one that is no
    baseline, GitError where git cannot tell. Content that is broken is a finding, a file that cannot be read is
    in `Audit.errors`: neither raises.
    """
    from seokit.score import engine
    from seokit.score.detect_language import find_languages
    from seokit.score.stopwatch import DISCOVER, Stopwatch
    from seokit.sitefiles import records_of

    begun = time.perf_counter()
    listed = as_paths(paths)
    settings = settings_for(
        listed, config=config, preset=preset, base_url=base_url, select=select, ignore=ignore, today=today
    )
    if parser:
        settings = replace(settings, parser=parser)
    export = os.fspath(search_console) if search_console is not None else ""
    shown = read_export(export) if export else []
    known = known_findings(settings, baseline)
    watch = Stopwatch()
    now = time.perf_counter()
    found = discover(listed, settings)
    settings = find_languages(found.files, find_layouts(found.files, settings))
    unread: list[Failure] = []
    settings, robots_place = with_robots(listed, settings, unread)
    told: list[str] = []
    inputs = {settings.file: "the config", export: "the export of Search Console", robots_place: "robots.txt"}
    inputs |= {known[1]: "the baseline"} if known else {}
    records = records_of(listed, settings, robots_place, os.fspath(sitemap or ""), unread, told, inputs)
    watch.add(now, DISCOVER)
    roots = sorted({source.root for source in found.files})
    changes = changes_between(since, roots or listed) if since is not None else None
    result = engine.run(found, settings, jobs=jobs, progress=progress, records=records, watch=watch)
    require_pages(listed, found, result)
    inputs = {**page_files(result), **{path: what for path, what in inputs.items() if path}}
    result = replace(
        result,
        folders=tuple(path for path in listed if os.path.isdir(path)),  # noqa: PTH112
        errors=(*result.errors, *unread),
        sitemap="".join(told),
        inputs=inputs,
    )
    if export:
        from seokit.score.traffic import with_traffic

        result = with_traffic(result, shown, export)
    if known:
        from seokit.generate.baseline import without_old

        result = without_old(result, *known)
    if changes:
        from seokit.since import only_since

        result = only_since(result, changes, roots)
    return replace(result, duration=time.perf_counter() - begun, seconds=dict(watch))


class Duplicates(Struct, frozen=True):
    """What `duplicates` found: clusters with their plan, and what could not be read. `inputs`: as in `Audit`."""

    clusters: tuple[Cluster, ...]
    errors: tuple[Failure, ...]
    inputs: dict[str, str] = {}


def page_files(result: Audit) -> dict[str, str]:
    """The files of an audit's pages, and those that could not be read, with what they are."""
    paths = (*(page.path for page in result.pages), *(failure.path for failure in result.errors))
    return dict.fromkeys(paths, "one of the pages audited")


def duplicates(
    paths: Paths,
    *,
    config: str | os.PathLike[str] | Settings | None = None,
    preset: str | None = None,
    base_url: str | None = None,
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Duplicates:
    """Find pages that have one text or one title, all of them, and plan their merge; see `score.merge`.

    Raises ConfigError and PathError as `audit` does.
    """
    from seokit.config_rules import rules_named
    from seokit.score import engine
    from seokit.score import merge as merging
    from seokit.score.merged import Seen

    listed = as_paths(paths)
    settings = settings_for(listed, config=config, preset=preset, base_url=base_url)
    found = discover(listed, settings)
    settings = find_layouts(found.files, settings)
    settings = replace(settings, rules=rules_named(merging.RULES, settings.rules), suppress=())
    seen = Seen()
    result = engine.run(found, settings, jobs=jobs, progress=progress, see=seen.see)
    require_pages(listed, found, result)
    inputs = page_files(result) | ({settings.file: "the config"} if settings.file else {})
    return Duplicates(tuple(merging.merge_plan(result, seen)), result.errors, inputs)


def changes_between(since: str, folders: Sequence[str]) -> Changes:
    """What changed around these folders since a revision. Raises GitError."""
    from seokit.extract.gitchanges import changes_since  # it loads subprocess

    return changes_since(since, folders)


def known_findings(
    settings: Settings, baseline: str | os.PathLike[str] | None = None
) -> tuple[baselines.Baseline, str] | None:
    """The baseline to go by and what it is called: `baseline`, else the config's; None without one.

    Raises BaselineError.
    """
    if baseline is None and not settings.baseline:
        return None
    name = os.fspath(baseline) if baseline is not None else from_root(settings.baseline, os.curdir)
    if not name:
        return None
    from seokit.generate.baseline import read_baseline

    return read_baseline(name), name


def make_baseline(
    result: Audit,
    file: str | os.PathLike[str],
    *,
    update: bool = False,
    accept_new: bool = False,
    force: bool = False,
) -> baselines.Change:
    """Write the findings of an audit (made with `baseline=""`) into a baseline, or update one; says what changed.

    `update` removes what is gone, and adds what is new only with `accept_new`. Without it the file must not be
    there, unless `force` says so. Raises BaselineError and WriteError.
    """
    from seokit.generate.baseline import write_baseline

    return write_baseline(result, os.fspath(file), update=update, accept_new=accept_new, force=force)


def with_robots(paths: Sequence[str], settings: Settings, errors: list[Failure]) -> tuple[Settings, str]:
    """The settings with the text of the site's robots.txt, and where it lies; what cannot be read goes to `errors`."""
    if settings.robots_txt is not None:
        return settings, ""
    try:
        place, text = find_robots(None, [path for path in paths if os.path.isdir(path)], settings)  # noqa: PTH112
    except PathError as error:
        errors.append(Failure("robots.txt", str(error)))
        return settings, ""
    return (replace(settings, robots_txt=text), place) if text is not None else (settings, "")


def require_pages(paths: Sequence[str], found: Found, result: Audit) -> None:
    """Raise PathError for a PATH under which there is no page at all, and nothing that could not be read."""
    read = {page.path for page in result.pages} | {failure.path for failure in result.errors}
    full = {source.root for source in found.files if source.path in read}
    if not result.pages and not result.errors:
        reasons = sorted({line.rpartition(": ")[2] for line in result.skipped})
        why = f": {len(result.skipped)} files were skipped ({'; '.join(reasons)})" if reasons else ""
        raise PathError(f"{', '.join(paths)} holds no page{why}")
    for source in found.files:
        if source.root not in full:
            raise PathError(
                f"{source.root} holds no page (files were found, but none is a page of this preset)"
            )


def site_settings(paths: Paths, settings: Settings) -> Settings:
    """The settings with what built pages under `paths` tell: how they are served, and the site's base URL.

    Raises PathError for a path that does not exist.
    """
    return settings if settings.layouts else layouts_of(discover(as_paths(paths), settings), settings)


def pages(
    paths: Paths, settings: Settings, *, with_text: bool = True, errors: list[Failure] | None = None
) -> Iterator[Page]:
    """Extract the pages under `paths`, in the order of their paths; what cannot be read goes to `errors`."""
    found = discover(as_paths(paths), settings)
    failures = errors if errors is not None else []
    failures += found.errors
    yield from read_files(found.files, layouts_of(found, settings), failures, with_text=with_text)


def layouts_of(found: Found, settings: Settings) -> Settings:
    """The settings with what built pages among the files tell, where that is not known already."""
    return settings if settings.layouts else find_layouts(found.files, settings)


def read_files(
    files: Sequence[Source], settings: Settings, errors: list[Failure], *, with_text: bool
) -> Iterator[Page]:
    """The pages of these files, in their order; what cannot be read goes to `errors`."""
    reader, sections = Reader(settings, with_text=with_text), Sections(settings)
    for source in files:
        try:
            yield reader.read(source, sections.of(source.path))
        except Skip:
            continue
        except (Unreadable, ExpressionError) as error:
            errors.append(Failure(source.path, getattr(error, "reason", str(error))))


def read(
    paths: Paths,
    *,
    config: str | os.PathLike[str] | Settings | None = None,
    preset: str | None = None,
    base_url: str | None = None,
) -> tuple[Page, ...]:
    """The pages as the tool sees them, whole: every field with its place, text, links. No rule runs.

    Raises ConfigError and PathError as `audit` does.
    """
    listed = as_paths(paths)
    return tuple(pages(listed, settings_for(listed, config=config, preset=preset, base_url=base_url)))


def meta(
    paths: Paths,
    *,
    config: str | os.PathLike[str] | Settings | None = None,
    preset: str | None = None,
    base_url: str | None = None,
    jobs: int | None = None,
) -> dict[str, Head]:
    """The head of every page under `paths`, with breadcrumbs over them: URL (or path) → Head.

    Raises ConfigError and PathError as `audit` does.
    """
    from seokit.generate.meta import read_record

    listed = as_paths(paths)
    settings = settings_for(listed, config=config, preset=preset, base_url=base_url)
    records = map(read_record, head_records(listed, settings, errors=[], jobs=jobs))
    return {record.address: record.head for record in records}


def head_records(
    paths: Paths,
    settings: Settings,
    wanted: Sequence[str] = (),
    *,
    errors: list[Failure],
    jobs: int | None = None,
) -> Iterator[bytes]:
    """The heads of the pages under `paths` as JSON, see `generate.meta.Record`; what cannot be read goes to `errors`.

    `wanted` names pages by URL, URL path or file; all when it is empty. Breadcrumbs lead over all pages.
    Raises PathError for a name that fits no page, and for paths that do not exist.
    """
    from seokit.generate.meta import records

    listed = as_paths(paths)
    found = discover(listed, settings)
    settings = find_layouts(found.files, settings)
    errors += found.errors
    base = settings.base_url
    keys = {urls.key(urls.site_url(base, name), base): name for name in wanted}
    files = {os.path.realpath(name): name for name in wanted}
    missing = set(wanted)

    def chosen(url: str, path: str) -> bool:
        if not wanted:
            return True
        names = {keys.get(urls.key(url, base)) if url else None, files.get(os.path.realpath(path))} - {None}
        missing.difference_update(names)
        return bool(names)

    made = records(found.files, settings, wanted=chosen, errors=errors, jobs=jobs)
    if missing:
        where = ", ".join(listed)
        raise PathError(f"no page under {where} has the URL or file {', '.join(sorted(missing))}")
    return made


def sitemap(
    paths: Paths,
    folder: str | os.PathLike[str],
    *,
    base_url: str | None = None,
    config: str | os.PathLike[str] | Settings | None = None,
    preset: str | None = None,
    gzip: bool = False,
    max_urls: int | None = None,
    check: bool = False,
    robots: str | os.PathLike[str] | None = None,
    today: dt.date | None = None,
) -> Sitemap:
    """Write (or with `check` only compare) the sitemap of the pages under `paths` into `folder`.

    Of sources and built pages together the built pages are listed, as they are what there is.
    Raises ConfigError, PathError, and SitemapError where a limit of the protocol cannot be kept.
    """
    from seokit.generate import sitemap as sitemaps

    listed = as_paths(paths)
    settings = settings_for(listed, config=config, preset=preset, base_url=base_url, today=today)
    found = discover(listed, settings)
    settings = layouts_of(found, settings)
    obeyed, rules = find_robots(robots, [folder], settings)
    errors = list(found.errors)
    files: Sequence[Source] = found.files
    if settings.paired:  # of a source and its built page the first one with the URL is listed
        files = sorted(files, key=lambda file: built_first(file.path, settings))
    extracted = read_files(files, settings, errors, with_text=False)
    entries, excluded = sitemaps.sitemap_entries(extracted, settings, rules)
    result = sitemaps.write_sitemap(
        entries,
        folder,
        base_url=settings.base_url,
        gzip=gzip,
        max_urls=max_urls or sitemaps.MAX_URLS,
        check=check,
    )
    return Sitemap(result, tuple(excluded), tuple(errors), obeyed)


def preset_for_built(targets: Sequence[str]) -> str | None:
    """What spares looking for the preset: built pages have none, where no config names one."""
    return None if find_config(targets[0]) else "generic"


def inject(
    targets: Paths,
    *,
    source: Paths = (),
    policy: Policy = "keep",
    write: bool = False,
    remove: bool = False,
    output: str | os.PathLike[str] = "",
    diff: bool = False,
    config: str | os.PathLike[str] | Settings | None = None,
    preset: str | None = None,
    base_url: str | None = None,
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Injection:
    """Put the head tags of each page into the built pages and templates under `targets`.

    The values come from the pages under `source`, paired by URL, else from the built pages themselves. `policy`
    says what becomes of tags that a page has: keep them, replace them, or (error) write nothing at all where
    one differs. Nothing is written without `write`, or `output`, a folder for copies. `remove` takes the tags
    out again, byte for byte. `diff` fills `Outcome.diff`. `progress` is called with (files done, files in all).
    Raises ConfigError, PathError, BadTemplateError, and EngineError where turbohtml is not installed, which only
    this function cannot do without; what is wrong with one file is its Outcome.
    """
    if not turbo_is_there():
        raise EngineError("injection needs turbohtml, which is not installed here: pip install turbohtml")
    from seokit.generate.inject.run import Options
    from seokit.generate.inject.site import inject_site

    listed, sources = as_paths(targets), as_paths(source)
    if not sources and preset is None and config is None:
        preset = preset_for_built(listed)
    settings = settings_for(sources or listed, config=config, preset=preset, base_url=base_url)
    options = Options(
        policy=policy,
        remove=remove,
        write=write,
        output=os.fspath(output),
        diff=diff,
        templates=settings.templates,
    )
    return inject_site(listed, sources, settings, options, jobs, progress)


def robots(
    paths: Paths = ".",
    *,
    config: str | os.PathLike[str] | Settings | None = None,
    preset: str | None = None,
    base_url: str | None = None,
) -> str:
    """The robots.txt that the table [robots] of the config asks for; sitemaps need a base URL.

    Raises ConfigError, PathError, and RobotsError for an address that cannot stand in it.
    """
    from seokit.generate.robots import robots_txt

    return robots_txt(settings_for(as_paths(paths), config=config, preset=preset, base_url=base_url))


def robots_diff(text: str, file: str | os.PathLike[str]) -> str:
    """How `file` would change if `text` were written to it, as a unified diff; empty if it would not.

    Raises PathError when the file is there and cannot be read.
    """
    from difflib import unified_diff

    name = os.fspath(file)
    before = read_robots(name).decode("utf-8", "replace") if os.path.lexists(name) else ""
    changes = unified_diff(before.splitlines(True), text.splitlines(True), name, name)
    return "".join(line if line.endswith("\n") else line + "\n" for line in changes)


def check_robots(file: str | os.PathLike[str]) -> tuple[Finding, ...]:
    """What is wrong with a robots.txt: lines that crawlers skip, a site that is shut, no sitemap, its size.

    Raises PathError for a file that cannot be read.
    """
    from seokit.sitefiles import check_robots as check_robots_txt

    name = os.fspath(file)
    return tuple(check_robots_txt(read_robots(name), name))
