"""The address of a site, as its generator's own config says it: read as text, never run."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import yaml

from seokit.config_check import Faults, web_address
from seokit.extract.files import Unreadable, read_source

MOST = 200_000  # characters of a config that are looked at
_CODE = r"(?m)^(?!\s*(?://|#|\*)).*?"  # of a line that is no comment
_QUOTED = r"""\s*[:=]\s*(["'`])(https?://[^"'`\s]+)\1"""


def base_url_of(folder: Path) -> str:
    """The first address that a config in the folder gives; empty without one."""
    for name, read in READERS.items():
        file = folder / name
        if file.is_file():
            with suppress(Unreadable, ValueError, yaml.YAMLError, RecursionError):
                found = read(read_source(str(file))[0][:MOST]).strip()
                faults = Faults()
                if found and web_address(faults, "base_url", found) and not faults.messages:
                    return found.rstrip("/")
    return ""


def _keys(*names: str) -> Callable[[Any], str]:
    def read(values: Any) -> str:
        texts = [str(values.get(name) or "") for name in names] if isinstance(values, dict) else []
        return (
            texts[0] + "".join("/" + text.strip("/") for text in texts[1:] if text.strip("/"))
            if texts
            else ""
        )

    return read


def _yaml(*names: str) -> Callable[[str], str]:
    # The loader that makes nothing but texts: MkDocs has tags of its own, such as !!python/name.
    return lambda text: _keys(*names)(yaml.load(text, yaml.CBaseLoader))


def _toml(*names: str) -> Callable[[str], str]:
    return lambda text: _keys(*names)(tomllib.loads(text))


def _script(key: str, *more: str) -> Callable[[str], str]:
    """A value in quotes behind a key, in a program: what is computed is not known."""

    def read(text: str) -> str:
        found = re.search(rf"{_CODE}\b{key}{_QUOTED}", text)
        rest = [re.search(rf"""{_CODE}\b{name}\s*[:=]\s*(["'])(/[^"'\s]*)\1""", text) for name in more]
        return (found[2] + "".join(one[2] for one in rest if one)) if found else ""

    return read


READERS: dict[str, Callable[[str], str]] = {
    "hugo.toml": _toml("baseURL"),
    "hugo.yaml": _yaml("baseURL"),
    "hugo.json": lambda text: _keys("baseURL")(json.loads(text)),
    "config.toml": _toml("baseURL"),
    "_config.yml": _yaml("url", "baseurl"),
    "mkdocs.yml": _yaml("site_url"),
    "pelicanconf.py": _script("SITEURL"),
    "publishconf.py": _script("SITEURL"),
    "docusaurus.config.js": _script("url", "baseUrl"),
    "docusaurus.config.ts": _script("url", "baseUrl"),
    "astro.config.mjs": _script("site"),
    "astro.config.js": _script("site"),
    "astro.config.ts": _script("site"),
}
