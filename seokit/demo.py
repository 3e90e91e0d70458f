"""`seokit demo`: the embedded site, audited before the user's eyes."""

from __future__ import annotations

import datetime as dt
import os
import shlex
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import click

from seokit import api
from seokit.config import ConfigError
from seokit.generate.files import WriteError
from seokit.generate.inject.site import Injection
from seokit.generate.reports import write_folder
from seokit.generate.reports.concise import terminal_safe
from seokit.model import SEVERITIES, Audit, Finding
from seokit.score.engine import EngineError

FOLDER = "seokit-demo"
SHOWN = 5  # rules named on the terminal; the rest is in the reports
WIDTH = 79  # columns; a terminal of 80 wraps nothing, and a pipe gets the same lines


class DemoError(RuntimeError):
    """The demo cannot be made here; the message says why."""


def make_site(folder: Path) -> bool:
    """Copy the embedded site; False when the folder is there already.

    Never half a site: it is copied beside and renamed. Raises DemoError where it cannot be written.
    """
    if os.path.lexists(folder):
        return False
    try:
        beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            copy_tree(files("seokit") / "data" / "demo", beside / folder.name)
            (beside / folder.name).rename(folder)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        raise DemoError(f"cannot make ./{folder}: {error.strerror or error}") from error
    return True


def copy_tree(source: Traversable, target: Path) -> None:
    """Copy names and bytes, but no modes: an installed package may be read-only, the copy is to be edited."""
    target.mkdir()
    for item in source.iterdir():
        if item.is_dir():
            copy_tree(item, target / item.name)
        else:
            (target / item.name).write_bytes(item.read_bytes())


def run_demo(today: dt.date | None) -> None:
    """Make ./seokit-demo, audit it, write its reports and print what happened in 10 to 15 lines.

    Raises DemoError with a sentence where the folder cannot be made, read or written.
    """
    folder = Path(FOLDER)
    if os.path.lexists(folder) and not (folder / "seokit.toml").is_file():
        raise DemoError(f"./{FOLDER} is there, but is no demo site: move it away, then run seokit demo again")
    if make_site(folder):
        said = f"made ./{FOLDER}: a small Q&A site with every kind of fault planted in it"
    else:
        said = f"./{FOLDER} is there: audited as it is (delete the folder to renew it)"
    content, public, reports = folder / "content", folder / "public", folder / "reports"
    paths = [path for path in (content, public) if path.is_dir()] or [content]
    try:
        settings = api.settings_for([str(content)], today=today)
        result = api.audit(paths, config=settings)
        write_folder(result, reports)
        made = api.sitemap(paths, reports, config=settings)
        tags = api.inject(public, source=content, config=settings) if public in paths else None
    except (ConfigError, WriteError, EngineError, ValueError) as error:
        raise DemoError(str(error)) from error
    left_out = f"{made.result.urls} URLs, {len(made.excluded)} pages left out"
    lines = [
        said,
        *summary(result),
        *built(result, tags),
        f"reports:  {reports / 'audit.xlsx'}, audit.json, and three CSV tables",
        f"sitemap:  {reports / 'sitemap.xml'}, {left_out}",
        "",
        f"next:     {program()} audit {' '.join(map(str, paths))} --format concise",
    ]
    if tags:
        lines.append(f"          {program()} inject {public} --from {content} --diff")
    for line in lines:
        click.echo(terminal_safe(line, getattr(sys.stdout, "encoding", None) or "utf-8"))


def summary(audit: Audit) -> list[str]:
    """The audit in a few lines: pages, score, and the worst finding of the worst topics."""
    scores = audit.scores
    marks = "no page is indexable"
    if scores.site is not None and scores.health is not None:
        marks = f"score {scores.site:.0f} of 100, {scores.health:.0f} % without error"
    counts = Counter(finding.severity for finding in audit.findings)
    totals = ", ".join(f"{counts[name]} {name}{'s' if name != 'info' else ''}" for name in SEVERITIES)
    rules = len({finding.rule for finding in audit.findings})
    sources = sum(page.kind == "source" for page in audit.pages)
    kinds = f"{sources} sources, {len(audit.pages) - sources} built pages"
    lines = [f"pages:    {kinds}; {marks}", f"findings: {totals}, by {rules} rules; some of them:"]
    lines += [cut(f"  {one.severity:<8}{one.rule}: {one.message}") for one in shown(audit.findings)]
    lines += [f"not read: {failure.path}: {failure.message}" for failure in audit.errors[:SHOWN]]
    return lines


def cut(line: str) -> str:
    """The line as a terminal of 80 columns shows it."""
    return line if len(line) <= WIDTH else f"{line[: WIDTH - 3].rstrip()}..."


def built(audit: Audit, tags: Injection | None) -> Iterator[str]:
    """What was built, against the sources: drift, and the head tags that could be injected."""
    if tags is None:
        return
    drift = sorted(
        (finding for finding in audit.findings if finding.rule.startswith("drift-")),
        key=lambda finding: SEVERITIES.index(finding.severity),
    )
    such = f", such as: {drift[0].message}" if drift else ""
    yield cut(f"drift:    {len(drift)} times{such}")
    missing = f"{tags.counts['changed']} of the {len(tags.outcomes)} built pages"
    yield f"inject:   head tags and structured data are missing in {missing}"


def shown(findings: tuple[Finding, ...]) -> Iterator[Finding]:
    """The worst finding of each topic (the first word of a rule's name), the worst topics first."""
    topics: dict[str, Finding] = {}
    # Severity, then the order of the audit: a stable sort, so the same site shows the same lines.
    for finding in sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity)):
        topics.setdefault(finding.rule.partition("-")[0], finding)
    yield from list(topics.values())[:SHOWN]


def program() -> str:
    """What to type to run this program again: `seokit` where the shell finds it, else as it was started."""
    started = Path(sys.argv[0])
    if started.name == "__main__.py":
        python = Path(sys.executable).name
        known = shutil.which(python) == sys.executable
        return f"{python if known else shlex.quote(sys.executable)} -m seokit"
    found = shutil.which(started.name)
    if found is not None and os.path.realpath(found) == os.path.realpath(started):
        return started.name
    return shlex.quote(str(started))
