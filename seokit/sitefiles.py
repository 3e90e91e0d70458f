"""The files of a site that are no pages, found and read for the rules that judge them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from seokit.config_rules import default_rules
from seokit.extract.files import Unreadable, read_source
from seokit.extract.robotsfile import COPIED_FROM, read_robots
from seokit.extract.rooted import from_root
from seokit.extract.sitemapfile import SitemapFileError, child_of, read_sitemap
from seokit.model import Failure, Finding, Settings
from seokit.score.context import SiteContext
from seokit.score.llms import LlmsRecord
from seokit.score.plan import make_plan
from seokit.score.records import judge_records, order
from seokit.score.registry import RULES
from seokit.score.robots_faults import lines, read_faults
from seokit.score.settle import Record
from seokit.score.sitemaps import SitemapRecord

SITEMAPS = ("sitemap.xml", "sitemap.xml.gz", "sitemap_index.xml", "sitemap-index.xml")


def records_of(
    paths: Sequence[str],
    settings: Settings,
    robots: str,
    sitemap: str,
    errors: list[Failure],
    told: list[str],
    inputs: dict[str, str],
) -> dict[str, Record]:
    """What the rules that run want to judge. `robots` is the robots.txt that was found, `sitemap` the one named.

    Raises SitemapFileError for a named sitemap that cannot be opened; what was only found goes to `errors`. `told`
    gets words about the sitemap that was read, `inputs` the files that were, with what each is.
    """
    wanted = {RULES[name].record for name in settings.rules.severity}
    records: dict[str, Record] = {}
    if robots and "robots" in wanted:
        faults = read_faults(read_robots(robots), shown(robots))
        records["robots"] = lambda _pages: faults
    if sitemap or "sitemap" in wanted:
        likely = shown(os.path.join(first_folder(paths, settings), SITEMAPS[0]))
        places = [sitemap] if sitemap else [shown(place) for place in sitemaps_in(paths, settings)]
        read = None
        try:
            read = read_sitemap(places, settings.base_url) if places else None
        except SitemapFileError as error:
            if sitemap:
                raise
            errors.append(Failure(places[0], str(error).partition(": ")[2]))
        if read:
            told.append(read.told)
            inputs |= dict.fromkeys((part.path for part in read.parts), "the sitemap")
        errors += [Failure(part.path, part.cut) for part in read.parts if part.cut] if read else []
        named = shown(robots) if robots else ""
        records["sitemap"] = lambda pages: SitemapRecord(read, likely, pages, settings, named)
    if "llms" in wanted:
        place = found_in(paths, settings, ("llms.txt",))
        inputs |= {place: "llms.txt"} if place else {}
        path = shown(place or os.path.join(first_folder(paths, settings), "llms.txt"))
        try:
            text = read_source(place)[0] if place else None
        except Unreadable as error:
            errors.append(Failure(path, error.reason))
        else:
            records["llms"] = lambda pages: LlmsRecord(path, text, pages, settings)
    return records


def sitemaps_in(paths: Sequence[str], settings: Settings) -> list[str]:
    """The sitemaps of the site: those that robots.txt names, as far as they are here, else one of the usual names."""
    text = settings.robots_txt or ""
    addresses = [line.value for line in lines(text) if line.name == "sitemap" and line.value]
    for folder in folders(paths, settings):
        files = [child_of(one, shown(str(folder / SITEMAPS[0])), settings.base_url) for one in addresses]
        if found := list(dict.fromkeys(filter(None, files))):
            return found
    usual = found_in(paths, settings, SITEMAPS)
    return [usual] if usual else []


def check_robots(data: bytes, path: str) -> list[Finding]:
    """The findings on a robots.txt, in the order of its lines. `path` is how they name the file."""
    settings = Settings(rules=default_rules("robots"))
    rules = make_plan(settings).record_rules
    found = judge_records(rules, {"robots": read_faults(data, path)}, SiteContext(settings, {}))
    return sorted(found, key=order)


def found_in(paths: Sequence[str], settings: Settings, names: Sequence[str]) -> str:
    """The first of these files in the audited folders, else where generators copy them from; empty without one."""
    for folder in folders(paths, settings):
        for name in names:
            if os.path.isfile(folder / name):  # noqa: PTH113 - `Path.is_file` may raise
                return str(folder / name)
    return ""


def folders(paths: Sequence[str], settings: Settings) -> Iterator[Path]:
    """Where a file that is served from the root of the site may lie: roots of built sites first."""
    for layout in settings.layouts:
        yield Path(layout.root)
    for path in paths:
        if os.path.isdir(path):  # noqa: PTH112
            yield Path(path)
    for name in COPIED_FROM:
        yield Path(settings.root, name)


def first_folder(paths: Sequence[str], settings: Settings) -> str:
    """The folder of built pages, else the first that was audited: where a file that is missing would be."""
    if settings.layouts:
        return settings.layouts[0].root
    return str(next(folders(paths, settings)))


def shown(path: str) -> str:
    """A path as findings name it: relative to the current folder, with "/"."""
    return from_root(path, os.curdir)
