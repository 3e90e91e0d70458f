"""A machine for which turbohtml has no wheel: BeautifulSoup reads the pages, and what needs more says so."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

# Hides the package from every import that follows, as where it was never installed.
HIDDEN = """
import sys
from importlib.machinery import PathFinder
find = PathFinder.find_spec
PathFinder.find_spec = staticmethod(
    lambda name, *rest: None if name.partition(".")[0] == "turbohtml" else find(name, *rest)
)
from seokit.cli import main
sys.argv = ["seokit", *sys.argv[1:]]
main()
"""
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Rye bread keeps for a week</title>
<link rel="canonical" href="https://example.org/"></head>
<body><h1>Rye</h1><p>Write {% if rye %} and {{ knead(dough) }} into the template.</p></body></html>
"""


def seokit(code: list[str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *code, *arguments], capture_output=True, text=True, check=False)


def test_the_audit_is_that_of_the_second_reader(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(PAGE)
    audit = ("audit", str(tmp_path), "--format", "concise", "--fail-on", "never", "--no-progress")
    without = seokit(["-c", HIDDEN], *audit)
    assert without.returncode == 0, without.stderr
    assert "index.html:" in without.stdout
    assert without.stdout == seokit(["-m", "seokit"], *audit, "--parser", "soup").stdout


def test_injection_says_what_it_needs(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(PAGE)
    done = seokit(["-c", HIDDEN], "inject", str(tmp_path), "--write")
    assert done.returncode == 2
    assert "needs turbohtml" in done.stderr
    assert "Traceback" not in done.stderr
    assert (tmp_path / "index.html").read_text() == PAGE
