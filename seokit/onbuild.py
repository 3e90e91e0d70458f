"""What a plugin of a site generator does when the site is built: write its sitemap, audit it, say what was found."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from seokit import api
from seokit import config_check as check
from seokit.cli_options import told
from seokit.config import load_settings
from seokit.config_check import Faults
from seokit.config_file import absolute, find_config, is_file, open_config
from seokit.extract.discover import shown
from seokit.generate.reports.concise import message_of, place, safe_lines, terminal_safe
from seokit.generate.reports.counts import counted
from seokit.generate.reports.leftout import left_out
from seokit.generate.reports.worst import worst_first
from seokit.model import SEVERITIES, Audit, Finding, Settings, Severity

FAIL_ON = (*SEVERITIES, "never")


class BuildOptions(Struct, frozen=True, kw_only=True):
    """What a plugin may be told. `most` is how many findings are shown; `config` and `baseline` are files."""

    audit: bool = True
    fail_on: str = "error"
    sitemap: bool = False
    most: int = 20
    config: str = ""
    baseline: str = ""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


class Site(Struct, kw_only=True):
    """A site as its generator knows it: folders, options, and the configuration with the generator's own filled in.

    `address` is the generator's setting for where the site will stand. `aside` are built files that are not content:
    drafts, which are audited as sources, and what a theme makes of its own. Neither sitemap nor audit has them.
    """

    source: str
    output: str
    options: BuildOptions
    settings: Settings
    address: str
    aside: Sequence[str] = ()


class Report(Struct, frozen=True, kw_only=True):
    """What there is to say about a build. Lines are safe for a terminal; the worst come first.

    `wrote` are the files of the sitemap that changed, `asides` what the summary does not count. `failed` says why
    the build has to fail, and is empty where it has not to; `broken` is whether that is what could not be read.
    """

    wrote: tuple[str, ...] = ()
    lines: tuple[tuple[Severity, str], ...] = ()
    summary: str = ""
    asides: tuple[str, ...] = ()
    failed: str = ""
    broken: bool = False


@contextmanager
def sentences(kind: type[Exception]) -> Iterator[None]:
    """Raise `kind` with the sentence of each exception that has one for the user, safe for a terminal; others pass."""
    try:
        yield
    except told() as error:
        raise kind(f"seokit: {safe_lines(str(error))}") from error


# -- options ---------------------------------------------------------------------------------------


def switch(faults: Faults, key: str, value: Any) -> bool | None:
    """True or false."""
    if isinstance(value, bool):
        return value
    faults.add(key, f"must be true or false, not {check.shown(value)}")
    return None


def count(faults: Faults, key: str, value: Any) -> int | None:
    """A whole number from 0."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    faults.add(key, f"must be a whole number from 0, not {check.shown(value)}")
    return None


def names(faults: Faults, key: str, value: Any) -> tuple[str, ...] | None:
    """A list of rules or topics; in Python a tuple is one too."""
    return check.texts(faults, key, list(value) if isinstance(value, tuple) else value)


VALUES: dict[str, check.Value] = {
    "audit": switch,
    "fail_on": check.OneOf(*FAIL_ON),
    "sitemap": switch,
    "most": count,
    "config": check.text,
    "baseline": check.text,
    "select": names,
    "ignore": names,
}


def options_of(written: Any, where: str, folder: str = ".") -> BuildOptions:
    """The options of a plugin, checked. `where` names the place where they are written.

    Files are relative to `folder`. Raises ConfigError that names every fault.
    """
    faults = Faults(where)
    if not isinstance(written, Mapping):
        faults.add("", f"must be a table of options, not {check.shown(written)}")
        faults.check()
    check.unknown(faults, "", written, VALUES, "option")
    good = {key: VALUES[key](faults, key, written[key]) for key in VALUES if key in written}
    for key in ("config", "baseline"):
        if good.get(key):
            good[key] = str(absolute(os.path.join(folder, good[key])))
            if not is_file(Path(good[key])):
                faults.add(key, f"{shown(good[key])} is not a file")
    faults.check()
    return BuildOptions(**good)


def open_site(
    source: str,
    output: str,
    options: BuildOptions,
    *,
    where: str,
    preset: str,
    address: str,
    base_url: str,
    site_name: str,
) -> Site:
    """The site whose sources lie at `source`. What the generator knows fills the gaps of the config.

    `where` names the place where the options are written. The baseline is read here already, so that one that
    is none ends the build before anything is written.
    A `base_url` that is no web address is none: generators take a path, or nothing at all, while a site is made.
    Raises ConfigError, and BaselineError.
    """
    file = Path(options.config) if options.config else find_config(source)
    written, _ = open_config(file, explicit=False)
    faults = Faults()
    check.web_address(faults, "base_url", base_url)
    settings = load_settings(
        [source],
        config=str(file) if file else None,
        preset=None if "preset" in written else preset,
        base_url=None if faults.messages or "base_url" in written else base_url,
        select=options.select,
        ignore=options.ignore,
        called=(f"{where}: select", f"{where}: ignore"),
    )
    unknown = faults.messages and "base_url" not in written  # and not that of a config for another build
    settings = replace(
        settings,
        base_url="" if unknown else settings.base_url,
        base_source="",
        site_name=settings.site_name or site_name,
    )
    if options.audit:
        api.known_findings(settings, options.baseline or None)
    return Site(source=source, output=output, options=options, settings=settings, address=address)


def without(settings: Settings, files: Iterable[str]) -> Settings:
    """The settings with these files left out, wherever they lie."""
    return replace(settings, left_out=settings.left_out | {in_real_folder(file) for file in files})


def in_real_folder(file: str) -> str:
    """A file's path as a walk of the folders finds it: without links, but the file itself may be one."""
    folder, name = os.path.split(file)
    return os.path.join(os.path.realpath(folder), name)


# -- the build -------------------------------------------------------------------------------------


def finish(site: Site, *, infos: bool) -> Report:
    """What is to be done when the site was built: its sitemap, then its audit. With `infos` those are shown too.

    Raises what `api.sitemap` and `api.audit` raise.
    """
    options = site.options
    wrote: tuple[str, ...] = ()
    lines: list[tuple[Severity, str]] = []
    if options.sitemap:
        wrote, lines = write_sitemap(site)
    if not options.audit:
        failed = unread_failure(sum(severity == "error" for severity, _ in lines), options.fail_on)
        return Report(wrote=wrote, lines=tuple(lines), failed=failed, broken=bool(failed))
    settings = without(site.settings, site.aside)
    audit = api.audit(folders(site), config=settings, baseline=options.baseline or None)
    least = SEVERITIES if infos or options.fail_on == "info" else SEVERITIES[:-1]
    visible = [finding for finding in audit.findings if finding.severity in least]
    unread: list[tuple[Severity, str]] = [("error", not_read(one.path, one.message)) for one in audit.errors]
    findings = [(one.severity, line_of(one)) for one in worst_first(visible, options.most)]
    failed = failure(audit, options.fail_on)
    return Report(
        wrote=wrote,
        lines=(*unread, *(line for line in lines if line not in unread), *findings),
        summary=summary(site, audit, len(findings)),
        asides=tuple(map(terminal_safe, left_out(audit))),
        failed=failed,
        broken=bool(failed and audit.errors),
    )


def folders(site: Site) -> list[str]:
    """The sources and what was built of them, as far as they are there."""
    return [folder for folder in (site.source, site.output) if os.path.isdir(folder)]  # noqa: PTH112


def write_sitemap(site: Site) -> tuple[tuple[str, ...], list[tuple[Severity, str]]]:
    """Write the sitemap beside the built pages: the files that changed, and what there is to complain about."""
    settings = without(site.settings, site.aside)
    settings = api.site_settings(folders(site), settings)
    if not settings.base_url:
        unknown = (
            f"no sitemap is written: where the site will stand is not known ({site.address}, or base_url)"
        )
        return (), [("warning", unknown)]
    made = api.sitemap(folders(site), site.output, config=settings)
    wrote = tuple(terminal_safe(shown(os.path.join(site.output, name))) for name in made.result.changed)
    return wrote, [("error", not_read(one.path, one.message)) for one in made.errors]


def not_read(path: str, message: str) -> str:
    """What is said of a file that could not be read."""
    return terminal_safe(f"{path}: not read: {message}")


def line_of(finding: Finding) -> str:
    """A finding as a line; its severity is the log's to say."""
    return terminal_safe(f"{place(finding)} {finding.rule} {message_of(finding)}")


def failure(audit: Audit, fail_on: str) -> str:
    """Why the build has to fail; empty where it has not to."""
    if fail_on == "never" or audit.errors:
        return unread_failure(len(audit.errors), fail_on)
    worst = SEVERITIES[: FAIL_ON.index(fail_on) + 1]
    bad = sum(finding.severity in worst for finding in audit.findings)
    return f"{counted(bad, 'finding')} at or above {fail_on}, see fail_on" if bad else ""


def unread_failure(number: int, fail_on: str) -> str:
    """The same where so many files could not be read."""
    return f"{counted(number, 'file')} could not be read" if number and fail_on != "never" else ""


def summary(site: Site, audit: Audit, told: int) -> str:
    """The audit in a line, and how to see all of it."""
    counts = dict.fromkeys(SEVERITIES, 0)
    for finding in audit.findings:
        counts[finding.severity] += 1
    score = f"score {audit.scores.site:.1f}, " if audit.scores.site is not None else ""
    numbers = ", ".join(counted(counts[severity], severity) for severity in SEVERITIES)
    line = f"{score}{numbers} in {counted(len(audit.pages), 'page')}"
    if told < len(audit.findings):
        line += f"; {told:,} shown, all by: seokit audit {' '.join(map(shown, folders(site)))}"
    return terminal_safe(line)
