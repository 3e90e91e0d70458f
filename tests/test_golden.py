"""What the commands print, whole, beside what they printed when somebody last looked at it.

One file a command under tests/golden/: the command, stdout, stderr, exit code. The same for what the guides show
of the program: the picture in the README, the table of presets. After a change that is meant: `make golden`,
then read the diff.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from seokit.presets import PRESETS, ROLES, load_preset
from tests.conftest import need

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"
SITE = Path(__file__).parent / "sites" / "cloudcannon-qa"
WRITE = os.environ.get("SEOKIT_GOLDEN") == "write"
TODAY = "--today 2026-11-23"
BASE = "--base-url https://example.org"
PAGE = "content/learn/baking/why-does-bread-dough-need-to-rest.md"

COMMANDS = {
    "audit-text": f"audit content {TODAY}",
    "audit-text-max-findings": f"audit content {TODAY} --max-findings 3 --quiet --format text",
    "audit-concise": f"audit content {TODAY} --quiet --format concise",
    "audit-json": f"audit content {TODAY} {BASE} --quiet --format json",
    "audit-jsonl": f"audit content {TODAY} {BASE} --quiet --format jsonl",
    "audit-csv": f"audit content {TODAY} {BASE} --quiet --format csv",
    "audit-clean": f"audit content {TODAY} --select title",
    "audit-verbose": f"audit . {TODAY} --verbose --select title --fail-on info",
    "audit-min-score": f"audit content {TODAY} --fail-on never --min-score 99.5 --format concise",
    "audit-report-dir": f"audit content {TODAY} --report-dir reports --format csv --format concise --max-findings 1",
    "audit-not-there": f"audit contnet {TODAY}",
    "audit-wrong-rule": f"audit content {TODAY} --select title-to-long",
    "rule": "rule",
    "rule-page": "rule title-too-long",
    "rule-site": "rule link-broken",
    "rule-unknown": "rule title-to-long",
    "sitemap": f"sitemap content {BASE} -o public --explain",
    "sitemap-check": f"sitemap content {BASE} -o public --check",
    "meta": f"meta content {PAGE} {BASE}",
    "meta-explain": f"meta content {PAGE} {BASE} --explain",
    "config-show": f"config show content {TODAY}",
    "audit-github": f"audit content {TODAY} --format github",
    "audit-markdown": f"audit content {TODAY} --format markdown -q",
    "audit-baseline-gone": f"audit content {TODAY} --baseline gone.txt",
    "duplicates": f"duplicates content {BASE}",
    "duplicates-csv": f"duplicates content {BASE} --format csv",
    "explain-page": f"explain {PAGE} title-too-long {TODAY}",
    "explain-site": f"explain {PAGE} link-orphan {TODAY}",
    "compare-wrong": "compare gone.json gone.json",
    "init": "init",
    "version": "--version",
}
HELP = [
    "", "audit", "sitemap", "meta", "rule", "config", "config show", "config schema", "init", "demo", "inject", "robots",
    "baseline", "baseline create", "baseline update", "baseline show", "compare", "completion", "duplicates", "explain",
]  # fmt: skip


def transcript(command: str, folder: Path) -> str:
    """The command as a reader sees it; what changes from run to run and machine to machine is replaced."""
    env = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    done = subprocess.run(
        [sys.executable, "-m", "seokit", *command.split()],
        cwd=folder,
        env={**env, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=120,
    )
    parts = [f"$ seokit {command}\n", done.stdout.decode("utf-8")]
    if done.stderr:
        parts.append("[stderr]\n" + done.stderr.decode("utf-8"))
    text = "".join(parts) + f"[exit {done.returncode}]\n"
    # A CR is written out: git and editors must not be able to change or hide it.
    text = text.replace("\r", "\\r").replace(str(folder), "SITE").replace("python -m seokit", "seokit")
    return re.sub(r", \d+\.\d s$", ", 0.0 s", text, flags=re.MULTILINE)


def compare(name: str, text: str) -> None:
    """Hold a transcript against its golden file, or write it."""
    file = GOLDEN / f"{name}.txt"
    if WRITE:
        file.write_text(text, "utf-8", newline="\n")
    assert file.is_file(), f"{file.name} is not there: make golden writes it"
    assert text == file.read_text("utf-8"), f"{file.name} differs: if that is meant, make golden"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The small site, alone in a folder."""
    folder = tmp_path.resolve() / "site"
    shutil.copytree(SITE, folder)
    return folder


@pytest.mark.parametrize("name", COMMANDS)
def test_command(name: str, site: Path) -> None:
    compare(name, transcript(COMMANDS[name], site))


def test_what_could_not_be_read(site: Path) -> None:
    (site / "content" / "too-deep.md").write_text("---\ntitle: " + "[" * 100_000 + "\n---\n")
    (site / "content" / "gone.md").symlink_to("nowhere.md")
    compare("audit-unreadable", transcript(f"audit content {TODAY} --select title", site))
    compare(
        "audit-unreadable-concise", transcript(f"audit content {TODAY} --select title --format concise", site)
    )


def test_broken_content_is_a_finding(site: Path) -> None:
    (site / "content" / "broken.md").write_text("---\ntitle: 'Why?\nanswer: Because.\n---\n")
    (site / "content" / "latin.md").write_bytes(b"---\ntitle: Caf\xe9\n---\n")
    compare(
        "audit-broken", transcript(f"audit content {TODAY} --quiet --select field --format concise", site)
    )


def test_wrong_config(site: Path) -> None:
    (site / "seokit.toml").write_text(
        'preset = "cloudcanon-qa"\nbase_url = "example.org"\ntitel = "{{ title }}"\n\n'
        '[rules]\nignore = "keywords"\n\n[rules.title-too-long]\nlimit = "long"\nseverity = "error"\n'
    )
    compare("config-wrong", transcript("audit content", site))


# A site whose old findings are remembered, and which then changes.
ADOPTION = {
    "baseline-create": f"baseline create content {TODAY}",
    "baseline-refused": f"baseline create content {TODAY}",
    "baseline-show": "baseline show",
    "audit-baseline": f"audit content {TODAY} --baseline seokit-baseline.txt --format json:old.json --format text",
    "audit-baseline-new": f"audit content {TODAY} --baseline seokit-baseline.txt --quiet --format concise",
    "baseline-update": f"baseline update content {TODAY}",
    "baseline-accept-new": f"baseline update content {TODAY} --accept-new",
    "compare": "compare before.json after.json --fail-on error",
    "compare-markdown": "compare before.json after.json --format markdown",
    "audit-since": f"audit content {TODAY} --since HEAD --format concise",
    "audit-since-wrong": f"audit content {TODAY} --since HEAD~7",
}


def change(site: Path) -> None:
    """Mend a link, delete a page to which another leads, and give one page the title of another."""
    learn = site / "content" / "learn"
    (learn / "gardening" / "how-deep-should-garlic-cloves-be-planted.md").unlink()
    dough, chain = site / PAGE, learn / "bicycles" / "how-often-should-a-bicycle-chain-be-oiled.md"
    rolls, oiled = "baking/questions/how-hot-should-the-oven-be-for-rolls", "bicycles/questions/" + chain.stem
    title = "title: >-\n    How often should a bicycle chain be oiled?\narticle"
    for file, old, new in (
        (dough, f"/learn/{rolls}", f"/learn/{oiled}"),
        (chain, title, "title: Why does bread dough need to rest?\narticle"),
    ):
        text = file.read_text("utf-8")
        assert text.count(old) == 1
        file.write_text(text.replace(old, new), "utf-8", newline="\n")


def test_adoption(site: Path) -> None:
    need("git", shutil.which("git") is not None, "git is not installed")
    identity = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
    for arguments in (("init", "-q"), ("add", "."), ("commit", "-qm", "old")):
        subprocess.run(["git", *identity, *arguments], cwd=site, check=True, capture_output=True)
    audit = f"audit content {TODAY} --quiet --fail-on never --format json:"
    transcript(f"{audit}before.json", site)
    told = {}
    for name, command in ADOPTION.items():
        if name == "audit-baseline-new":
            change(site)
            transcript(f"{audit}after.json", site)
        told[name] = transcript(command, site)
    for name, text in told.items():
        compare(name, text)


@pytest.mark.parametrize("name", HELP)
def test_help(name: str, tmp_path: Path) -> None:
    text = transcript(f"{name} --help".strip(), tmp_path)
    file = f"help-{name.replace(' ', '-')}".rstrip("-")
    if not WRITE and text.split() == (GOLDEN / f"{file}.txt").read_text("utf-8").split():
        return  # click's versions break lines differently; the words are ours
    compare(file, text)


def test_every_command_has_its_help() -> None:
    from click import Group

    from seokit.cli import cli

    def names(group: Group, before: str = "") -> list[str]:
        found = []
        for name, command in group.commands.items():
            found.append(f"{before}{name}")
            if isinstance(command, Group):
                found += names(command, f"{before}{name} ")
        return found

    assert sorted(names(cli)) == sorted(filter(None, HELP))


def test_no_golden_file_is_left_over() -> None:
    others = {"audit-unreadable", "audit-unreadable-concise", "audit-broken", "config-wrong"}
    helps = {f"help-{name.replace(' ', '-')}".rstrip("-") for name in HELP}
    assert {file.stem for file in GOLDEN.iterdir()} == {*COMMANDS, *ADOPTION, *helps, *others}


# -- what the guides show of the program ------------------------------------------------------------


def presets_table() -> str:
    """Role by preset, as configuration.md shows it."""
    presets = {name: load_preset(name) for name in PRESETS}
    lines = ["| role | " + " | ".join(PRESETS) + " |", "| --- " * (len(PRESETS) + 1) + "|"]
    for role in ROLES:
        cells = [", ".join(f"`{key}`" for key in preset.fields.get(role, ())) for preset in presets.values()]
        lines.append(f"| `{role}` | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def test_the_presets_table_is_today_s() -> None:
    file = ROOT / "docs" / "configuration.md"
    text = file.read_text("utf-8")
    parts = re.fullmatch(r"(.*<!-- presets: [^\n]*-->\n)(.*)(<!-- /presets -->.*)", text, re.DOTALL)
    assert parts
    if WRITE:
        file.write_text(f"{parts[1]}{presets_table()}\n{parts[3]}", "utf-8", newline="\n")
        return
    assert parts[2].strip() == presets_table(), "make golden writes it"


def load_script(file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def shown(svg: str) -> str:
    """The text of a picture; how rich draws it may change, and the time does."""
    lines = re.findall(r"<text [^>]*>(.*?)</text>", svg)
    return re.sub(r", \d+\.\d s", ", 0.0 s", "\n".join(lines).replace("&#160;", " "))


def test_the_picture_is_what_the_audit_prints_today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    script = load_script(ROOT / "docs" / "make_picture.py")
    made = script.picture()
    if WRITE and shown(script.PICTURE.read_text("utf-8")) != shown(made):  # not for another time that it took
        script.PICTURE.write_text(made, "utf-8", newline="\n")
    assert shown(script.PICTURE.read_text("utf-8")) == shown(made), "make golden draws it anew"
    assert "url(" not in made.replace("url(#", "")
    assert "title-duplicate" in shown(made)
