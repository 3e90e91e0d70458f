"""What the tests of the plugins share: seokit as if it were installed, its examples, and hosts that run bounded."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import tomllib
from importlib.util import find_spec
from pathlib import Path

from bs4 import BeautifulSoup
from lxml import etree

import seokit
from tests.conftest import ROOT, need

EXAMPLES = ROOT / "docs" / "examples"
TODAY = "1795651200"  # 2026-11-26: what depends on the clock stands still


def installed(folder: Path) -> str:
    """PYTHONPATH of an installation of what is here: hosts find their plugins by the entry points of pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    info = folder / "seokit_cli-0.dist-info"
    info.mkdir(exist_ok=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: 0\n")
    points = [
        f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in entries.items())
        for group, entries in project["entry-points"].items()
    ]
    (info / "entry_points.txt").write_text("\n".join(points))
    return f"{folder}{os.pathsep}{ROOT}"


def environment(folder: Path) -> dict[str, str]:
    """The variables of a host. `folder` is where it may be told what is installed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return {**kept, "PYTHONPATH": installed(folder), "COLUMNS": "80", "SOURCE_DATE_EPOCH": TODAY}


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a module of Python in the folder of a site, stdout and stderr in one."""
    return subprocess.run(
        [sys.executable, "-m", *arguments], cwd=cwd, env=environment(cwd.parent), text=True, check=False,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120,
    )  # fmt: skip


def says(arguments: list[str], cwd: Path, text: str, seconds: int = 60) -> str:
    """Run a server until it says `text`, and end it: what it said. Fails where it ends itself or says nothing."""
    log = cwd.parent / "server.log"
    with log.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "-u", "-m", *arguments], cwd=cwd, env=environment(cwd.parent),
            stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            end = time.monotonic() + seconds
            while text not in log.read_text() and process.poll() is None and time.monotonic() < end:
                time.sleep(0.05)
            time.sleep(0.2)
            assert process.poll() is None, log.read_text()
        finally:
            process.terminate()
            process.wait(30)
    said = log.read_text()
    assert text in said, said
    return said


def example(name: str, folder: Path) -> Path:
    """A copy of an example of the guides; skips where its generator is not installed."""
    need(name, find_spec(name) is not None, f"{name} is not installed")
    return Path(shutil.copytree(EXAMPLES / name, folder / name))


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def listed(sitemap: Path, schemas: Path) -> list[str]:
    """The URLs of a sitemap, which must be valid by the official schema."""
    tree = etree.parse(sitemap)
    etree.XMLSchema(etree.parse(schemas / "sitemap.xsd")).assertValid(tree)
    return [str(one.text) for one in tree.iter("{*}loc")]


def check_tags(source: Path, output: Path, pages: int, more: frozenset[str] = frozenset()) -> None:
    """What the template's line printed is what `seokit meta` says of the source, tag for tag, on so many pages.

    `more` are the names of tags for which a generator knows a value that no source has. Of times the day counts:
    generators make moments of days. Drafts are at an address of their own, and say noindex.
    """
    heads = seokit.meta(source)
    checked = 0
    for file in output.rglob("*.html"):
        head = BeautifulSoup(file.read_text("utf-8"), "html.parser").head
        assert head is not None
        canonical = head.find("link", rel="canonical")
        if file.name == "404.html":
            assert canonical is None
            continue
        assert canonical is not None, file
        if str(canonical["href"]) not in heads:
            assert head.find("meta", attrs={"name": "robots", "content": "noindex"}), file
            continue
        printed = [("title", tag.text) for tag in head.find_all("title")]
        for tag in head.find_all("meta", content=True):
            name = str(tag.get("name") or tag.get("property"))
            if name != "viewport" and name not in more:
                printed.append((name, by_day(name, str(tag["content"]))))
        tags = heads[str(canonical["href"])].tags
        assert sorted(printed) == sorted(
            (tag.name or tag.kind, by_day(tag.name, tag.content)) for tag in tags if tag.kind != "link"
        )
        checked += 1
    assert checked == pages


def by_day(name: str, content: str) -> str:
    return content.partition("T")[0] if name.endswith("_time") else content
