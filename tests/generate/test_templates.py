"""The templates are found in a checkout, in a wheel and in an editable install."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from seokit.generate.templates import BadTemplateError, environment, template_folders
from tests.conftest import ROOT, need

SHOW = """
from seokit.generate.templates import environment, template_folders
print(*template_folders())
print(environment().list_templates())
"""


def where(import_path: str | Path, folder: Path) -> Path:
    """Where a fresh interpreter finds the templates when the package is imported from `import_path`."""
    # -S and -P keep an installed seokit and the current folder out; the dependencies come by PYTHONPATH.
    libraries = os.pathsep.join(
        (str(import_path), sysconfig.get_path("purelib"), sysconfig.get_path("platlib"))
    )
    done = subprocess.run(
        [sys.executable, "-S", "-P", "-c", SHOW],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": libraries},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    found, listed = done.stdout.splitlines()
    assert "head.html.j2" in listed
    return Path(found)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what a build needs, so that building leaves nothing in the checkout."""
    need("hatchling", importlib.util.find_spec("hatchling") is not None, "hatchling is not installed")
    folder = tmp_path_factory.mktemp("build") / "project"
    for name in ("seokit", "templates"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    for name in ("README.md", "LICENSE"):
        (folder / name).write_text("")
    return folder


def build(project: Path, hook: str) -> Path:
    """Build a wheel by a hook of PEP 517 or PEP 660 and unpack it as an installer does."""
    code = f"import hatchling.build as b; print('built', b.{hook}('dist'))"
    done = subprocess.run([sys.executable, "-c", code], cwd=project, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    installed = project.parent / hook
    with zipfile.ZipFile(project / "dist" / done.stdout.split()[-1]) as wheel:
        wheel.extractall(installed)
    return installed


def test_in_a_checkout(tmp_path: Path) -> None:
    assert template_folders() == (ROOT / "templates",)
    assert where(ROOT, tmp_path) == ROOT / "templates"


def test_in_a_wheel(project: Path, tmp_path: Path) -> None:
    installed = build(project, "build_wheel")
    assert where(installed, tmp_path) == installed / "seokit" / "templates"
    assert (installed / "seokit" / "templates" / "head.html.j2").read_bytes() == (
        ROOT / "templates" / "head.html.j2"
    ).read_bytes()


def test_in_an_editable_install(project: Path, tmp_path: Path) -> None:
    need("editables", importlib.util.find_spec("editables") is not None, "editables is not installed")
    installed = build(project, "build_editable")
    lines = [line for pth in installed.glob("*.pth") for line in pth.read_text().splitlines()]
    assert lines == [str(project)]
    # Both are on the path then; the copy in site-packages is shadowed, as it lies in no package there.
    assert where(f"{installed}{os.pathsep}{lines[0]}", tmp_path) == project / "templates"


def test_a_users_folder_goes_first(tmp_path: Path) -> None:
    (tmp_path / "own.j2").write_text("{{ value }}")
    made = environment(tmp_path)
    assert made.get_template("own.j2").render(value="<&\"'>") == "&lt;&amp;&#34;&#39;&gt;"
    assert made.get_template("head.html.j2").filename == str(ROOT / "templates" / "head.html.j2")
    with pytest.raises(BadTemplateError, match="no such folder"):
        environment(tmp_path / "absent")
