"""What the tests of reading share."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest


@pytest.fixture
def nobody() -> Iterator[Callable[[], None]]:
    """A function that takes root's rights away for the rest of the test, so that permissions count.

    The current folder must be the test's own; it stays readable.
    """
    if not hasattr(os, "geteuid"):
        pytest.skip("this system has no POSIX permissions to test")
    user = os.geteuid()

    def become() -> None:
        Path.cwd().chmod(0o755)
        if user == 0:
            os.seteuid(65534)

    yield become
    os.seteuid(user)
