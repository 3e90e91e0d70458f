"""The address of a site, as its generator's own config says it: read as data, never run.

What a program works out, such as `process.env.URL`, is not known.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from seokit import urls
from seokit.extract.configfiles import first_file, javascript_values, python_values, values_of

ANCESTORS = 4  # folders above the one that is asked about, as for the preset
HUGO = tuple(
    f"{folder}{name}.{suffix}"
    for folder in ("", "config/_default/")
    for name in ("hugo", "config")
    for suffix in ("toml", "yaml", "yml", "json")
)
JAVASCRIPT = ("js", "mjs", "ts", "cjs", "mts")
# Where a site is looked at while it is written.
AT_HOME = frozenset(("localhost", "127.0.0.1", "0.0.0.0", "[::1]"))

Address = tuple[Any, Any]  # what stands for an address, and for the path below it


def _hugo(path: str) -> Address:
    named = {key.lower(): value for key, value in values_of(path).items()}  # Hugo's keys have no case
    return named.get("baseurl"), ""


def _jekyll(path: str) -> Address:
    values = values_of(path)
    return values.get("url"), values.get("baseurl")


def _pelican(path: str) -> Address:
    values = python_values(path)
    if "SITEURL" not in values and os.path.basename(path) == "publishconf.py":  # noqa: PTH119
        return _pelican(os.path.join(os.path.dirname(path), "pelicanconf.py"))  # noqa: PTH120
    return values.get("SITEURL"), ""


def _mkdocs(path: str) -> Address:
    return values_of(path).get("site_url"), ""


def _docusaurus(path: str) -> Address:
    said = javascript_values(path)
    return said.text("url"), said.text("baseUrl")


def _astro(path: str) -> Address:
    said = javascript_values(path)
    return said.text("site"), said.text("base")


# Preset → its generator's config files, the first that is there counts, and how their address is read.
CONFIGS: dict[str, tuple[tuple[str, ...], Callable[[str], Address]]] = {
    "hugo": (HUGO, _hugo),
    "jekyll": (("_config.yml", "_config.yaml", "_config.toml"), _jekyll),
    "pelican": (("publishconf.py", "pelicanconf.py"), _pelican),  # the first is what is published
    "mkdocs": (("mkdocs.yml", "mkdocs.yaml"), _mkdocs),
    "docusaurus": (tuple(f"docusaurus.config.{suffix}" for suffix in JAVASCRIPT), _docusaurus),
    "astro": (tuple(f"astro.config.{suffix}" for suffix in JAVASCRIPT), _astro),
}


def published_at(preset: str, folder: str) -> tuple[str, str]:
    """The address at which the site of a folder is published, and the path of the config that says so.

    Both are empty where no config of this preset's generator names a web address. The nearest folder with a
    config counts, up to ANCESTORS above, or to one with `.git`.
    """
    if preset not in CONFIGS:
        return "", ""
    names, read = CONFIGS[preset]
    here = os.path.abspath(folder)  # noqa: PTH100 - links are kept, as people name files by them
    for _ in range(ANCESTORS + 1):
        file = first_file(here, names)
        if file:
            address = whole(*read(file))
            return (address, file) if address else ("", "")
        if os.path.exists(os.path.join(here, ".git")):  # noqa: PTH110
            break
        here = os.path.dirname(here)  # noqa: PTH120
    return "", ""


def whole(address: Any, path: Any) -> str:
    """An address and the path below it as a base URL; empty where they are none, or lead to this computer."""
    below = path.strip().strip("/") if isinstance(path, str) else ""
    joined = f"{address.strip().rstrip('/')}/{below}".rstrip("/") if isinstance(address, str) else ""
    try:
        home = urls.site(joined) if len(joined) > 1 else None
    except urls.UrlError:
        return ""
    return home.origin + home.folder if home and home.host.partition(":")[0] not in AT_HOME else ""
