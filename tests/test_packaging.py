"""What runs seokit for others: the pre-commit hooks, the GitHub action, the Dockerfile, shell completion."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from seokit.cli import cli
from tests.conftest import need

ROOT = Path(__file__).parent.parent
GOOD = (
    "---\ntitle: How long does a loaf of rye have to rise?\n---\n"
    + "Rye rises slowly, and slower still in winter. " * 30
)
BAD = "---\ntitle: ''\n---\nText.\n"


def run(
    *command: str, cwd: Path, env: dict[str, str] | None = None, **more: Any
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=cwd, env={**os.environ, **(env or {})}, capture_output=True, text=True, check=False,
        timeout=600, **more,
    )  # fmt: skip


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"]
    done = run("git", *identity, *arguments, cwd=folder)
    assert done.returncode == 0, done.stderr


@pytest.fixture
def site(tmp_path: Path) -> Path:
    need("git", shutil.which("git") is not None, "git is not installed")
    folder = tmp_path / "site"
    (folder / "content").mkdir(parents=True)
    (folder / "content" / "rye.md").write_text(GOOD)
    git(folder, "init", "-q")
    return folder


# -- pre-commit ------------------------------------------------------------------------------------


def test_the_hook_runs_with_pre_commit(site: Path, tmp_path: Path) -> None:
    pytest.importorskip("pre_commit", reason="pre-commit is not installed")
    source = tmp_path / "seokit"
    # A clone of what is here, committed or not: pre-commit installs hooks from a repository.
    files = run("git", "ls-files", "-co", "--exclude-standard", cwd=ROOT).stdout.splitlines()
    for name in files:
        if not name.startswith(("tests/", "bench/")) and (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, source / name)
    git(source, "init", "-q")
    git(source, "add", ".")
    git(source, "commit", "-qm", "all")
    head = run("git", "rev-parse", "HEAD", cwd=source).stdout.strip()
    config = {
        "repos": [{"repo": str(source), "rev": head, "hooks": [{"id": "seokit-audit", "args": ["content"]}]}]
    }
    (site / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    git(site, "add", ".")
    env = {"PRE_COMMIT_HOME": str(tmp_path / "cache"), "PYTHONPATH": "", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    done = run(sys.executable, "-m", "pre_commit", "run", "--all-files", cwd=site, env=env)
    need("network", "No matching distribution" not in done.stdout, "packages cannot be installed here")
    assert done.returncode == 0, done.stdout
    assert "Passed" in done.stdout
    (site / "content" / "bad.md").write_text(BAD)
    git(site, "add", ".")
    done = run(sys.executable, "-m", "pre_commit", "run", "--all-files", cwd=site, env=env)
    assert done.returncode == 1
    assert "title-empty" in done.stdout


def test_the_hooks_are_what_pre_commit_takes(site: Path) -> None:
    pytest.importorskip("pre_commit", reason="pre-commit is not installed")
    done = run(
        sys.executable,
        "-m",
        "pre_commit",
        "validate-manifest",
        str(ROOT / ".pre-commit-hooks.yaml"),
        cwd=site,
    )
    assert done.returncode == 0, done.stdout


# -- the action ------------------------------------------------------------------------------------


def action() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    return found


def test_the_action_is_valid() -> None:
    check = pytest.importorskip("check_jsonschema", reason="check-jsonschema is not installed")
    file = Path(check.__file__).parent / "builtin_schemas" / "vendor" / "github-actions.json"
    jsonschema.validate(action(), json.loads(file.read_text("utf-8")))


def audit_step(folder: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run the step of the action as GitHub does, with the inputs that a workflow gives."""
    declared = action()
    temp = folder / "temp"
    (temp / "seokit" / "bin").mkdir(parents=True, exist_ok=True)
    script = temp / "seokit" / "bin" / "seokit"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m seokit "$@"\n')
    script.chmod(0o755)
    step = declared["runs"]["steps"][1]
    values = {name: about.get("default", "") for name, about in declared["inputs"].items()} | inputs
    assert set(inputs) <= set(declared["inputs"])
    env = {
        name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: values[found[1]], text)
        for name, text in step["env"].items()
    }
    summary = folder / "summary.md"
    known = {"RUNNER_TEMP": str(temp), "GITHUB_STEP_SUMMARY": str(summary), "GITHUB_WORKSPACE": str(folder),
             "PYTHONPATH": str(ROOT)}  # fmt: skip
    return run("bash", "-eo", "pipefail", "-c", step["run"], cwd=folder, env={**env, **known})


def test_the_step_of_the_action(site: Path) -> None:
    assert audit_step(site).returncode == 0
    (site / "content" / "bad, page.md").write_text(BAD)
    done = audit_step(site, sarif="out.sarif", args="--select\ntitle-empty")
    assert done.returncode == 1, done.stderr
    assert done.stdout.splitlines()[0].startswith(
        "::error file=content/bad%2C page.md,line=2,col=8,title=title-empty::"
    )
    assert "| error | `title-empty` |" in (site / "summary.md").read_text("utf-8")
    assert json.loads((site / "out.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert audit_step(site, **{"fail-on": "never"}).returncode == 0


def test_no_input_reaches_a_shell_as_code() -> None:
    for step in action()["runs"]["steps"]:
        assert "${{" not in step["run"], "an input in a script is an injection: pass it by env"


# -- Docker, completion ----------------------------------------------------------------------------


def test_the_dockerfile_copies_what_the_package_needs() -> None:
    """There is no Docker here: held is that what .dockerignore leaves out is not needed to build the package."""
    ignored = (ROOT / ".dockerignore").read_text().split()
    build = (ROOT / "pyproject.toml").read_text("utf-8")
    for name in ("seokit", "templates", "README.md", "LICENSE"):
        assert name not in ignored
        assert name in build
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    assert [line.split(" ")[0] for line in lines[1:]] == [
        "FROM",
        "COPY",
        "RUN",
        "USER",
        "WORKDIR",
        "ENTRYPOINT",
        "CMD",
    ]


def complete(*words: str) -> list[str]:
    env = {"_SEOKIT_COMPLETE": "bash_complete", "COMP_WORDS": " ".join(("seokit", *words)),
           "COMP_CWORD": str(len(words))}  # fmt: skip
    done = run(sys.executable, "-c", "import sys; sys.argv[0] = 'seokit'; from seokit.cli import main; main()",
               cwd=ROOT, env=env)  # fmt: skip
    return [line.partition(",")[2] for line in done.stdout.splitlines()]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("comp",), {"compare", "completion"}),
        (("rule", "title-too-l"), {"title-too-long"}),
        (("audit", "--select", "title-empty,title-too-l"), {"title-empty,title-too-long"}),
        (("audit", "--preset", "hu"), {"hugo"}),
        (("audit", "--format", "sar"), {"sarif"}),
        (("explain", "a.md", "link-orp"), {"link-orphan"}),
        (("audit", "--no-b"), {"--no-baseline"}),
    ],
)
def test_words_are_completed(words: tuple[str, ...], expected: set[str]) -> None:
    assert set(complete(*words)) == expected


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_scripts_are_what_the_shells_take(shell: str, tmp_path: Path) -> None:
    script = run(sys.executable, "-m", "seokit", "completion", shell, cwd=tmp_path).stdout
    assert "_SEOKIT_COMPLETE" in script
    if shutil.which(shell):
        (tmp_path / "script").write_text(script)
        assert run(shell, "-n", "script", cwd=tmp_path).returncode == 0


def test_every_command_has_a_short_help_that_fits() -> None:
    context = cli.make_context("seokit", ["--help"], resilient_parsing=True)
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        assert command.get_short_help_str(60)
