"""A plugin for pytest: `pytest --seokit content/` makes one test a page, which fails on its errors.

pytest loads it in every run where seokit is installed: here are only the options, and whether there is anything to
do. The rest is in `pytest_pages`, which is imported where there is.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import argparse

SEVERITIES = ("error", "warning", "info")  # as in `model`, which takes its time to import


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options, and what an ini file may say."""
    group = parser.getgroup("seokit", "seokit: audit a content site")
    group.addoption(
        "--seokit",
        action="append",
        metavar="PATH",
        default=[],
        help="Audit PATH, several times: one test a page.",
    )
    group.addoption("--seokit-fail-on", choices=SEVERITIES, default=None,
                    help="Fail a page on a finding this bad; default: error.")  # fmt: skip
    group.addoption(
        "--seokit-config", metavar="FILE", default=None, help="Config instead of the nearest one."
    )
    parser.addini("seokit_paths", "as --seokit, for runs that name no other files", type="paths", default=[])
    parser.addini("seokit_fail_on", "as --seokit-fail-on", default="error")


def pytest_configure(config: pytest.Config) -> None:
    """Take part where there are paths to audit. Raises UsageError."""
    option = config.option
    choose(config, option)
    if not option.seokit:
        return
    if option.seokit_fail_on not in SEVERITIES:
        wrong = f"seokit_fail_on: must be one of {', '.join(SEVERITIES)}, not {option.seokit_fail_on!r}"
        raise pytest.UsageError(wrong)
    from seokit import pytest_pages

    config.pluginmanager.register(pytest_pages, "seokit-pages")


def choose(config: pytest.Config, option: argparse.Namespace) -> None:
    """Settle what is audited, and which of its pages the command line chooses (`seokit_only`; none: all).

    The paths of the ini file are for runs that name no files, as pytest's own `testpaths`, or files among them.
    """
    written = option.seokit
    option.seokit = written or [str(path) for path in config.getini("seokit_paths")]
    option.seokit_fail_on = option.seokit_fail_on or config.getini("seokit_fail_on")
    option.seokit_only = []
    if not option.seokit or config.args_source is not config.ArgsSource.ARGS:
        return
    here = config.invocation_params.dir
    audited = [os.path.realpath(here / path) for path in option.seokit]
    named = [os.path.realpath(here / argument.split("::")[0]) for argument in config.args]
    if any(lies_in(path, folder) for path in audited for folder in named):
        return
    option.seokit_only = [path for path in named if any(lies_in(path, folder) for folder in audited)]
    if not written and not option.seokit_only:
        option.seokit = []  # the command line asks for other tests


def lies_in(path: str, folder: str) -> bool:
    """Whether a path is a folder, or lies in it."""
    return os.path.join(path, "").startswith(os.path.join(folder, ""))
