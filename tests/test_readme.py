"""The guides tell the truth: every command in them is run, every config loaded, every link followed."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from seokit import config, config_check
from seokit.config_file import parse
from seokit.config_suppress import SUPPRESS_VALUES
from seokit.generate.reports import tables
from seokit.model import Scores, Summary
from seokit.presets import PRESETS, ROLES
from seokit.score.points import WEIGHTS

ROOT = Path(__file__).parent.parent
DEMO = ROOT / "seokit" / "data" / "demo"
GUIDES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
SCRIPT = Path(sys.executable).with_name("seokit")
# Without an installation the module is the same program.
SEOKIT = [str(SCRIPT)] if SCRIPT.is_file() else [sys.executable, "-m", "seokit"]
NOT_RUN = ("make", "pip", "git")  # what they would install or fetch, a test must not

guides = pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)


def blocks(guide: Path, *languages: str) -> list[tuple[str, str]]:
    return [found for found in FENCE.findall(guide.read_text("utf-8")) if found[0] in languages]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a reader may stand: a site without a config, in content/ and public/; the demo in seokit-demo/."""
    shutil.copytree(DEMO, tmp_path / "seokit-demo")
    shutil.copytree(DEMO / "content", tmp_path / "content")
    shutil.copytree(DEMO / "public", tmp_path / "public")
    shutil.copytree(ROOT / "docs" / "examples", tmp_path / "docs" / "examples")
    return tmp_path


def environment() -> dict[str, str]:
    env = {name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "COLUMNS")}
    return {**env, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(ROOT)}


def run(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    command = [*SEOKIT, *arguments[1:]] if arguments[0] == "seokit" else arguments
    return subprocess.run(
        command, cwd=folder, env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, encoding="utf-8", check=False, timeout=120,
    )  # fmt: skip


def make_targets() -> set[str]:
    return set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def check_line(line: str, folder: Path) -> None:
    """Run one line of a sh block; the code it must end with is 0, or what its comment says."""
    arguments = shlex.split(line, comments=True)
    if not arguments:
        return
    if arguments[0] == "make":
        assert set(arguments[1:]) <= make_targets(), line
    if arguments[0] in NOT_RUN:
        return
    assert arguments[0] == "seokit", f"{line}: what is this?"
    said = re.search(r"# .*?exit code (\d)", line)
    done = run(arguments, folder)
    assert done.returncode == int(said[1] if said else 0), f"{line}\n{done.stdout}"


def check_console(text: str, folder: Path) -> None:
    """Run `$ …` lines and hold their output against what stands below; a line `…` stands for any lines."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, expected = part.partition("\n")
        done = run(shlex.split(command, comments=True), folder)
        pattern = "".join(
            r"(?:.*\n)*?" if line == "…" else re.escape(line) + r"\n" for line in expected.splitlines()
        )
        assert re.fullmatch(pattern, done.stdout), f"$ {command}\n{done.stdout}\nis not\n{expected}"


@guides
def test_every_command_does_what_the_guide_says(guide: Path, folder: Path) -> None:
    for language, text in blocks(guide, "sh", "console", "python"):
        if language == "sh":
            for line in text.splitlines():
                check_line(line, folder)
        elif language == "console":
            check_console(text, folder)
        else:
            done = run([sys.executable, "-c", text], folder)
            assert done.returncode == 0, f"{text}\n{done.stdout}"


@guides
def test_make_targets_that_are_named_exist(guide: Path) -> None:
    named = set(re.findall(r"`make (\w+)`", guide.read_text("utf-8")))
    assert named <= make_targets()


@guides
def test_every_config_loads(guide: Path, folder: Path) -> None:
    for _, text in blocks(guide, "toml"):
        whole = parse(Path("block"), text)
        file = folder / ("pyproject.toml" if "tool" in whole else "seokit.toml")
        file.write_text(text, "utf-8")
        settings, warnings = config.load([str(folder / "content")], config=str(file))
        assert settings.file == str(file)
        assert not warnings
        file.unlink()


def anchors(guide: Path) -> Iterator[str]:
    """The anchors of a page's headings, as forges make them."""
    for heading in re.findall(r"^#+ (.*)$", guide.read_text("utf-8"), re.MULTILINE):
        yield re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@guides
def test_every_link_leads_somewhere(guide: Path) -> None:
    for link in LINK.findall(guide.read_text("utf-8")):
        if link.startswith(("https://", "http://")):
            continue
        name, _, anchor = link.partition("#")
        target = (guide.parent / name).resolve() if name else guide
        assert target.is_file(), f"{guide.name}: {link} leads to no file"
        if anchor:
            assert anchor in anchors(target), f"{guide.name}: {link} leads to no heading"


def test_every_language_of_a_block_is_checked() -> None:
    known = {"sh", "console", "python", "toml", "yaml", "text", "html", "json"}
    for guide in GUIDES:
        text = guide.read_text("utf-8")
        assert {language for language, _ in FENCE.findall(text)} <= known
        assert text.count("```") == 2 * len(FENCE.findall(text)), f"{guide.name}: a block without a language"


# -- completeness: what a guide lists, it lists whole ----------------------------------------------


def words(name: str) -> set[str]:
    """What stands in backquotes in a guide."""
    return set(re.findall(r"`([^`\n]+)`", (ROOT / "docs" / name).read_text("utf-8")))


def test_every_key_of_a_config_is_explained() -> None:
    told = words("configuration.md")
    for names in (
        config_check.TOP_VALUES,
        config.SECTION_VALUES,
        config.SITEMAP_VALUES,
        config.HEAD_VALUES,
        config.ROBOTS_VALUES,
        SUPPRESS_VALUES,
        PRESETS,
        ROLES,
    ):
        assert set(names) - told == set()


def test_every_column_is_explained() -> None:
    told = words("outputs.md")
    for columns in (
        tables.FINDING_COLUMNS,
        tables.PAGE_COLUMNS,
        tables.ISSUE_COLUMNS,
        tables.SEARCHED_PAGE_COLUMNS,
    ):
        assert set(columns) - told == set()
    assert set(Summary.__struct_fields__) - told == set()


def test_the_scores_are_explained_with_today_s_weights() -> None:
    text = (ROOT / "docs" / "scores.md").read_text("utf-8")
    for severity, weight in WEIGHTS.items():
        assert f"| {severity} | {weight:g} |" in text
    assert set(Scores.__struct_fields__) - words("scores.md") == set()


def test_the_example_cases_have_the_form_of_the_real_ones() -> None:
    ((_, text),) = blocks(ROOT / "docs" / "writing-rules.md", "yaml")
    cases: list[dict[str, Any]] = yaml.load(text, yaml.CSafeLoader)["title-exclaims"]
    real: dict[str, list[dict[str, Any]]] = {}
    for file in (ROOT / "tests" / "rules").glob("*.yml"):
        real |= yaml.load(file.read_text("utf-8"), yaml.CSafeLoader)
    assert {key for case in cases for key in case} <= {
        key for many in real.values() for case in many for key in case
    }
