"""The plugins for Pelican, MkDocs and pytest, each run as its host runs it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from lxml import etree

import seokit
from seokit.onbuild import OptionError, options_of
from tests.conftest import need

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "docs" / "examples"


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200", "SOURCE_DATE_EPOCH": "1795651200"}
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def example(name: str, tmp_path: Path) -> Path:
    need(name, find_spec(name) is not None, f"{name} is not installed")
    folder = tmp_path / name
    shutil.copytree(EXAMPLES / name, folder)
    return folder


def check_sitemap(file: Path, schemas: Path, pages: int) -> None:
    tree = etree.parse(file)
    etree.XMLSchema(etree.parse(schemas / "sitemap.xsd")).assertValid(tree)
    assert len(tree.getroot()) == pages


def check_tags(source: Path, output: Path, preset: str) -> None:
    """What the template tag printed is what `seokit meta` says of the source."""
    heads = seokit.meta(source, preset=preset, base_url="https://example.org")
    built = [file for file in output.rglob("*.html") if file.name != "404.html"]
    assert len(built) == len(heads)
    for file in built:
        soup = BeautifulSoup(file.read_text("utf-8"), "html.parser")
        canonical = soup.find("link", rel="canonical")["href"]  # type: ignore[index]
        said = {tag.name or tag.kind: tag.content for tag in heads[str(canonical)].tags}
        assert soup.title is not None
        assert soup.title.text == said["title"]
        for name in ("description", "og:title", "og:url", "og:description"):
            meta = soup.find("meta", attrs={"name": name}) or soup.find("meta", property=name)
            assert meta["content"] == said[name]  # type: ignore[index]


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


# -- Pelican ---------------------------------------------------------------------------------------


def pelican(folder: Path) -> subprocess.CompletedProcess[str]:
    return run("pelican", "content", "-s", "pelicanconf.py", "-o", "output", cwd=folder)


def test_pelican(tmp_path: Path, schemas: Path) -> None:
    folder = example("pelican", tmp_path)
    done = pelican(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "seokit: score " in done.stdout
    assert "social-image-missing" in done.stdout + done.stderr
    check_tags(folder / "content", folder / "output", "pelican")
    check_sitemap(folder / "output" / "sitemap.xml", schemas, 3)
    before = files_of(folder / "output")
    assert pelican(folder).returncode == 0
    assert files_of(folder / "output") == before


def test_pelican_fails_on_what_it_is_told_to_fail_on(tmp_path: Path) -> None:
    folder = example("pelican", tmp_path)
    (folder / "content" / "bad.md").write_text(
        "Title: A boat that went down\nDate: 2024-05-06\nCategory: x\n\n[gone](/gone.html)\n"
    )
    done = pelican(folder)
    told = done.stdout + done.stderr
    assert done.returncode != 0
    assert "content/bad.md:5:8 link-broken" in told
    assert "findings at or above 'error'" in told
    conf = folder / "pelicanconf.py"
    conf.write_text(conf.read_text().replace('"fail_on": "error"', '"fail_on": "never"'))
    assert pelican(folder).returncode == 0


@pytest.mark.parametrize(
    ("option", "said"),
    [('{"fail": 1}', "there is no option 'fail'"), ('{"fail_on": "some"}', "Invalid enum value")],
)
def test_a_wrong_option_of_pelican_is_named(option: str, said: str, tmp_path: Path) -> None:
    folder = example("pelican", tmp_path)
    (folder / "pelicanconf.py").open("a").write(f"SEOKIT = {option}\n")
    done = pelican(folder)
    assert done.returncode != 0
    assert "SEOKIT in the settings of Pelican" in done.stdout + done.stderr
    assert said in " ".join((done.stdout + done.stderr).split())


# -- MkDocs ----------------------------------------------------------------------------------------


def mkdocs(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    need("mkdocs-plugin", any(e.name == "seokit" for e in entry_points(group="mkdocs.plugins")),
         "seokit is not installed: MkDocs finds its plugin by the installation")  # fmt: skip
    return run("mkdocs", "build", *more, cwd=folder)


def test_mkdocs(tmp_path: Path, schemas: Path) -> None:
    folder = example("mkdocs", tmp_path)
    done = mkdocs(folder)
    assert done.returncode == 0, done.stderr
    assert "seokit: score " in done.stderr
    check_tags(folder / "docs", folder / "site", "mkdocs")
    check_sitemap(folder / "site" / "sitemap.xml", schemas, 2)
    before = {name: data for name, data in files_of(folder / "site").items() if not name.endswith(".gz")}
    assert mkdocs(folder).returncode == 0
    assert {
        name: data for name, data in files_of(folder / "site").items() if not name.endswith(".gz")
    } == before


def test_mkdocs_fails_by_severity_and_when_strict(tmp_path: Path) -> None:
    folder = example("mkdocs", tmp_path)
    strict = mkdocs(folder, "--strict")
    assert strict.returncode != 0
    assert "social-image-missing" in strict.stderr
    (folder / "docs" / "bad.md").write_text("---\ntitle: ''\n---\n[gone](/gone/)\n")
    done = mkdocs(folder)
    assert done.returncode != 0
    assert "docs/bad.md:4:8: " in done.stderr or "docs/bad.md:4:8 link-broken" in done.stderr
    assert "findings at or above 'error'" in done.stderr


def test_options_are_checked() -> None:
    assert options_of({"most": 3, "select": ["title"]}).select == ("title",)
    with pytest.raises(OptionError, match="there is no option 'mots'; there are audit"):
        options_of({"mots": 3})
    with pytest.raises(OptionError, match="Expected `int`"):
        options_of({"most": "3"})


# -- pytest ----------------------------------------------------------------------------------------

GOOD = (
    "---\ntitle: How long does a loaf of rye have to rise?\ndescription: Rye rises slowly, and slower still in winter; "
    "this is how long, and how to see that it is done.\n---\n" + "Rye rises slowly in winter. " * 60
)
OTHER = GOOD.replace("rye", "oat").replace("Rye rises slowly", "Oats are rolled quickly")


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    for name, text in (
        ("a.md", GOOD),
        ("b.md", "---\ntitle: ''\n---\n[x](/gone)\n"),
        ("sub/c.md", OTHER),
    ):
        file = tmp_path / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    (tmp_path / "test_own.py").write_text("def test_own(): pass\n")
    return tmp_path


def suite(folder: Path, *more: str, plugin: bool = True) -> subprocess.CompletedProcess[str]:
    named = (
        ["-p", "seokit.pytest_plugin"]
        if not any(e.name == "seokit" for e in entry_points(group="pytest11"))
        else []
    )
    return run("pytest", *(named if plugin else []), "-q", "-p", "no:cacheprovider", *more, cwd=folder)


def test_one_test_a_page(pages: Path) -> None:
    done = suite(pages, "--seokit", "content")
    assert done.returncode == 1
    assert "1 failed, 3 passed" in done.stdout
    assert "content/b.md:2:8 error title-empty" in done.stdout
    assert "content/b.md:4:5 error link-broken the link to /gone is broken" in done.stdout
    assert "why, and what to do: seokit rule title-empty" in done.stdout
    assert "Traceback" not in done.stdout


def test_it_obeys_what_pytest_is_told(pages: Path) -> None:
    assert "2 passed, 2 deselected" in suite(pages, "--seokit", "content", "-k", "a.md or c.md").stdout
    listed = suite(pages, "--seokit", "content", "--collect-only").stdout
    assert [line for line in listed.splitlines() if "content/" in line] == [
        "::seokit::content/a.md", "::seokit::content/b.md", "::seokit::content/sub/c.md",
    ]  # fmt: skip
    assert "1 failed" in suite(pages, "--seokit", "content", "-x").stdout
    assert suite(pages, "--seokit", "content/sub").returncode == 0
    (pages / "test_own.py").unlink()
    assert "1 passed" in suite(pages, "--seokit", "content/sub").stdout
    assert suite(pages, "--seokit", "content/sub", "--seokit-fail-on", "info").returncode == 1


def test_the_ini_file_can_say_it(pages: Path) -> None:
    (pages / "pytest.ini").write_text("[pytest]\nseokit_paths = content\nseokit_fail_on = warning\n")
    assert "3 failed, 1 passed" in suite(pages).stdout


def test_a_usage_error_is_a_sentence(pages: Path) -> None:
    done = suite(pages, "--seokit", "contnet")
    assert done.returncode == 4
    assert "ERROR: seokit: no such file or folder: contnet" in done.stderr or "seokit:" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_cannot_be_read_and_what_belongs_to_no_page(pages: Path) -> None:
    (pages / "content" / "deep.md").write_text("---\ntitle: " + "[" * 5_000 + "\n---\n")
    (pages / "content" / "robots.txt").write_text("User-agent: *\nDisallow: /\n")
    done = suite(pages, "--seokit", "content")
    assert "content/deep.md: not read: the front matter is nested too deep" in done.stdout
    assert "robots-blocks-all" in done.stdout


def test_without_the_option_nothing_of_ours_is_loaded(pages: Path) -> None:
    code = (
        "import sys, pytest\n"
        "pytest.main(['-q', '-p', 'seokit.pytest_plugin', 'test_own.py'])\n"
        "print(sorted(m for m in sys.modules if m.startswith('seokit')))"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=pages, env=env, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "['seokit', 'seokit.pytest_plugin']"
