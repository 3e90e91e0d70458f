"""The demo: a site with every kind of fault, and the command that shows it."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest

import seokit
from seokit import demo
from seokit.api import settings_for
from seokit.model import Audit
from seokit.score.registry import RULES

ROOT = Path(__file__).parent.parent
SITE = ROOT / "seokit" / "data" / "demo"
TODAY = "2026-11-23"
# Rules that cannot find anything beside the others on one site, with the reason.
IMPOSSIBLE: dict[str, str] = {
    "description-too-wide": "the one that is too wide is too long as well, and that is what is said",
    "robots-blocks-all": "it would shut the whole site, and every page would say so",
    "robots-sitemap-missing": "robots.txt names a wrong sitemap, which sitemap-not-in-robots finds",
    "sitemap-missing": "the other rules about sitemaps need one",
}


def run(
    *args: str, cwd: Path, program: tuple[str, ...] = (sys.executable, "-m", "seokit"), **env: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*program, *args], cwd=cwd, capture_output=True, encoding="utf-8", check=False, timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80", "PYTHONUTF8": "1", **env},
    )  # fmt: skip


@pytest.fixture(scope="module")
def audit() -> Audit:
    paths = [str(SITE / "content"), str(SITE / "public")]
    return seokit.audit(paths, config=settings_for(paths, today=demo.dt.date.fromisoformat(TODAY)))


def test_every_rule_that_is_on_has_something_to_find(audit: Audit) -> None:
    on = {name for name, rule in RULES.items() if rule.default}
    missing = on - {finding.rule for finding in audit.findings} - set(IMPOSSIBLE)
    assert not missing, f"plant these in seokit/data/demo: {', '.join(sorted(missing))}"


def test_the_config_lowers_thresholds_and_silences_nothing(audit: Audit) -> None:
    assert set(audit.config.rules.severity) == {name for name, rule in RULES.items() if rule.default}
    assert audit.config.base_url == "https://example.org"
    assert audit.config.preset_reason.startswith("preset cloudcannon-qa, from ")


def test_the_site_is_small_and_mostly_right(audit: Audit) -> None:
    assert Counter(page.kind for page in audit.pages) == {"source": 18, "built": 28}
    assert audit.errors == ()
    assert audit.scores.site is not None
    assert 60 <= audit.scores.site <= 95
    assert max(page.score for page in audit.pages) == 100, "one page shows how it should be"
    reasons = {"", "noindex", "canonicalised", "future date", "draft"}
    assert {page.not_indexable for page in audit.pages} == reasons


def test_few_findings_follow_from_others(audit: Audit) -> None:
    """Planted once: a rule that fires all over the site hides the rest. Two are the site's own habits."""
    habits = {"answer-escaped-newlines", "schema-recommended-missing"}
    for rule in set(RULES) - habits:
        pages = {finding.path for finding in audit.findings if finding.rule == rule}
        assert len(pages) <= 5, f"{rule} fires on {len(pages)} pages"


def test_answers_have_a_realistic_length(audit: Audit) -> None:
    answers = [page for page in audit.pages if page.section.startswith("learn") and page.kind == "source"]
    counts = sorted(page.word_count or 0 for page in answers)
    assert counts[2] >= 180, "one page has no answer, one an old one; the others have one worth reading"


def test_git_keeps_the_byte_order_mark() -> None:
    marked = [path for path in SITE.rglob("*.md") if path.read_bytes().startswith(b"\xef\xbb\xbf")]
    assert [path.name for path in marked] == ["how-long-does-brown-bread-stay-fresh.md"]
    assert "seokit/data/demo/**    -text" in (ROOT / ".gitattributes").read_text("utf-8")
    assert not any(
        b"\r" in path.read_bytes() for path in SITE.rglob("*.*") if path.is_file() and path.suffix != ".png"
    )


def test_the_command_makes_the_site_and_its_reports(tmp_path: Path) -> None:
    done = run("demo", "--today", TODAY, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert 10 <= len(lines) <= 15
    assert all(len(line) <= 80 for line in lines if not line.startswith(("next:", "   ")))
    assert "\x1b" not in done.stdout
    made = tmp_path / "seokit-demo"
    assert [path.name for path in sorted((made / "reports").iterdir())] == [
        "audit.json", "audit.xlsx", "findings.csv", "issues.csv", "pages.csv", "sitemap.xml",
    ]  # fmt: skip
    for original in SITE.rglob("*.*"):
        if original.is_file():
            assert (made / original.relative_to(SITE)).read_bytes() == original.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["seokit-demo"], "nothing is left beside it"
    with (made / "reports" / "pages.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 46
    assert [line[:8] for line in lines if line.startswith(("drift", "inject"))] == ["drift:  ", "inject: "]


def test_the_next_commands_work_as_shown(tmp_path: Path) -> None:
    done = run("demo", cwd=tmp_path)
    audit, inject = (
        subprocess.run(
            line.removeprefix("next:").strip(), shell=True, cwd=tmp_path, capture_output=True, text=True,
            check=False, timeout=120, env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        for line in done.stdout.splitlines()[-2:]
    )  # fmt: skip
    assert audit.returncode == 1, audit.stderr
    assert "error title-duplicate title is the same as on 1 other page" in audit.stdout
    assert "error drift-noindex" in audit.stdout
    assert inject.returncode == 0, inject.stderr
    assert "+  <!-- seokit:begin -->" in inject.stdout


def test_a_second_run_overwrites_nothing(tmp_path: Path) -> None:
    run("demo", cwd=tmp_path)
    page = tmp_path / "seokit-demo" / "content" / "posts" / "a-new-post.md"
    page.write_text("---\ntitle: Mended by hand\n---\nText.\n", "utf-8")
    done = run("demo", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.startswith(
        "./seokit-demo is there: audited as it is (delete the folder to renew it)\n"
    )
    assert "Mended by hand" in page.read_text("utf-8")
    assert "Mended by hand" in (tmp_path / "seokit-demo" / "reports" / "pages.csv").read_text("utf-8")


def test_an_ignored_folder_is_audited_all_the_same(tmp_path: Path) -> None:
    """In this repository seokit-demo/ stands in the .gitignore; PATH was named, so it counts."""
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("seokit-demo/\n", "utf-8")
    done = run("demo", cwd=tmp_path)
    assert (done.returncode, done.stdout.splitlines()[1][:21]) == (0, "pages:    18 sources,")


def test_a_config_above_does_not_interfere(tmp_path: Path) -> None:
    (tmp_path / "seokit.toml").write_text('preset = "hugo"\nbase_url = "https://other.example"\n', "utf-8")
    assert run("demo", cwd=tmp_path).returncode == 0
    assert "other.example" not in (tmp_path / "seokit-demo" / "reports" / "pages.csv").read_text("utf-8")


@pytest.mark.parametrize("kind", ["file", "folder", "dangling link"])
def test_something_else_of_that_name_is_left_alone(kind: str, tmp_path: Path) -> None:
    there = tmp_path / "seokit-demo"
    if kind == "file":
        there.write_text("mine", "utf-8")
    elif kind == "folder":
        there.mkdir()
    else:
        there.symlink_to("nowhere")
    done = run("demo", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "seokit-demo is there, but is no demo site: move it away" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["seokit-demo"]
    assert kind != "file" or there.read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("break_it", "said"),
    [
        (lambda site: shutil.rmtree(site / "content"), "content"),
        (lambda site: (site / "seokit.toml").write_text("presett = 1\n", "utf-8"), "presett"),
    ],
    ids=["no content", "wrong config"],
)
def test_a_site_broken_by_hand_is_a_sentence(break_it, said: str, tmp_path: Path) -> None:
    run("demo", cwd=tmp_path)
    break_it(tmp_path / "seokit-demo")
    done = run("demo", cwd=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert said in done.stderr


def test_a_folder_that_cannot_be_written_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object, **kwargs: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(demo.tempfile, "mkdtemp", full)
    with pytest.raises(demo.DemoError, match=r"cannot make \./seokit-demo: No space left on device"):
        demo.run_demo(None)


def test_a_copy_that_fails_halfway_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def halfway(source: object, target: Path) -> None:
        target.mkdir()
        (target / "seokit.toml").write_text("", "utf-8")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(demo, "copy_tree", halfway)
    with pytest.raises(demo.DemoError):
        demo.make_site(tmp_path / "seokit-demo")
    assert list(tmp_path.iterdir()) == []


def test_what_the_terminal_cannot_say_is_escaped(tmp_path: Path) -> None:
    run("demo", cwd=tmp_path)
    for page in (tmp_path / "seokit-demo" / "content" / "learn").rglob("*.md"):
        page.unlink()
    page = tmp_path / "seokit-demo" / "content" / "learn" / "a.md"
    page.write_text("---\ntitle: Хлеб\nquestion: Хлеб \\x1b[31m\ndate: Хлеб\n---\n", "utf-8")
    done = run("demo", cwd=tmp_path, PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert done.stdout.isascii()
    assert "\\u0425" in done.stdout


def test_the_program_is_named_so_that_the_shell_finds_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "my env" / "seokit"
    script.parent.mkdir()
    script.write_text("#!/bin/sh\n", "utf-8")
    script.chmod(0o755)
    monkeypatch.setattr(sys, "argv", [str(script)])
    monkeypatch.setenv("PATH", os.defpath)
    assert demo.program() == f"'{script}'"
    monkeypatch.setenv("PATH", str(script.parent))
    assert demo.program() == "seokit"
    monkeypatch.setattr(sys, "argv", [str(tmp_path / "seokit" / "__main__.py")])
    assert demo.program() == f"{sys.executable} -m seokit"


def test_the_wheel_holds_the_demo(tmp_path: Path) -> None:
    pytest.importorskip("hatchling", reason="hatchling builds the wheel, and is not installed here")
    built = run(
        "build", "-t", "wheel", "-d", str(tmp_path), cwd=ROOT, program=(sys.executable, "-m", "hatchling")
    )
    assert built.returncode == 0, built.stderr
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        held = {name for name in wheel.namelist() if name.startswith("seokit/data/demo/")}
        bom = wheel.read(next(name for name in held if name.endswith("brown-bread-stay-fresh.md")))
    assert held == {
        path.relative_to(ROOT).as_posix() for path in SITE.rglob("*") if path.is_file()
    }  # fmt: skip
    assert bom.startswith(b"\xef\xbb\xbf")
