"""Front matter keys that hardly any page of a section has: which of them are slips, and which are data."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from msgspec import Struct

from seokit.model import Settings
from seokit.score.shapes import rows

COMMON = 10  # per cent of a section's pages: a key that so many have belongs to the section


class Rare(Struct, frozen=True):
    """A key that few pages have: on how many, and the common key that it looks like, if there is one."""

    name: str
    pages: int
    meant: str = ""


@cache
def generator_keys() -> frozenset[str]:
    """Keys, in lower case, that a generator or its usual plugins read, on however few pages."""
    table = files("seokit.data").joinpath("front_matter_keys.txt").read_text(encoding="utf-8")
    lines = [line.partition(":")[2] for line in table.splitlines() if line and not line.startswith("#")]
    return frozenset(word for line in lines for word in line.split())


def preset_keys(settings: Settings) -> frozenset[str]:
    """The keys that the presets and sections of the config read or require."""
    return frozenset(
        key
        for section in settings.sections
        for key in (*section.required, *(key for keys in section.fields.values() for key in keys))
    )


def rare_keys(shapes: Mapping[str, int], known: Iterable[str], pages: int, share: float) -> dict[str, Rare]:
    """The keys that less than `share` per cent of the pages have, and that nobody knows. `shapes` → their pages.

    Keys that begin with "_" are a CMS's. Where a mapping, or the section, has more rare keys than common ones,
    its keys are data (names of people, of places) and no schema, and none is reported; likewise in a mapping
    that is rare itself, or that a generator knows.
    """
    counts: Counter[str] = Counter()
    for shape, number in shapes.items():
        for name in {name for _, name, _ in rows(shape, empty=True)}:
            counts[name] += number
    reserved = {part for name in known for part in heads(name)}
    by_parent: dict[str, list[str]] = {}
    for name in counts:
        by_parent.setdefault(name.rpartition(".")[0], []).append(name)
    found: dict[str, Rare] = {}
    for parent, names in by_parent.items():
        if parent and (
            100 * counts[parent] < share * pages or parent.partition(".")[0].lower() in generator_keys()
        ):
            continue
        common = [name for name in names if 100 * counts[name] >= max(COMMON, share) * pages]
        rare = [name for name in names if 100 * counts[name] < share * pages]
        if len(rare) > len(common):
            continue
        for name in rare:
            if name not in reserved and not is_known(name):
                meant = difflib.get_close_matches(name, common, n=1, cutoff=0.75)
                found[name] = Rare(name, counts[name], meant[0] if meant else "")
    return found


def heads(name: str) -> Iterable[str]:
    """A dotted key and the mappings that it is in."""
    while name:
        yield name
        name = name.rpartition(".")[0]


def is_known(name: str) -> bool:
    """Whether a key is a CMS's or a generator's own."""
    return "._" in f".{name}" or ("." not in name and name.lower() in generator_keys())
