"""`seokit demo`: the embedded site, audited before the user's eyes."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
from collections import Counter
from importlib.resources import as_file, files
from pathlib import Path

import click

from seokit import api
from seokit.config import ConfigError
from seokit.generate.files import WriteError
from seokit.generate.reports import write_folder
from seokit.model import SEVERITIES, Audit

FOLDER = "seokit-demo"
SHOWN = 6  # rules named on the terminal; the rest is in the reports


class DemoError(RuntimeError):
    """The demo cannot be made here; the message says why."""


def make_site(folder: Path) -> bool:
    """Copy the embedded site; False when the folder is there already. Never half a site: copy beside, rename."""
    if folder.exists():
        return False
    try:
        beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            with as_file(files("seokit") / "data" / "demo") as site:
                shutil.copytree(site, beside / folder.name)
            (beside / folder.name).rename(folder)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        raise DemoError(f"cannot make {folder}: {error.strerror or error}") from error
    return True


def run_demo(today: dt.date | None) -> None:
    """Make ./seokit-demo, audit it, write its reports and print what happened in 10 to 15 lines.

    Raises DemoError with a sentence where the folder cannot be made, read or written.
    """
    folder = Path(FOLDER)
    if folder.exists() and not (folder / "seokit.toml").is_file():
        raise DemoError(f"./{FOLDER} is there, but is no demo site: move it away, then run seokit demo again")
    if make_site(folder):
        click.echo(f"made ./{FOLDER}: a small Q&A site with every kind of fault planted in it")
    else:
        click.echo(f"./{FOLDER} is there: auditing it as it is (delete the folder to renew it)")
    content, reports = folder / "content", folder / "reports"
    try:
        settings = api.settings_for([str(content)], today=today)
        result = api.audit(content, config=settings)
        write_folder(result, reports)
        made = api.sitemap(content, reports, config=settings)
    except (ConfigError, WriteError, ValueError) as error:
        raise DemoError(str(error)) from error
    for line in summary(result):
        click.echo(line)
    click.echo(f"reports:  {folder}/reports/audit.xlsx, pages.csv, findings.csv, issues.csv, audit.json")
    click.echo(
        f"sitemap:  {folder}/reports/sitemap.xml, {made.result.urls} URLs, {len(made.excluded)} pages left out"
    )
    click.echo("")
    click.echo(f"next:     seokit audit {FOLDER}{os.sep}content --format concise")


def summary(audit: Audit) -> list[str]:
    """The audit in a few lines: pages, score, the worst rules."""
    counts = Counter(finding.severity for finding in audit.findings)
    rules = Counter((SEVERITIES.index(finding.severity), finding.rule) for finding in audit.findings)
    worst = sorted(rules.items(), key=lambda item: (item[0][0], -item[1], item[0][1]))
    totals = ", ".join(f"{counts[name]} {name}{'s' if name != 'info' else ''}" for name in SEVERITIES)
    lines = [
        f"pages:    {len(audit.pages)}, score {audit.scores.site} of 100, health {audit.scores.health} %",
        f"findings: {totals}, by {len(rules)} rules; the worst:",
    ]
    lines += [f"  {SEVERITIES[rank]:<8} {name} ({number})" for (rank, name), number in worst[:SHOWN]]
    return lines
