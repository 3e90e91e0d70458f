"""The address of a site, as its generator's own config says it: read as data, never run.

What a program works out, such as `process.env.URL`, is not known.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from seokit import urls
from seokit.extract.configfiles import (
    ANCESTORS,
    first_file,
    javascript_values,
    python_values,
    upwards,
    values_of,
)
from seokit.extract.generators import generator_of

HUGO = tuple(
    f"{folder}{name}.{suffix}"
    for folder in ("", "config/_default/")
    for name in ("hugo", "config")
    for suffix in ("toml", "yaml", "yml", "json")
)
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


# Preset → its generator's config files, the first that is there counts, and how their address is read. Without names
# they are those by which the generator's site is known.
CONFIGS: dict[str, tuple[tuple[str, ...], Callable[[str], Address]]] = {
    "hugo": (HUGO, _hugo),
    "jekyll": (("_config.yml", "_config.yaml", "_config.toml"), _jekyll),
    "pelican": (("publishconf.py", "pelicanconf.py"), _pelican),  # the first is what is published
    "mkdocs": ((), _mkdocs),
    "docusaurus": ((), _docusaurus),
    "astro": ((), _astro),
}


def published_at(preset: str, folder: str) -> tuple[str, str]:
    """The address at which the site of a folder is published, and the path of the config that says so.

    Both are empty where no config of this preset's generator names a web address. The nearest folder with a
    config counts, up to ANCESTORS above, or to one with `.git`.
    """
    if preset not in CONFIGS:
        return "", ""
    names, read = CONFIGS[preset]
    if generator := None if names else generator_of(preset):
        names = generator.marks
    here = os.path.abspath(folder)  # noqa: PTH100 - links are kept, as people name files by them
    for place in upwards(here, ANCESTORS):
        if file := first_file(place, names):
            address = whole(*read(file))
            return (address, file) if address else ("", "")
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
