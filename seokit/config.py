"""The configuration: found, loaded, checked as a whole, and frozen into `model.Settings`.

`seokit.toml`, or `[tool.seokit]` in `pyproject.toml`, in the nearest folder above the first path; never
merged. Only this module and those beside it know presets and rule options: the folders below get
Settings.
"""

from __future__ import annotations

import datetime as dt
import os
import warnings as python_warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from seokit import config_check as check
from seokit.config_check import ConfigError, Faults
from seokit.config_file import absolute, common_folder, common_root, find_config, open_config, relative
from seokit.config_head import HEAD_VALUES
from seokit.config_robots import ROBOTS_VALUES
from seokit.config_suppress import suppressions
from seokit.config_write import show_settings, write_init
from seokit.model import (
    HeadSettings,
    RobotsSettings,
    RuleSettings,
    SectionSettings,
    Settings,
    SitemapSettings,
)
from seokit.presets import ROLES, section_of

__all__ = ["ConfigError", "find_config", "load", "load_settings", "show_settings", "write_init"]

SECTION_VALUES: dict[str, check.Value] = {
    "name": check.text,
    "files": check.glob_or_globs,
    "preset": check.preset_name,
    "url": check.expression,
    "title": check.expression,
    "description": check.expression,
}
SITEMAP_VALUES: dict[str, check.Value] = {"lastmod": check.OneOf("field", "git", "none")}
FIELD_LISTS = (*ROLES, "noindex_read_by_template")


def load_settings(
    paths: Sequence[str],
    *,
    config: str | None = None,
    preset: str | None = None,
    base_url: str | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    today: dt.date | None = None,
    called: tuple[str, str] = check.CALLED,
) -> Settings:
    """The checked configuration for these paths, every option filled in.

    `config` names a file in place of the one that would be found. Without a preset in the config or here,
    the preset is detected. `today` defaults to SOURCE_DATE_EPOCH, else to the date in UTC.
    Old rule names give a FutureWarning each. `called` is what messages call `select` and `ignore`. Raises
    ConfigError with every fault, PathError for a path that does not exist.
    """
    settings, warnings = load(
        paths,
        config=config,
        preset=preset,
        base_url=base_url,
        select=select,
        ignore=ignore,
        today=today,
        called=called,
    )
    for message in warnings:
        python_warnings.warn(message, FutureWarning, stacklevel=2)
    return settings


def load(
    paths: Sequence[str],
    *,
    config: str | None = None,
    preset: str | None = None,
    base_url: str | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    today: dt.date | None = None,
    audits: bool = True,
    called: tuple[str, str] = check.CALLED,
) -> tuple[Settings, list[str]]:
    """As `load_settings`, but the warnings are returned beside the settings.

    Without `audits` there are no rules, unless something is said of them: the registry imports every rule.
    """
    file = absolute(config) if config is not None else find_config(paths[0] if paths else ".")
    written, faults = open_config(file, config is not None)
    command = Faults()
    values = checked(
        faults,
        "",
        written,
        check.TOP_VALUES,
        ("fields", "section", "rules", "suppress", "sitemap", "head", "robots"),
    )
    if preset is not None:
        values["preset"] = check.preset_name(command, "--preset", preset)
    if base_url is not None:
        values["base_url"] = check.web_address(command, "--base-url", base_url)
    overrides = field_lists(faults, "fields", written.get("fields", {}))
    sections = section_tables(faults, written.get("section", []))
    sitemap = checked(faults, "sitemap", written.get("sitemap", {}), SITEMAP_VALUES)
    head = checked(faults, "head", written.get("head", {}), HEAD_VALUES)
    robots = checked(faults, "robots", written.get("robots", {}), ROBOTS_VALUES)
    rules, warnings = RuleSettings(), list[str]()
    if audits or written.get("rules") or select or ignore:
        rules, warnings = rules_of(faults, command, written, select, ignore, called)
    suppress = suppressions(faults, written["suppress"], warnings) if audits and "suppress" in written else ()
    templates = file.parent / values["templates"] if file and values.get("templates") else None
    if templates and not (templates / "head.html.j2").is_file():
        faults.add("templates", f'there is no head.html.j2 in "{values["templates"]}"; copy ours there first')
    day = today or clock(command)
    faults.messages += command.messages
    faults.check()

    root = str(file.parent) if file else common_root(paths)
    found, reason = values.get("preset"), "as --preset says" if preset else f"from {faults.name}"
    detected: tuple[SectionSettings, ...] = ()
    if not found:
        from seokit.detect import detect

        seen = detect(paths, root=root, include=values.get("include", ()), exclude=values.get("exclude", ()))
        found, reason, detected = seen.preset, seen.reason, seen.sections
    rest = section({**values, "preset": found}, overrides, None)
    base, base_source = values.get("base_url", ""), ""
    if not base:
        from seokit.detect_base import published_at

        base, base_source = published_at(found, common_folder(paths))
    own = tuple(section(written, fields, rest) for written, fields in sections)
    settings = Settings(
        root=root,
        file=str(file) if file else "",
        base_url=base,
        base_source=relative(Path(base_source)) if base_source else "",
        site_name=values.get("site_name", ""),
        entry=values.get("entry", ()),
        qa=values.get("qa", "none"),
        include=values.get("include", ()),
        exclude=values.get("exclude", ()),
        sections=(*own, *detected, rest),
        rules=rules,
        suppress=suppress,
        sitemap=SitemapSettings(**sitemap),
        head=HeadSettings(**head),
        templates=str(templates) if templates else "",
        baseline=str(file.parent / values["baseline"]) if file and values.get("baseline") else "",
        robots=RobotsSettings(**robots),
        today=day,
        preset_reason=reason if reason.startswith("preset ") else f"preset {found}, {reason}",
    )
    return settings, warnings


def checked(
    faults: Faults, path: str, value: Any, kinds: Mapping[str, check.Value], tables: Sequence[str] = ()
) -> dict[str, Any]:
    """The good values of a table; faults are noted, unknown keys among them."""
    written = check.table(faults, path, value)
    check.unknown(faults, path, written, (*kinds, *tables))
    found = {
        key: kinds[key](faults, f"{path}.{key}" if path else key, written[key])
        for key in kinds
        if key in written
    }
    return {key: good for key, good in found.items() if good is not None}


def field_lists(faults: Faults, path: str, value: Any) -> dict[str, tuple[str, ...]]:
    """A [fields] table: role → keys. An empty list takes the role away."""
    return checked(faults, path, value, dict.fromkeys(FIELD_LISTS, check.texts))


def section_tables(faults: Faults, value: Any) -> list[tuple[dict[str, Any], dict[str, tuple[str, ...]]]]:
    """The [[section]] tables: values, and the field lists of each."""
    if not isinstance(value, list):
        faults.add("section", f"must be a list of tables; write [[section]], not {check.kind(value)}")
        return []
    found = []
    for number, item in enumerate(value):
        path = f"section[{number}]"
        values = checked(faults, path, item, SECTION_VALUES, ("fields",))
        if isinstance(item, dict):
            if not item.get("files"):
                faults.add(f"{path}.files", 'a section needs files, such as files = ["content/posts/*.md"]')
            found.append((values, field_lists(faults, f"{path}.fields", item.get("fields", {}))))
    return found


def section(
    values: Mapping[str, Any], overrides: Mapping[str, tuple[str, ...]], above: SectionSettings | None
) -> SectionSettings:
    """A section's settings.

    One without a preset of its own starts from the top level, `above`; one with a preset starts from that
    preset alone, since another kind of page has another template.
    """
    fields = {role: keys for role, keys in overrides.items() if role != "noindex_read_by_template"}
    name = values.get("preset")
    if name or above is None:
        above = section_of(name or "generic")
    merged = {**above.fields, **fields}
    return replace(
        above,
        name=values.get("name", ""),
        files=values.get("files", ()),
        fields={role: merged[role] for role in ROLES if merged.get(role)},
        noindex_read_by_template=overrides.get("noindex_read_by_template", above.noindex_read_by_template),
        title=values.get("title", above.title),
        description=values.get("description", above.description),
        url=values.get("url", above.url),
    )


def rules_of(
    faults: Faults,
    command: Faults,
    written: Mapping[str, Any],
    select: Sequence[str],
    ignore: Sequence[str],
    called: tuple[str, str],
) -> tuple[RuleSettings, list[str]]:
    """The config's [rules] with --select and --ignore."""
    from seokit.config_rules import rule_settings  # the registry imports every rule: only where it is used

    return rule_settings(
        check.table(faults, "rules", written.get("rules", {})), select, ignore, faults, command, called
    )


def clock(faults: Faults) -> dt.date:
    """SOURCE_DATE_EPOCH (seconds since 1970, UTC) as a date, else today's date in UTC."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None or not epoch.strip():
        return dt.datetime.now(dt.UTC).date()
    try:
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
    except (ValueError, OverflowError, OSError):
        faults.add(
            "SOURCE_DATE_EPOCH", f"{check.shown(epoch)} is not a whole number of seconds since 1970-01-01"
        )
        return dt.date(1970, 1, 1)
