"""The table [robots] of a config: what `seokit robots` writes."""

from __future__ import annotations

from typing import Any

from seokit import config_check as check
from seokit.config_check import Faults
from seokit.generate.robots import CLASSES, RobotsError, path


def rule_paths(faults: Faults, key: str, value: Any) -> tuple[str, ...] | None:
    """Paths as they may stand in a rule."""
    found = check.texts(faults, key, value)
    for one in found or ():
        try:
            path(one)
        except RobotsError as error:
            faults.add(key, str(error).partition(": ")[2])
    return found


def classes(faults: Faults, key: str, value: Any) -> tuple[str, ...] | None:
    """Classes of AI crawlers, each once."""
    found = check.texts(faults, key, value)
    for name in found or ():
        check.OneOf(*CLASSES)(faults, key, name)
    return tuple(dict.fromkeys(found)) if found is not None else None


ROBOTS_VALUES: dict[str, check.Value] = {
    "disallow": rule_paths,
    "allow": rule_paths,
    "block": classes,
    "sitemaps": check.texts,
}
