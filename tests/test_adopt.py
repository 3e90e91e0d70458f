"""The story of docs/adopt.md on a site with 100,000 findings: five commands to a green check."""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import seokit as seokit_api
from seokit.generate.reports import FORMATS, write_report

PAGES, LINKS, IMAGES = 1_000, 40, 60
WORDS = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa"]
LIMIT = 45  # seconds of processor time for the whole story, which takes 15 where nothing else runs


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Short pages of made-up words, each with a few faults of its own and many links that lead nowhere."""
    folder = tmp_path_factory.mktemp("old") / "site"
    for number in range(PAGES):
        file = folder / "content" / f"s{number % 40}" / f"{number}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        word = WORDS[number % 10]
        images = "".join(f"![](/{link % 3}.png)\n" for link in range(IMAGES))
        links = "\n".join(f"- [{word} w{number}x{link}](/gone/{link})" for link in range(LINKS))
        file.write_text(f"---\ntitle: {word} {number}\nkeywords: {word}, unheard\n---\n{images}{links}\n")
    return folder


def seokit(*arguments: str, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "COLUMNS": "80", **more}
    return subprocess.run(
        [sys.executable, "-m", "seokit", *arguments], cwd=cwd, env=env, capture_output=True, text=True,
        check=False, timeout=300,
    )  # fmt: skip


def test_five_commands(site: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert seokit("init", cwd=site).returncode == 0
    first = seokit("audit", "content", "--format", "json:before.json", "--format", "text", cwd=site)
    assert first.returncode == 1
    assert len(json.loads((site / "before.json").read_text())["findings"]) > 100_000
    made = seokit("baseline", "create", "content", cwd=site)
    assert made.returncode == 0, made.stderr
    old = int(made.stdout.split(" old findings")[0].rpartition(" ")[2].replace(",", ""))
    assert (site / "seokit-baseline.txt").stat().st_size < 40 * old
    green = seokit("audit", "content", "--baseline", "seokit-baseline.txt", cwd=site)
    assert green.returncode == 0, green.stdout
    assert "0 findings" in green.stdout
    assert f"{old:,} old findings in seokit-baseline.txt not shown" in green.stdout

    # Somebody mends a fifth of a page, somebody else breaks a link: the check is red for that, and for nothing else.
    mended, broken = site / "content" / "s0" / "0.md", site / "content" / "s1" / "1.md"
    mended.write_text(re.sub(r"\[(alpha w0x2.|alpha w0x3.)\]\(.*\)", r"\1", mended.read_text()))
    whole = broken.read_text()
    broken.write_text(f"{whole}- [alpha w1x](/lost)\n")
    red = seokit("audit", "content", "--baseline", "seokit-baseline.txt", "--format", "concise", cwd=site)
    assert red.returncode == 1
    (line,) = red.stdout.splitlines()
    assert line.startswith(f"content/s1/1.md:{IMAGES + LINKS + 5}:15 error link-broken")
    assert f"seokit: {old - 20:,} old findings in seokit-baseline.txt not shown" in red.stderr
    assert "seokit: 20 old findings are gone: seokit baseline update" in red.stderr

    # What is mended leaves the baseline; the new fault does not enter it.
    updated = seokit("baseline", "update", "content", cwd=site)
    assert updated.stdout.splitlines() == [
        f"wrote seokit-baseline.txt: 20 removed, 0 added, {old - 20:,} as before",
        "1 new finding is not added; --accept-new adds what is new",
    ]
    broken.write_text(whole)
    seokit("audit", "content", "--format", "json:after.json", "-q", cwd=site)
    compared = seokit(
        "compare", "before.json", "after.json", "--fail-on", "error", "--fail-on", "score", cwd=site
    )
    assert compared.returncode == 0, compared.stdout
    assert f"0 new, 20 fixed, {old - 20:,} unchanged" in compared.stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime - before.ru_utime < LIMIT


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A page with an old fault and a new one, and a baseline of the old one."""
    page = tmp_path / "content" / "a.md"
    page.parent.mkdir()
    page.write_text("---\ntitle: Rye\nurl: /a\n---\n[x](/oldfault)\n")
    assert seokit("baseline", "create", "content", cwd=tmp_path).returncode == 0
    page.write_text("---\ntitle: Rye\nurl: /a\n---\n[x](/oldfault) [y](/newfault)\n")
    return tmp_path


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_reports_what_is_new_alone(
    name: str, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small)
    audit = seokit_api.audit("content", baseline="seokit-baseline.txt")
    write_report(audit, name, small / f"report.{name}")
    data = (small / f"report.{name}").read_bytes()
    if name == "xlsx":
        with zipfile.ZipFile(small / "report.xlsx") as book:
            data = b"".join(book.read(sheet) for sheet in book.namelist())
    assert b"oldfault" not in data
    assert b"newfault" in data or (name == "text" and b"link-broken" in data)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--baseline", "seokit-baseline.txt", "--fail-on", "never"], 0, "old findings in"),
        (["--baseline", "seokit-baseline.txt", "--no-baseline"], 2, "exclude each other"),
        (["--baseline", ""], 2, "the name of the file is empty"),
        (["--baseline", "content"], 2, "content: cannot be read: is a directory"),
        (["--baseline", "content/a.md"], 2, "content/a.md:1: no baseline"),
        (["--since", "HEAD"], 2, "--since needs the site in a git repository"),
    ],
)
def test_what_the_options_say(arguments: list[str], code: int, said: str, small: Path) -> None:
    told = seokit("audit", "content", *arguments, cwd=small, GIT_CEILING_DIRECTORIES=str(small.parent))
    assert (told.returncode, said in told.stdout + told.stderr) == (code, True), told.stderr


def test_the_config_names_the_baseline(small: Path) -> None:
    (small / "seokit.toml").write_text('baseline = "old/known.txt"\n')
    missing = seokit("audit", "content", cwd=small)
    assert missing.returncode == 2
    assert "old/known.txt: no such file; `seokit baseline create PATH -o old/known.txt` makes it" in (
        missing.stderr
    )
    made = seokit("baseline", "create", "content", cwd=small)
    assert made.stdout.startswith("wrote old/known.txt: ")
    assert seokit("audit", "content", "-q", cwd=small).returncode == 0
    assert seokit("audit", "content", "-q", "--no-baseline", cwd=small).returncode == 1
    assert seokit("baseline", "show", cwd=small / "content").stdout.startswith("../old/known.txt: ")
    assert 'baseline = "old/known.txt"' in seokit("config", "show", "content", cwd=small).stdout
    audit = seokit("audit", "content", "-q", "--min-score", "99.9", cwd=small)
    assert audit.returncode == 1  # scores are those of the whole site


def test_the_next_command_can_be_pasted(tmp_path: Path) -> None:
    (tmp_path / "my site").mkdir()
    (tmp_path / "my site" / "a.md").write_text("---\ntitle: Rye\n---\n")
    made = seokit("baseline", "create", "my site", "-o", "my known.txt", cwd=tmp_path)
    assert made.stdout.splitlines()[1] == "next: seokit audit 'my site' --baseline 'my known.txt'"
