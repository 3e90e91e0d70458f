"""The baseline: old findings that are known, so that a site with thousands of them can be watched for new ones.

What a baseline says is held against an audit: which findings are new, and which old ones are gone. Gone is only what
was looked for, by a rule that ran; see `baseline_scope`.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from seokit.extract.discover import SUFFIXES
from seokit.extract.files import kind_of
from seokit.extract.rooted import Root
from seokit.generate.baseline_file import (
    DEFAULT,
    EVERYWHERE,
    Baseline,
    BaselineError,
    Known,
    command,
    count,
    is_baseline,
    lines,
    read_baseline,
)
from seokit.generate.baseline_scope import folders_of, looked_for, pages_of, scope
from seokit.generate.files import write_atomic
from seokit.model import Audit, Baselined, Finding, Settings
from seokit.score.fingerprint import fingerprints
from seokit.score.plan import make_plan

__all__ = ["DEFAULT", "Baseline", "BaselineError", "Change", "read_baseline", "without_old", "write_baseline"]

SHORT = 8  # hexadecimal digits of a fingerprint: they have to differ within one rule on one page
FEW = 9  # so few pages may all have been deleted; of more at least one is still there


class Change(Struct, frozen=True):
    """What was done to a baseline: findings that stay, are gone, were added; `new` ones that were not.

    Of those that stay, `unseen` ones were not looked for, `such_as` by this rule in this file.
    """

    kept: int
    gone: int
    added: int
    new: int = 0
    unseen: int = 0
    such_as: str = ""


def keyed(audit: Audit) -> Iterator[tuple[tuple[str, str], str, Finding]]:
    """Each finding with the place in a baseline that is its own."""
    root = audit.config.root
    rooted = cache(Root(root).name)
    for finding, name in zip(audit.findings, fingerprints(audit.findings, root), strict=True):
        path = EVERYWHERE if finding.everywhere else rooted(finding.path)
        yield (path, finding.rule), name[:SHORT], finding


def known_of(audit: Audit) -> Known:
    """The findings of an audit as a baseline holds them."""
    return gathered(keyed(audit))


def gathered(found: Iterable[tuple[tuple[str, str], str, Finding]]) -> Known:
    """Findings with their places, as a baseline holds them."""
    known: Known = {}
    for key, name, _ in found:
        known.setdefault(key, set()).add(name)
    return known


def ran(settings: Settings) -> frozenset[str]:
    """The rules that ran in an audit under these settings."""
    return frozenset(active.rule.id for active in make_plan(settings).rules)


def baseline_of(audit: Audit) -> Baseline:
    """The baseline of everything that an audit found."""
    return Baseline(known_of(audit), ran(audit.config), folders_of(audit))


# -- an audit without its old findings -----------------------------------------------------------------------


def without_old(audit: Audit, baseline: Baseline, file: str) -> Audit:
    """The audit with its new findings alone; scores are those of the whole site.

    `file` is what the baseline is called. Raises BaselineError for one that was made for another folder.
    """
    require_folder(baseline, audit.config.root, file)
    now = list(keyed(audit))
    kept = tuple(finding for key, name, finding in now if not is_old(baseline, key, name))
    failing = {finding.rule for finding in kept}
    told = Baselined(
        file=file,
        old=len(audit.findings) - len(kept),
        gone=count(missing_from(audit, baseline, gathered(now))[0]),
        newer=tuple(sorted(failing - baseline.rules)) if baseline.rules else (),
    )
    return replace(counted(audit, kept), baselined=told)


def is_old(baseline: Baseline, key: tuple[str, str], name: str) -> bool:
    """Whether the baseline knows a finding.

    A fault of the template that it knows for the whole site is old on each page: where a part of the site is
    audited, or fewer pages have it by now, it is said page by page.
    """
    known = baseline.findings
    return name in known.get(key, ()) or (key[0] != EVERYWHERE and (EVERYWHERE, key[1]) in known)


def missing_from(audit: Audit, baseline: Baseline, now: Known) -> tuple[Known, Known]:
    """What the baseline has and the audit does not find: what is gone, and what it did not look for.

    `now` is what it finds.
    """
    rules, looked = ran(audit.config), looked_for(audit, baseline)
    gone: Known = {}
    unseen: Known = {}
    for key, names in baseline.findings.items():
        path, rule = key
        if rest := names - now.get(key, set()):
            found = gone if rule in rules and scope(path, rule) in looked else unseen
            found[key] = rest
    return gone, unseen


def there(path: str, root: str) -> bool:
    """Whether a file of the baseline may still be on the disk; in a folder that cannot be read, it may."""
    try:
        os.lstat(os.path.join(root, path))
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        pass
    return True


def require_folder(baseline: Baseline, root: str, file: str, *, few: int = FEW) -> None:
    """Raise BaselineError where not one page of the baseline is there: it was made for another folder.

    So `few` pages, or fewer, may all have been deleted.
    """
    paths = pages_of(baseline)
    if len(paths) > few and not any(there(path, root) for path in paths):
        raise BaselineError(
            f"{file}: none of its {len(paths):,} files, such as {min(paths)}, is in {root}: it was made for another "
            "folder, or all of them are gone; name another file, or make it anew: "
            f"`{command('create PATH --force', file)}`"
        )


def counted(audit: Audit, findings: tuple[Finding, ...]) -> Audit:
    """The audit with these findings alone, and its pages with their numbers."""
    counts = Counter((finding.page, finding.severity) for finding in findings)
    pages = [
        replace(
            page,
            errors=counts[page.number, "error"],
            warnings=counts[page.number, "warning"],
            infos=counts[page.number, "info"],
        )
        for page in audit.pages
    ]
    return replace(audit, pages=tuple(pages), findings=findings)


# -- the file written ----------------------------------------------------------------------------------------


def updated(audit: Audit, baseline: Baseline, *, accept_new: bool) -> tuple[Baseline, Change]:
    """The baseline without what is gone, and with what is new only where that is asked for."""
    now = known_of(audit)
    gone, unseen = missing_from(audit, baseline, now)
    left = {key: names - gone.get(key, set()) for key, names in baseline.findings.items()}
    left = {key: names for key, names in left.items() if names}
    # What the template does no more is old on the pages that still have it.
    split = {rule for path, rule in gone if path == EVERYWHERE and (path, rule) not in left}
    left |= {key: names for key, names in now.items() if key[1] in split and key[0] != EVERYWHERE}
    kept = replace(baseline, findings=left)
    new = {
        key: more
        for key, names in now.items()
        if (more := {name for name in names if not is_old(kept, key, name)})
    }
    change = Change(count(left), count(gone), 0, count(new), count(unseen), " ".join(min(unseen, default=())))
    if not accept_new:
        return kept, change
    every = left | {key: left.get(key, set()) | more for key, more in new.items()}
    made = Baseline(every, baseline.rules | ran(audit.config), baseline.folders | folders_of(audit))
    return made, replace(change, added=change.new, new=0)


def refuse_place(file: str, folders: Iterable[str]) -> None:
    """Raise BaselineError if no baseline may be written there: no file, or one among the pages of these folders."""
    if file == "-":
        raise BaselineError("-: a baseline is a file, which is read again: name one with -o")
    try:
        kind = kind_of(os.stat(file).st_mode)  # noqa: PTH116 - any path
    except (OSError, ValueError):  # not there: writing it says why, if it cannot be
        kind = ""
    if kind:
        raise BaselineError(f"{file}: {kind}: a baseline is read again, so name a file with -o")
    place = os.path.realpath(file)
    if place.lower().endswith(SUFFIXES) and any(
        place.startswith(os.path.realpath(folder).rstrip(os.sep) + os.sep) for folder in folders
    ):
        raise BaselineError(f"{file}: lies among the pages that are audited: name another file with -o")


def refuse_existing(file: str, *, force: bool) -> None:
    """Raise BaselineError if a new baseline may not be written there: `force` replaces a baseline, nothing else."""
    if not os.path.lexists(file):
        return
    if not is_baseline(file):
        raise BaselineError(f"{file}: is there, and is no baseline: name another file with -o")
    if not force:
        raise BaselineError(
            f"{file}: is there already; `{command('update PATH', file)}` brings it up to date, "
            f"`{command('create PATH --force', file)}` writes it anew"
        )


def write_baseline(
    audit: Audit, file: str, *, update: bool = False, accept_new: bool = False, force: bool = False
) -> Change:
    """Write the findings of an audit into a new baseline, or bring one up to date; says what changed.

    A file that would stay as it is, is not written. Raises BaselineError and WriteError.
    """
    refuse_place(file, () if update else audit.folders)
    if update:
        before = read_baseline(file)
        require_folder(before, audit.config.root, file, few=0)
        baseline, change = updated(audit, before, accept_new=accept_new)
        if baseline == before:
            return change
    else:
        refuse_existing(file, force=force)
        baseline = baseline_of(audit)
        change = Change(0, 0, count(baseline.findings))
    write_atomic(file, "".join(f"{line}\n" for line in lines(baseline)).encode())
    return change
