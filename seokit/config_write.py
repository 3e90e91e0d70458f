"""Configs written: the effective one for `seokit config show`, and a first one for `seokit init`."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import structs

from seokit.config_check import ConfigError, Faults, preset_name
from seokit.config_file import FILE, PYPROJECT, TABLE, absolute, has_config, is_file, relative
from seokit.extract.rooted import from_root
from seokit.model import SectionSettings, Settings
from seokit.presets import ROLES, load_preset

MAX_INLINE = 100  # characters of a list on one line


def show_settings(settings: Settings) -> str:
    """The effective configuration as TOML; saved in the same folder, it loads to the same settings."""
    *sections, rest = settings.sections
    comments = (
        f"The effective configuration; {f'file: {settings.file}' if settings.file else 'no config file'}",
        settings.preset_reason,
        f"Globs are relative to {settings.root}",
    )
    lines = [
        *(f"# {' '.join(comment.split())}" for comment in comments),
        *pairs({"preset": rest.preset}),
        *pairs({"base_url": settings.base_url} if settings.base_url else {}),
        *pairs({"title": rest.title, "description": rest.description, "url": rest.url}),
        *pairs({"site_name": settings.site_name, "entry": settings.entry, "qa": settings.qa}),
        *pairs({"include": settings.include, "exclude": settings.exclude}),
        *pairs({"templates": settings.templates} if settings.templates else {}),
        *pairs({"baseline": from_root(settings.baseline, settings.root)} if settings.baseline else {}),
        "",
        "[fields]",
        *pairs(fields(rest)),
    ]
    for section in sections:
        lines += ["", "[[section]]", *pairs({"name": section.name, "files": section.files})]
        lines += pairs({"preset": section.preset, "url": section.url})
        lines += pairs({"title": section.title, "description": section.description})
        lines += ["", "[section.fields]", *pairs(fields(section))]
    lines += ["", "[rules]", *pairs({"select": tuple(settings.rules.severity), "ignore": ()})]
    for name, severity in settings.rules.severity.items():
        lines += ["", f"[rules.{name}]", *pairs({"severity": severity}), *pairs(settings.rules.options[name])]
    for table in settings.suppress:
        lines += ["", "[[suppress]]", *pairs({"files": table.files, "rules": table.rules})]
        lines += pairs({"reason": table.reason, "until": table.until.isoformat() if table.until else None})
    lines += ["", "[sitemap]", *pairs({"lastmod": settings.sitemap.lastmod})]
    lines += ["", "[head]", *pairs(structs.asdict(settings.head))]
    lines += ["", "[robots]", *pairs(structs.asdict(settings.robots))]
    return "\n".join(lines) + "\n"


def fields(section: SectionSettings) -> dict[str, tuple[str, ...]]:
    """The [fields] that make this section of its preset; a role that it has not is an empty list."""
    roles = [role for role in ROLES if role in section.fields or role in load_preset(section.preset).fields]
    found = {role: section.fields.get(role, ()) for role in roles}
    return {**found, "noindex_read_by_template": section.noindex_read_by_template}


def pairs(values: Mapping[str, Any]) -> Iterator[str]:
    """`key = value` lines; None has no form in TOML and is left out."""
    for key, value in values.items():
        if value is not None:
            yield f"{key} = {toml(value)}"


def toml(value: Any) -> str:
    """A text, number, truth value, list or table as TOML."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        # JSON's escapes are TOML's; only DEL needs one in TOML and none in JSON.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{toml(str(key))} = {toml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple | set | frozenset):
        items = [toml(item) for item in (sorted(value) if isinstance(value, set | frozenset) else value)]
        line = f"[{', '.join(items)}]"
        return line if len(line) <= MAX_INLINE else "[\n" + "".join(f"  {item},\n" for item in items) + "]"
    return repr(value)


def write_init(path: str = ".", preset: str | None = None) -> tuple[str, str]:
    """Look at a folder, and write a first `seokit.toml` into it: (the file, why this preset in one line).

    Never over an existing config. Raises ConfigError where there is one, for an unknown preset, and for a
    folder that cannot be written; PathError for a path that does not exist.
    """
    from seokit.detect import Detection, detect
    from seokit.detect_base import published_at

    folder = absolute(path)
    faults = Faults()
    if preset is not None:
        preset_name(faults, "--preset", preset)
        faults.check()
    if is_file(folder):
        raise ConfigError([f"{path}: is a file; name the folder of the site"])
    file = folder / FILE
    refuse_existing(file)
    found = detect([path], root=str(folder))
    if preset is not None:
        found = Detection(preset, f"preset {preset}, as --preset says")
    base, said_by = published_at(found.preset, str(folder))
    create(
        file,
        first_config(
            found.preset, found.reason, found.sections, base, relative(Path(said_by)) if base else ""
        ),
    )
    return relative(file), found.reason


def refuse_existing(file: Path) -> None:
    """Raise ConfigError if the folder has a config already, in either form."""
    if os.path.lexists(file):
        raise ConfigError(
            [f"{relative(file)}: exists already and is left as it is; edit it, or move it away first"]
        )
    shared = file.with_name(PYPROJECT)
    if is_file(shared) and has_config(shared):
        raise ConfigError(
            [f"{relative(shared)}: has [{TABLE}] already, and a folder has one config; edit that"]
        )


def first_config(
    preset: str, reason: str, sections: tuple[SectionSettings, ...], base_url: str = "", said_by: str = ""
) -> str:
    """A short config with comments, to be completed by a person; `said_by` is the file that names the address."""
    lines = [
        "# seokit: what this site's fields mean, and what its template makes of them.",
        "# `seokit config show` prints the effective configuration, with every rule and option.",
        "",
        f"# {' '.join(reason.split())}",
        f"preset = {toml(preset)}",
        "",
        "# Where the site is published: needed for its sitemap and for canonical addresses.",
        *([f"# As {' '.join(said_by.split())} says."] if base_url else ()),
        f"base_url = {toml(base_url)}" if base_url else '# base_url = "https://example.org"',
        "",
        "# What the template prints, where that is more than the field: lengths are judged on it.",
        '# title = "{{ title }} | {{ site_name }}"',
        '# site_name = "Example"',
        "",
        "# Which files are pages, as in a .gitignore; all files with front matter if left out.",
        '# include = ["content/**"]',
        '# exclude = ["**/drafts/**"]',
        "",
        "# Old findings that are not reported: `seokit baseline create` makes the file.",
        '# baseline = "seokit-baseline.txt"',
    ]
    for section in sections:
        lines += ["", "# These folders hold another kind of page.", "[[section]]"]
        lines += pairs({"files": section.files, "preset": section.preset})
    lines += ["", "[rules]", 'select = ["default"]', '# ignore = ["keywords-missing"]']
    return "\n".join(lines) + "\n"


def create(file: Path, text: str) -> None:
    """Write a file that is not there yet: whole or not at all, and never over another. Raises ConfigError."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as out:
                out.write(text)
                out.flush()
                os.fsync(out.fileno())
            temporary.chmod(0o666 & ~umask())
            place(temporary, file)
        finally:
            temporary.unlink(missing_ok=True)
    except FileExistsError:
        refuse_existing(file)
        raise
    except OSError as error:
        raise ConfigError([f"{relative(file)}: cannot be written: {error.strerror}"]) from error


def place(temporary: Path, file: Path) -> None:
    """Give the temporary file its name; raises FileExistsError where somebody was faster."""
    try:
        os.link(temporary, file)  # unlike a rename, a link never replaces
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if os.path.lexists(file):
            raise FileExistsError(str(file)) from None
        temporary.rename(file)


def umask() -> int:
    """The process's mask for new files; it can only be read by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
