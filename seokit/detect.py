"""Which preset fits a site: told by the front matter of some files of each folder and by the site's files."""

from __future__ import annotations

import os
import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile
from pathlib import Path
from typing import Any

from msgspec import Struct

from seokit.extract.configfiles import ANCESTORS, upwards
from seokit.extract.discover import Source, discover
from seokit.extract.frontmatter import Unreadable, parse, read_source
from seokit.extract.layout import BUILT_FOLDERS, below, by_root
from seokit.extract.layout import SUFFIXES as HTML
from seokit.model import SectionSettings, Settings
from seokit.presets import PRESETS, load_preset, section_of

GENERIC = PRESETS[-1]
SAMPLE = 20  # files of a folder that are read, spread evenly
MAX_FILES = 400  # read in all: about 0.1 s
MAX_FOLDERS = 100  # beyond that, folders are looked at together, one level higher
MIN_GENERIC = 3  # files without any known key before a folder among others is called generic
THRESHOLD = 3.0  # weight below which no preset but generic fits


class Detection(Struct, frozen=True):
    """The preset of most files, why it was taken in one line, and a section for folders of another preset."""

    preset: str
    reason: str
    sections: tuple[SectionSettings, ...] = ()


class Group(Struct, frozen=True):
    """A folder below the folder that all files share: "" is that folder itself, else one or two levels."""

    folder: str
    files: tuple[str, ...]
    samples: tuple[frozenset[str], ...]  # the keys of each file that was read and has front matter

    def share(self, key: str) -> float:
        """The share of the samples that have this dotted key, 0 to 1."""
        return sum(key in sample for sample in self.samples) / len(self.samples)


def detect(
    paths: Sequence[str],
    *,
    root: str | None = None,
    include: tuple[str, ...] = (),
    exclude: tuple[str, ...] = (),
) -> Detection:
    """The preset that fits the files under `paths`, with a section per preset where folders differ.

    Globs of the sections are relative to `root` (default: the current folder). Broken files are passed
    over. Raises PathError for a path that does not exist.
    """
    base = root or str(Path.cwd())
    found = discover(paths, Settings(root=base, include=include, exclude=exclude))
    files = sorted(source.path for source in found.files)
    if not files:
        return Detection(GENERIC, f"preset {GENERIC}: no page was found to look at")
    outputs = built_roots(found.files)
    # What a generator wrote has no front matter: it says nothing, and would only thin out what does.
    written = [
        file
        for file in files
        if not (outputs and file.lower().endswith(HTML) and any(below(file, root) for root in outputs))
    ]
    files = written or files
    if all(file.lower().endswith(HTML) for file in files) and not samples(files, SAMPLE):
        where = " and ".join(outputs) or shared_folder(files).rstrip("/") or "the current folder"
        return Detection(GENERIC, f"preset {GENERIC}: built pages, whose URLs are the paths below {where}")
    shared = shared_folder(files)
    marks = site_marks(shared)
    groups = grouped(files, shared)
    chosen = {group.folder: best(group, marks, len(groups) > 1) for group in groups}
    counts: Counter[str] = Counter()
    for group in groups:
        counts[chosen[group.folder] or ""] += len(group.files)
    del counts[""]
    # Most files win; of equals the more specific preset.
    main = max(counts, key=lambda name: (counts[name], -PRESETS.index(name)), default=GENERIC)
    others = other_folders(groups, chosen, main)
    sections = as_sections(others, shared, base)
    spoke = [group for group in groups if (chosen[group.folder] or main) == main]
    reason = explain(main, [group for group in spoke if group.samples], marks, shared)
    if sections:
        extra = (f"{section.preset} for {', '.join(named(section.files))}" for section in sections)
        reason = "; ".join((reason, *extra))
    return Detection(main, reason, sections)


def built_roots(sources: Iterable[Source]) -> list[str]:
    """The folders that generators write to, as their names tell, with HTML files in them."""
    roots = by_root([source for source in sources if source.path.lower().endswith(HTML)])
    return sorted(root for root in roots if posixpath.basename(root) in BUILT_FOLDERS)


def shared_folder(files: Sequence[str]) -> str:
    """The deepest folder that holds all of the sorted files, with a slash at its end; "" if none."""
    first, last = files[0].split("/")[:-1], files[-1].split("/")[:-1]
    same = takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    return "".join(f"{name}/" for name, _ in same)


def grouped(files: Sequence[str], shared: str) -> list[Group]:
    """The files by folder, two levels below the shared one unless those are too many, with samples."""
    by_folder: dict[str, list[str]] = {}
    for depth in (2, 1, 0):
        by_folder = {}
        for file in files:
            folder = "/".join(file[len(shared) :].split("/")[:-1][:depth])
            by_folder.setdefault(folder, []).append(file)
        if len(by_folder) <= MAX_FOLDERS:
            break
    each = max(MIN_GENERIC, min(SAMPLE, MAX_FILES // len(by_folder)))
    return [Group(folder, tuple(members), samples(members, each)) for folder, members in by_folder.items()]


def samples(files: Sequence[str], most: int) -> tuple[frozenset[str], ...]:
    """The keys of up to `most` files, spread evenly; files without keys, or not to be read, are left out."""
    count = min(most, len(files))
    found = []
    for number in range(count):
        path = files[number * len(files) // count]
        try:
            text, _ = read_source(path)
            keys = frozenset(dotted(parse(text, path).values))
        except (Unreadable, OSError):
            continue
        if keys:
            found.append(keys)
    return tuple(found)


def dotted(values: Mapping[str, Any], before: str = "", depth: int = 3) -> Iterable[str]:
    """The dotted names of all keys, those of mappings too, down to `depth` levels."""
    for key, value in values.items():
        name = f"{before}{key}"
        yield name
        if isinstance(value, dict) and depth > 1:
            yield from dotted(value, f"{name}.", depth - 1)


def site_marks(shared: str) -> dict[str, list[str]]:
    """The files and folders that speak for each preset, in the shared folder or above it, up to a `.git`."""
    found: dict[str, list[str]] = {name: [] for name in PRESETS}
    here = os.path.abspath(shared or ".")  # noqa: PTH100
    for folder in upwards(here, ANCESTORS):
        for name in PRESETS:
            hints = load_preset(name).detect.files
            new = [mark for mark in hints if mark not in found[name]]
            found[name] += [mark for mark in new if os.path.exists(os.path.join(folder, mark))]  # noqa: PTH110
        # The nearest folder with a mark is the site: one above it may hold several sites.
        if any(found.values()):
            break
    return found


def best(group: Group, marks: Mapping[str, list[str]], among_others: bool) -> str | None:
    """The preset that fits a folder; None where there is too little to tell."""
    if not group.samples:
        return bare(marks)
    scores: dict[str, float] = {}
    for name in PRESETS:
        hints = load_preset(name).detect
        scores[name] = sum(weight * group.share(key) for key, weight in hints.keys.items())
        scores[name] += sum(hints.files[mark] for mark in marks[name])
    first = max(PRESETS, key=lambda name: scores[name])
    if scores[first] >= THRESHOLD:
        return first
    return GENERIC if len(group.samples) >= MIN_GENERIC or not among_others else None


def bare(marks: Mapping[str, list[str]]) -> str | None:
    """The preset of files without any key: that of the site's own files, if its generator publishes such files."""
    for name in PRESETS:
        preset = load_preset(name)
        weight = sum(preset.detect.files[mark] for mark in marks[name])
        if weight >= THRESHOLD and (preset.publishes_bare_files or preset.metadata_lines):
            return name
    return None


def other_folders(
    groups: Sequence[Group], chosen: Mapping[str, str | None], main: str
) -> dict[str, list[str]]:
    """Preset → globs below the shared folder, for every preset but the main one."""
    found: dict[str, list[str]] = {}
    for top in sorted({group.folder.partition("/")[0] for group in groups} - {""}):
        inside = [group for group in groups if group.folder.partition("/")[0] == top]
        kinds = {chosen[group.folder] for group in inside} - {None}
        if kinds <= {main}:
            continue
        if len(kinds) == 1:
            found.setdefault(kinds.pop() or main, []).append(f"{escaped(top)}/**")
            continue
        for group in inside:
            name = chosen[group.folder]
            if name and name != main:
                endings = sorted({os.path.splitext(file)[1] for file in group.files})  # noqa: PTH122
                below = ["**"] if "/" in group.folder else [f"*{ending}" for ending in endings]
                found.setdefault(name, []).extend(f"{escaped(group.folder)}/{glob}" for glob in below)
    return found


def as_sections(others: Mapping[str, list[str]], shared: str, root: str) -> tuple[SectionSettings, ...]:
    """A nameless section per preset; none where the files lie outside the root, which globs cannot reach."""
    before = os.path.relpath(shared or ".", root).replace(os.sep, "/")
    if before.startswith(".."):
        return ()
    start = "" if before == "." else f"{escaped(before)}/"
    return tuple(section_of(name, tuple(start + glob for glob in globs)) for name, globs in others.items())


def escaped(folder: str) -> str:
    """A folder's name with the signs that mean something in a glob escaped."""
    return re.sub(r"([\\*?\[\]!# ])", r"\\\1", folder)


def named(globs: Iterable[str]) -> list[str]:
    """Globs as folders, to be read by people."""
    return [re.sub(r"\\(.)", r"\1", glob.removesuffix("/**")) for glob in globs]


def explain(name: str, groups: Sequence[Group], marks: Mapping[str, list[str]], shared: str) -> str:
    """One line: what spoke for the preset, in how many files of which folder."""
    read = [sample for group in groups for sample in group.samples]
    tops = {group.folder.partition("/")[0] for group in groups}
    folder = (shared + tops.pop() if len(tops) == 1 else shared).rstrip("/") or "the current folder"
    if name == GENERIC:
        looked_at = "the 1 file" if len(read) == 1 else f"the {len(read)} files"
        seen = f"no other preset's keys in {looked_at} looked at" if read else "no front matter was found"
        return f"preset {name}: {seen}"
    weights = load_preset(name).detect.keys
    seen_keys = [key for key in weights if any(key in sample for sample in read)]
    keys = sorted(seen_keys, key=lambda key: -weights[key])[:3]
    keys = [key for key in keys if sum(key in sample for sample in read) * 2 > len(read)] or keys[:1]
    count = sum(all(key in sample for key in keys) for sample in read)
    told = [f"the site has {' and '.join(marks[name])}"] if marks[name] else []
    if keys:
        listed = " and ".join(filter(None, (", ".join(keys[:-1]), keys[-1])))
        told.append(f"{listed} in {count} of {len(read)} files of {folder}")
    return f"preset {name}: {', '.join(told)}"
