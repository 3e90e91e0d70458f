"""What a plugin of a site generator does when the site is built: audit it, write its sitemap, say what was found."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from msgspec import Struct

from seokit import api
from seokit.generate.reports.concise import other_pages, place, terminal_safe
from seokit.generate.reports.worst import worst_first
from seokit.model import SEVERITIES, Audit, Finding, Settings, Severity

FailOn = Literal["error", "warning", "info", "never"]
FAIL_ON: tuple[FailOn, ...] = ("error", "warning", "info", "never")


class BuildOptions(Struct, frozen=True, kw_only=True):
    """What a plugin may be told. `most` is how many single findings are shown; `config` an other config file."""

    audit: bool = True
    fail_on: FailOn = "error"
    sitemap: bool = False
    most: int = 20
    config: str = ""
    baseline: str = ""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


class OptionError(ValueError):
    """An option of a plugin is wrong; the message names it."""


def options_of(written: Mapping[str, Any]) -> BuildOptions:
    """The checked options of a plugin. Raises OptionError that names the first wrong one."""
    import msgspec

    known = BuildOptions.__struct_fields__
    for name in written:
        if name not in known:
            raise OptionError(f"there is no option {name!r}; there are {', '.join(known)}")
    try:
        return msgspec.convert(dict(written), BuildOptions)
    except msgspec.ValidationError as error:
        raise OptionError(str(error)) from error


def settings_for(source: str, options: BuildOptions, *, preset: str, base_url: str) -> Settings:
    """The configuration of the site whose sources lie at `source`; what the generator knows fills the gaps."""
    from seokit.config import load_settings
    from seokit.config_file import find_config, open_config

    file = options.config or find_config(source)
    written: Mapping[str, Any] = {}
    if file:
        from pathlib import Path

        written, _ = open_config(Path(os.path.abspath(file)), False)  # noqa: PTH100
    return load_settings(
        [source],
        config=str(file) if file else None,
        preset=None if "preset" in written else preset,
        base_url=None if "base_url" in written or not base_url else base_url,
        select=options.select,
        ignore=options.ignore,
    )


def audit_build(source: str, output: str, settings: Settings, options: BuildOptions) -> Audit:
    """Audit the sources beside what was built of them."""
    paths = [path for path in (source, output) if os.path.isdir(path)]  # noqa: PTH112
    return api.audit(paths, config=settings, baseline=options.baseline or None)


def write_sitemap(output: str, settings: Settings) -> list[str]:
    """Write the sitemap of the built pages beside them; the names of the files that changed."""
    made = api.sitemap(output, output, config=settings)
    return [os.path.join(output, name) for name in made.result.changed]


def bad(audit: Audit, fail_on: FailOn) -> list[Finding]:
    """The findings at or above a severity."""
    worst: Sequence[Severity] = SEVERITIES[: SEVERITIES.index(fail_on) + 1] if fail_on != "never" else ()
    return [finding for finding in audit.findings if finding.severity in worst]


def told(audit: Audit, most: int) -> Iterator[tuple[Severity, str]]:
    """The worst findings as lines with their severity."""
    for finding in worst_first(audit.findings, most):
        line = f"{place(finding)} {finding.rule} {finding.message}{other_pages(finding)}"
        yield finding.severity, terminal_safe(line)


def summary(audit: Audit) -> str:
    """The audit in a line."""
    counts = dict.fromkeys(SEVERITIES, 0)
    for finding in audit.findings:
        counts[finding.severity] += 1
    score = f"score {audit.scores.site:.1f}, " if audit.scores.site is not None else ""
    return (
        f"seokit: {score}{counts['error']:,} errors, {counts['warning']:,} warnings, {counts['info']:,} infos "
        f"in {len(audit.pages):,} pages"
    )
