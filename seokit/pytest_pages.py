"""The pages of a site as tests for pytest: audited once in a run, a test a page, one for the site as a whole.

Where pytest-xdist shares the tests out, the audit is made before, and each worker gets what came of it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec import Struct

from seokit import api
from seokit.cli_options import told
from seokit.extract.discover import shown
from seokit.generate.reports.concise import message_of, place, safe_lines, terminal_safe
from seokit.generate.reports.tables import about_rules
from seokit.generate.reports.worst import worst_first
from seokit.model import SEVERITIES, Audit, Finding
from seokit.pytest_plugin import lies_in


class Verdict(Struct, frozen=True):
    """What a test says: of a file by its absolute path, or of the whole site; an empty text passes."""

    path: str
    text: str = ""
    line: int | None = None  # of the first fault


SITE = "site"  # the test of what belongs to no page
VERDICTS = pytest.StashKey[dict[str, Verdict]]()


# -- the audit -------------------------------------------------------------------------------------


def verdicts(config: pytest.Config) -> dict[str, Verdict]:
    """The verdicts by path, pages in the order of the audit. Raises UsageError with seokit's own sentence."""
    if VERDICTS not in config.stash:
        given = getattr(config, "workerinput", {}).get("seokit")
        made = msgspec.msgpack.decode(given, type=list[Verdict]) if given else list(judged(config))
        config.stash[VERDICTS] = {one.path: one for one in made}
    return config.stash[VERDICTS]


def judged(config: pytest.Config) -> Iterator[Verdict]:
    """Audit the paths, and judge each page."""
    option = config.option
    try:
        audit = api.audit(option.seokit, config=option.seokit_config)
    except told() as error:
        raise pytest.UsageError(f"seokit: {safe_lines(str(error))}") from error
    worst = SEVERITIES[: SEVERITIES.index(option.seokit_fail_on) + 1]
    yield from verdicts_of(audit, worst)


def verdicts_of(audit: Audit, worst: Sequence[str]) -> Iterator[Verdict]:
    """One verdict a page and a file that could not be read, by path; then one of what belongs to none, if any."""
    found: dict[int, list[Finding]] = {page.number: [] for page in audit.pages}
    of_site: list[Finding] = []
    for finding in audit.findings:
        (of_site if finding.everywhere else found.get(finding.page, of_site)).append(finding)
    made = {page.path: verdict(page.path, found[page.number], worst) for page in audit.pages}
    for failure in audit.errors:
        text = terminal_safe(f"{failure.path}: not read: {failure.message}")
        made[failure.path] = Verdict(os.path.abspath(failure.path), text)  # noqa: PTH100
    yield from (made[path] for path in sorted(made))
    if of_site:
        yield msgspec.structs.replace(verdict(SITE, of_site, worst), path=SITE, line=None)


def verdict(path: str, findings: Iterable[Finding], worst: Sequence[str]) -> Verdict:
    """What the findings on a page come to: the bad ones a line each, then each rule's cure."""
    bad = worst_first(finding for finding in findings if finding.severity in worst)
    lines = [f"{place(one)} {one.severity} {one.rule} {message_of(one)}" for one in bad]
    for rule, about in about_rules(dict.fromkeys(one.rule for one in bad)).items():
        lines.append(f"  {rule}: {about.how_to_fix} (seokit rule {rule})")
    line = bad[0].line if bad else None
    return Verdict(os.path.abspath(path), "\n".join(map(terminal_safe, lines)), line)  # noqa: PTH100


# -- the tests -------------------------------------------------------------------------------------


class PageFile(pytest.File):
    """A page, or a file that could not be read."""

    def collect(self) -> Iterator[pytest.Item]:
        """Its one test."""
        yield PageItem.from_parent(self, name="seokit", verdict=verdicts(self.config)[str(self.path)])


class SiteNode(pytest.Collector):
    """What belongs to no page: `seokit::site`."""

    def collect(self) -> Iterator[pytest.Item]:
        """Its one test."""
        yield PageItem.from_parent(self, name=SITE, verdict=verdicts(self.config)[SITE])


class PageItem(pytest.Item):
    """A test that has its result already: what costs time is the audit, which needs all pages together."""

    def __init__(self, *, verdict: Verdict, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.verdict = verdict

    def runtest(self) -> None:
        """Pass, or fail with the findings and without a traceback."""
        if self.verdict.text:
            pytest.fail(self.verdict.text, pytrace=False)

    def reportinfo(self) -> tuple[os.PathLike[str], int | None, str]:
        """Where the fault stands (pytest counts lines from 0), and the headline of a failure."""
        line = self.verdict.line
        path = Path(terminal_safe(str(self.path)))
        return path, line - 1 if line else None, self.nodeid.split("::")[0]


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> PageFile | None:
    """Collect a page that the command line names, as in `pytest content/rye.md::seokit`."""
    if parent.session.isinitpath(file_path) and str(file_path) in verdicts(parent.config):
        return page_file(parent, file_path)
    return None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(
    session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Add the pages behind the tests that were collected, before `-k` and `-m` choose among them."""
    there = {item.verdict.path for item in items if isinstance(item, PageItem)}
    for one in verdicts(config).values():
        if one.path in there or not chosen(one.path, config.option.seokit_only):
            continue
        node: pytest.Collector
        if one.path == SITE:  # no path of a file: those are absolute
            node = SiteNode.from_parent(session, name="seokit", nodeid="seokit")
        else:
            node = page_file(session, Path(one.path))
        items.extend(session.genitems(node))  # which counts them too


def page_file(parent: pytest.Collector, path: Path) -> PageFile:
    """The node of a page. pytest prints names and ids as they are: those of odd files are made safe."""
    node = PageFile.from_parent(parent, path=path)
    safe = terminal_safe(node.nodeid)
    if safe == node.nodeid:
        return node
    return PageFile.from_parent(parent, path=path, name=terminal_safe(node.name), nodeid=safe)


def chosen(path: str, only: Sequence[str]) -> bool:
    """Whether a page is among those that the command line names; all are where it names none."""
    return not only or any(lies_in(os.path.realpath(path), each) for each in only)


def pytest_report_header(config: pytest.Config) -> str:
    """What is audited, and what a page fails on."""
    paths = ", ".join(map(shown, config.option.seokit))
    return terminal_safe(f"seokit: {paths}, fails on {config.option.seokit_fail_on}")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Give a worker of pytest-xdist the verdicts, since it would make the whole audit again."""
    node.workerinput["seokit"] = msgspec.msgpack.encode(list(verdicts(node.config).values()))
