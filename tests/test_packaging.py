"""What runs seokit for others: the pre-commit hooks, the GitHub action, the Dockerfile."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Collection
from importlib.util import find_spec
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


def copy_of_repository(folder: Path, without: Collection[str]) -> None:
    """Copy what git would have, committed or not, but for these folders and files at its top."""
    for name in run("git", "ls-files", "-co", "--exclude-standard", cwd=ROOT).stdout.splitlines():
        if name.partition("/")[0] not in without and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)


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
    copy_of_repository(source, {"tests", "bench"})
    git(source, "init", "-q")
    git(source, "add", ".")
    git(source, "commit", "-qm", "all")
    head = run("git", "rev-parse", "HEAD", cwd=source).stdout.strip()
    config = {"repos": [{"repo": str(source), "rev": head, "hooks": [{"id": "seokit-audit"}]}]}
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
    assert "content/bad.md:2:8 error title-empty" in done.stdout


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


def manifest() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    return found


@pytest.mark.parametrize(
    ("path", "runs"),
    [("content/a.md", True), ("public/a.html", True), ("seokit.toml", True), ("static/robots.txt", True),
     ("a.mdx", True), ("seokit-baseline.txt", True), ("main.py", False), ("content/a.md.bak", False),
     ("my-seokit.toml", False)],
)  # fmt: skip
def test_the_hooks_run_for_what_an_audit_reads(path: str, runs: bool) -> None:
    for hook in manifest():
        assert bool(re.search(hook["files"], path)) is runs


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
             "GITHUB_OUTPUT": str(folder / "output"), "PYTHONPATH": str(ROOT)}  # fmt: skip
    cwd = folder / values["working-directory"]
    return run("bash", "-eo", "pipefail", "-c", step["run"], cwd=cwd, env={**env, **known})


def test_the_step_of_the_action(site: Path) -> None:
    assert audit_step(site).returncode == 0
    (site / "content" / "bad, page.md").write_text(BAD)
    done = audit_step(site, format="github\nsarif:out.sarif", args="--select\ntitle-empty")
    assert done.returncode == 1, done.stderr
    assert done.stdout.splitlines()[0].startswith(
        "::error file=content/bad%2C page.md,line=2,col=8,title=title-empty::"
    )
    assert "| error | `title-empty` |" in (site / "summary.md").read_text("utf-8")
    assert json.loads((site / "out.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert (site / "output").read_text().splitlines() == ["exit-code=0", "exit-code=1"]
    assert audit_step(site, **{"fail-on": "never"}).returncode == 0
    (site / "part").mkdir()
    (site / "content").rename(site / "part" / "content")
    done = audit_step(site, **{"working-directory": "part"})
    assert done.stdout.startswith("::error file=part/content/bad%2C page.md,")
    assert audit_step(site, paths="gone").returncode == 2
    assert (site / "output").read_text().splitlines()[-1] == "exit-code=2"


def test_no_input_reaches_a_shell_as_code() -> None:
    for step in action()["runs"]["steps"]:
        assert "${{" not in step["run"], "an input in a script is an injection: pass it by env"


# -- Docker ----------------------------------------------------------------------------------------


def test_the_dockerfile_passes_its_linter() -> None:
    linter = shutil.which("hadolint", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    need("hadolint", linter is not None, "hadolint is not installed")
    done = run(str(linter), "Dockerfile", cwd=ROOT)
    assert (done.returncode, done.stdout) == (0, "")


def test_what_docker_is_sent_can_be_installed(site: Path, tmp_path: Path) -> None:
    """As the image installs it, from what .dockerignore leaves; the dependencies are those of here."""
    need("hatchling", find_spec("hatchling") is not None, "hatchling is not installed")
    ignored = {line.removeprefix("**/") for line in (ROOT / ".dockerignore").read_text("utf-8").split()}
    copy_of_repository(tmp_path / "src", ignored)
    own = tmp_path / "own"
    # pip reads a "no" that is set to 0 as no build isolation.
    lean = {"PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0", "PIP_TARGET": str(own)}
    done = run(sys.executable, "-m", "pip", "install", "-q", str(tmp_path / "src"), cwd=tmp_path, env=lean)
    assert done.returncode == 0, done.stderr
    env = {"PYTHONPATH": str(own)}
    done = run(sys.executable, "-m", "seokit", "audit", "content", "--format", "concise", cwd=site, env=env)
    assert done.returncode == 0, done.stderr
    where = run(sys.executable, "-c", "import seokit; print(seokit.__file__)", cwd=site, env=env).stdout
    assert where.startswith(str(own))


def test_the_image_is_built_where_there_is_an_engine(site: Path) -> None:
    docker = shutil.which("docker")
    there = docker is not None and run(docker, "info", cwd=ROOT).returncode == 0
    need("docker", there, "no engine of Docker runs here")
    assert run(str(docker), "build", "-q", "-t", "seokit-test", ".", cwd=ROOT).returncode == 0
    mount = f"{site}:/site:ro"
    done = run(str(docker), "run", "--rm", "-v", mount, "seokit-test", "audit", "content", cwd=ROOT)
    assert done.returncode == 0, done.stderr


# -- the guide -------------------------------------------------------------------------------------

SHOWN = re.findall(
    r"^```yaml\n(.*?)^```$", (ROOT / "docs/ci.md").read_text("utf-8"), re.MULTILINE | re.DOTALL
)


@pytest.mark.parametrize("number", range(len(SHOWN)))
def test_the_files_of_the_guide_are_valid(number: int, tmp_path: Path) -> None:
    pytest.importorskip("check_jsonschema", reason="check-jsonschema is not installed")
    pytest.importorskip("pre_commit", reason="pre-commit is not installed")
    file = tmp_path / "shown.yml"
    file.write_text(SHOWN[number], "utf-8")
    python = (sys.executable, "-m")
    if "repos:" in SHOWN[number]:
        done = run(*python, "pre_commit", "validate-config", str(file), cwd=tmp_path)
    else:
        schema = "vendor.github-workflows" if "\njobs:" in SHOWN[number] else "vendor.gitlab-ci"
        done = run(*python, "check_jsonschema", "--builtin-schema", schema, str(file), cwd=tmp_path)
    assert done.returncode == 0, done.stdout


def test_the_guide_names_inputs_and_hooks_that_there_are() -> None:
    for block in SHOWN:
        for job in (yaml.safe_load(block).get("jobs") or {}).values():
            for step in job["steps"]:
                if "/seokit@" in step.get("uses", ""):
                    assert set(step["with"]) <= set(action()["inputs"])
    hooks = {hook["id"] for hook in manifest()}
    assert set(re.findall(r"id: (\S+)", "".join(SHOWN))) <= hooks


def test_every_command_has_a_short_help_that_fits() -> None:
    context = cli.make_context("seokit", ["--help"], resilient_parsing=True)
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        assert command.get_short_help_str(60)
