"""What reports/ holds is what `make reports` would write now, byte for byte."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
REPORTS = ROOT / "reports"
NAMES = ["audit.json", "findings.csv", "issues.csv", "pages.csv", "rules.md"]


def recipe() -> list[str]:
    """The commands of `make reports`, read from the Makefile so that no second copy can differ."""
    text = (ROOT / "Makefile").read_text("utf-8").replace("\\\n", "")
    found = re.search(r"^reports:.*\n((?:\t.+\n)+)", text, re.MULTILINE)
    assert found, "the Makefile has no target reports"
    return found[1].strip().splitlines()


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the reports as they would be written now."""
    folder = tmp_path_factory.mktemp("reports")
    for command in recipe():
        line = command.strip().replace("$(BIN)/seokit", f"{shlex.quote(sys.executable)} -m seokit")
        line = re.sub(r"(?<=\s)reports(?=[/\s])", shlex.quote(str(folder)), line)
        done = subprocess.run(
            line, shell=True, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    return folder


def test_the_recipe_writes_what_is_committed(fresh: Path) -> None:
    assert sorted(path.name for path in fresh.iterdir()) == NAMES
    assert sorted(path.name for path in REPORTS.iterdir()) == NAMES, (
        "reports/ holds only what make reports writes"
    )


@pytest.mark.parametrize("name", NAMES)
def test_reports_are_fresh(name: str, fresh: Path) -> None:
    same = (REPORTS / name).read_bytes() == (fresh / name).read_bytes()
    assert same, f"reports/{name} is stale: run make reports, and read the diff"


@pytest.mark.parametrize("name", NAMES)
def test_reports_tell_nothing_of_the_machine(name: str) -> None:
    text = (REPORTS / name).read_bytes().decode("utf-8-sig")
    assert not re.search(r"duration|/home/|/Users/|/tmp/|/root/|[A-Z]:\\", text)
    assert str(ROOT) not in text
