"""The story of docs/adopt.md on a site with 100,000 findings: five commands to a green check."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PAGES, WORDS = 12_600, ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Short pages of made-up words, each with the same dozen faults."""
    folder = tmp_path_factory.mktemp("old") / "site"
    for number in range(PAGES):
        file = folder / "content" / f"s{number % 40}" / f"{number}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        word = WORDS[number % 10]
        file.write_text(
            f"---\ntitle: {word} {number}\nkeywords: {word}, unheard\n---\n[x](/gone/{number}) Short.\n"
        )
    return folder


def seokit(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "COLUMNS": "80"}
    return subprocess.run(
        [sys.executable, "-m", "seokit", *arguments], cwd=cwd, env=env, capture_output=True, text=True,
        check=False, timeout=300,
    )  # fmt: skip


def test_five_commands(site: Path) -> None:
    assert seokit("init", cwd=site).returncode == 0
    first = seokit("audit", "content", "--format", "json:before.json", "--format", "text", cwd=site)
    assert first.returncode == 1
    assert len(json.loads((site / "before.json").read_text())["findings"]) > 100_000
    made = seokit("baseline", "create", "content", cwd=site)
    assert made.returncode == 0, made.stderr
    assert (site / "seokit-baseline.txt").stat().st_size < 5_000_000
    green = seokit("audit", "content", "--baseline", "seokit-baseline.txt", cwd=site)
    assert green.returncode == 0, green.stdout
    assert "0 findings" in green.stdout
    assert "old findings in seokit-baseline.txt not shown" in green.stdout

    # Somebody breaks a link, somebody else mends a page: the check is red for the first, and for nothing else.
    broken = site / "content" / "s0" / "0.md"
    broken.write_text(broken.read_text() + "[y](/lost)\n")
    red = seokit("audit", "content", "--baseline", "seokit-baseline.txt", "--format", "concise", cwd=site)
    assert red.returncode == 1
    (line,) = [line for line in red.stdout.splitlines() if " error " in line]
    assert line.startswith("content/s0/0.md:6:5 error link-broken")
    broken.write_text(broken.read_text().replace("[y](/lost)\n", "").replace("[x](/gone/0)", ""))
    again = seokit("audit", "content", "--baseline", "seokit-baseline.txt", cwd=site)
    assert again.returncode == 0
    assert "are mended: seokit baseline update" in again.stdout
    updated = seokit("baseline", "update", "content", cwd=site)
    assert " removed, 0 added, " in updated.stdout
    seokit("audit", "content", "--format", "json:after.json", "-q", cwd=site)
    compared = seokit("compare", "before.json", "after.json", "--fail-on", "error", cwd=site)
    assert compared.returncode == 0, compared.stdout
    assert "0 new (none), " in compared.stdout
