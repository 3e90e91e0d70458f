"""The baseline: old findings that are known, so that a site with thousands of them can be watched for new ones.

A text file that diffs and merges well: a line a page, below it a line a rule with the short fingerprints of its
findings, all sorted. A page that is mended loses lines, and touches no other page's.

    # seokit baseline 1
    content/rye.md
      link-broken 5d41402a 7d793037
      title-too-long 9f3a2b1c

Paths are relative to the config's folder. `*` is what is said once for the whole site.
"""

from __future__ import annotations

import os
import re
from collections.abc import Container, Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from seokit.extract.files import reason_of
from seokit.model import Audit, Baselined, Finding
from seokit.score.fingerprint import fingerprints, from_root

DEFAULT = "seokit-baseline.txt"
HEADER = "# seokit baseline 1"
EVERYWHERE = "*"
SHORT = 8  # hexadecimal digits of a fingerprint: they have to differ within one rule on one page
_RULE = re.compile(r"  ([a-z0-9-]+)((?: [0-9a-f]{8})+)")
_CONFLICT = ("<<<<<<< ", "=======", ">>>>>>> ")
Known = dict[tuple[str, str], set[str]]  # path and rule → short fingerprints


class BaselineError(ValueError):
    """A baseline that cannot be read or must not be written; the message says where and what to do."""


class Change(Struct, frozen=True):
    """What `update` did: findings that stay, are gone, were added."""

    kept: int
    gone: int
    added: int


def keyed(audit: Audit) -> Iterator[tuple[tuple[str, str], str, Finding]]:
    """Each finding with the place in a baseline that is its own."""
    root = audit.config.root
    for finding, name in zip(audit.findings, fingerprints(audit.findings, root), strict=True):
        path = EVERYWHERE if finding.everywhere else from_root(finding.path, root)
        yield (path, finding.rule), name[:SHORT], finding


def known_of(audit: Audit) -> Known:
    """The findings of an audit as a baseline holds them."""
    known: Known = {}
    for key, name, _ in keyed(audit):
        known.setdefault(key, set()).add(name)
    return known


def lines(known: Known) -> Iterator[str]:
    """The file, line by line."""
    yield HEADER
    yield "# Old findings, by page and rule. `seokit baseline update` removes what is mended."
    before = None
    for (path, rule), names in sorted(known.items()):
        if path != before:
            yield written(path)
            before = path
        yield f"  {rule} {' '.join(sorted(names))}"


def written(path: str) -> str:
    """A path on a line of its own; one that could be taken for something else is in quotes."""
    plain = path.isprintable() and path == path.strip() and path[:1] not in ('"', "#", "")
    return path if plain else msgspec.json.encode(path.encode("utf-8", "replace").decode()).decode()


def read_baseline(file: str) -> Known:
    """What a baseline holds. Raises BaselineError with the line of the first fault."""
    try:
        with open(file, encoding="utf-8", newline="") as handle:  # noqa: PTH123 - any path
            text = handle.read()
    except FileNotFoundError as error:
        raise BaselineError(
            f"{file}: no such file; `seokit baseline create PATH -o {file}` makes it"
        ) from error
    except OSError as error:
        raise BaselineError(f"{file}: cannot be read: {reason_of(error)}") from error
    except UnicodeDecodeError as error:
        raise BaselineError(f"{file}: byte {error.start} is not UTF-8: this is no baseline") from error
    first = text.partition("\n")[0].rstrip("\r")
    if first != HEADER:
        told = "made by another version of seokit" if first.startswith("# seokit baseline") else "no baseline"
        raise BaselineError(f"{file}:1: {told}; `seokit baseline create` makes one")
    known: Known = {}
    path = ""
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if line.startswith(_CONFLICT):
            raise BaselineError(
                f"{file}:{number}: a conflict of a merge: keep the lines of both sides, then `seokit baseline update`"
            )
        if not line.strip() or line.startswith("#"):
            continue
        rule = _RULE.fullmatch(line)
        if rule and path:
            known.setdefault((path, rule[1]), set()).update(rule[2].split())
        elif line.startswith(" "):
            raise BaselineError(f"{file}:{number}: not a rule with its fingerprints: {line.strip()[:60]!r}")
        else:
            path = path_of(line, f"{file}:{number}")
    return known


def path_of(line: str, place: str) -> str:
    """The path on a line. Raises BaselineError."""
    if not line.startswith('"'):
        return line
    try:
        return msgspec.json.decode(line, type=str)
    except msgspec.DecodeError as error:
        raise BaselineError(f"{place}: a quote is not closed: {line[:60]!r}") from error


def without_old(audit: Audit, file: str) -> Audit:
    """The audit with its new findings alone; scores are those of the whole site. Raises BaselineError."""
    known = read_baseline(file)
    kept = tuple(finding for key, name, finding in keyed(audit) if name not in known.get(key, ()))
    gone = count(gone_from(audit, known))
    told = Baselined(file=file, old=len(audit.findings) - len(kept), gone=gone)
    return replace(counted(audit, kept), baselined=told)


def gone_from(audit: Audit, known: Known) -> Known:
    """What the baseline has and the audit does not find any more, though it looked.

    A rule that did not run, and a page that was not audited though its file is there, say nothing.
    """
    now = known_of(audit)
    root = audit.config.root
    audited = {from_root(page.path, root) for page in audit.pages} | {EVERYWHERE}
    found: Known = {}
    for key, names in known.items():
        path, rule = key
        if rule in audit.config.rules.severity and looked_at(path, audited, root):
            rest = names - now.get(key, set())
            if rest:
                found[key] = rest
    return found


def looked_at(path: str, audited: Container[str], root: str) -> bool:
    """Whether an audit would have found something there: the page was audited, or does not exist any more."""
    return path in audited or not os.path.lexists(os.path.join(root, path))


def updated(audit: Audit, known: Known, *, accept_new: bool) -> tuple[Known, Change]:
    """The baseline without what is gone, and with what is new only where that is asked for."""
    gone = gone_from(audit, known)
    kept = {key: names - gone.get(key, set()) for key, names in known.items()}
    kept = {key: names for key, names in kept.items() if names}
    added: Known = {}
    if accept_new:
        for key, names in known_of(audit).items():
            if more := names - kept.get(key, set()):
                added[key] = more
                kept[key] = kept.get(key, set()) | more
    return kept, Change(count(kept) - count(added), count(gone), count(added))


def count(known: Mapping[Any, set[str]]) -> int:
    """How many findings there are in it."""
    return sum(map(len, known.values()))


def counted(audit: Audit, findings: tuple[Finding, ...]) -> Audit:
    """The audit with these findings alone, and its pages with their numbers."""
    counts: dict[int, dict[str, int]] = {}
    for finding in findings:
        of_page = counts.setdefault(finding.page, {"error": 0, "warning": 0, "info": 0})
        of_page[finding.severity] += 1
    none = {"error": 0, "warning": 0, "info": 0}
    pages = tuple(
        replace(page, errors=own["error"], warnings=own["warning"], infos=own["info"])
        for page in audit.pages
        if (own := counts.get(page.number, none)) is not None
    )
    return replace(audit, pages=pages, findings=findings)
