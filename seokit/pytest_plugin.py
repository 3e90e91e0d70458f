"""A plugin for pytest: `pytest --seokit content/` makes one test a page, which fails on its errors.

It is loaded in every run of pytest where seokit is installed, so nothing is imported before the option is given.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from seokit.model import Audit, Finding

SITE = "(site)"  # findings that belong to no page


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options."""
    group = parser.getgroup("seokit", "seokit: audit a content site")
    group.addoption(
        "--seokit", action="append", metavar="PATH", default=[], help="Audit PATH: one test a page."
    )
    group.addoption("--seokit-fail-on", choices=["error", "warning", "info"], default=None,
                    help="Fail a page on a finding this bad; default: error.")  # fmt: skip
    group.addoption("--seokit-config", metavar="FILE", default=None, help="Config of seokit to use.")
    parser.addini("seokit_paths", "paths to audit, as --seokit", type="args", default=[])
    parser.addini("seokit_fail_on", "as --seokit-fail-on", default="error")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(
    session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Add the pages behind the tests that were collected, before `-k` and `-m` choose among them."""
    paths = config.getoption("seokit") or config.getini("seokit_paths")
    if paths:
        items.extend(SeokitCollector.from_parent(session, name="seokit", paths=paths).collect())


class SeokitCollector(pytest.Collector):
    """The audit: made once, when its pages are collected."""

    def __init__(self, *, paths: list[str], **arguments: Any) -> None:
        super().__init__(**arguments)
        self.paths = paths

    def collect(self) -> Iterator[pytest.Item]:
        """A test a page, in the order of their paths, and one for what belongs to none."""
        audit = self.audit()
        fail_on = self.config.getoption("seokit_fail_on") or self.config.getini("seokit_fail_on")
        found: dict[int, list[Finding]] = {}
        for finding in audit.findings:
            found.setdefault(finding.page, []).append(finding)
        for page in audit.pages:
            yield PageItem.from_parent(
                self, name=page.path, findings=found.get(page.number, []), fail_on=fail_on
            )
        for failure in audit.errors:
            yield UnreadItem.from_parent(self, name=failure.path, message=failure.message)
        if -1 in found:
            yield PageItem.from_parent(self, name=SITE, findings=found[-1], fail_on=fail_on)

    def audit(self) -> Audit:
        """The audit of the paths. Raises UsageError with seokit's own sentence."""
        from seokit import api
        from seokit.cli_options import told

        try:
            return api.audit(self.paths, config=self.config.getoption("seokit_config"))
        except told() as error:
            raise pytest.UsageError(f"seokit: {error}") from error


class Failed(Exception):  # noqa: N818 - pytest shows its message, nothing else
    """A page fails."""


class SeokitItem(pytest.Item):
    """What page tests have in common: how a failure is shown."""

    def repr_failure(self, excinfo: Any, style: Any = None) -> Any:
        """The findings, without a traceback."""
        return (
            str(excinfo.value) if isinstance(excinfo.value, Failed) else super().repr_failure(excinfo, style)
        )

    def reportinfo(self) -> tuple[str, int | None, str]:
        """Where the item stands: the page."""
        return self.name, None, f"seokit {self.name}"


class PageItem(SeokitItem):
    """One page; it fails on findings at or above `fail_on`."""

    def __init__(self, *, findings: list[Finding], fail_on: str, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.findings, self.fail_on = findings, fail_on

    def runtest(self) -> None:
        """Fail with the findings, a line each, and how to read more."""
        from seokit.generate.reports.concise import other_pages, place, terminal_safe
        from seokit.model import SEVERITIES

        worst = SEVERITIES[: SEVERITIES.index(self.fail_on) + 1]
        failing = [finding for finding in self.findings if finding.severity in worst]
        if failing:
            lines = [
                terminal_safe(f"{place(one)} {one.severity} {one.rule} {one.message}{other_pages(one)}")
                for one in failing
            ]
            rules = " ".join(dict.fromkeys(one.rule for one in failing))
            raise Failed("\n".join([*lines, f"why, and what to do: seokit rule {rules.partition(' ')[0]}"]))


class UnreadItem(SeokitItem):
    """A file that could not be read."""

    def __init__(self, *, message: str, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.message = message

    def runtest(self) -> None:
        """Fail with the reason."""
        raise Failed(f"{self.name}: not read: {self.message}")
