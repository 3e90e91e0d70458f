"""Sites built by their own generators: what a preset says of a source is what the generator made of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import seokit
from seokit.model import Page
from tests.conftest import need

HERE = Path(__file__).parent
BASE = "https://example.org"
# Generator → how it is run in the folder of the site, and where it writes.
COMMANDS: dict[str, tuple[list[str], str]] = {
    "eleventy": (["node", "node_modules/@11ty/eleventy/cmd.cjs", "--quiet"], "_site"),
    "astro": (["node", "node_modules/astro/astro.js", "build"], "dist"),
    "docusaurus": (["node", "node_modules/@docusaurus/core/bin/docusaurus.mjs", "build"], "build"),
    "pelican": (
        [sys.executable, "-m", "pelican", "content", "-s", "pelicanconf.py", "-o", "output"],
        "output",
    ),
    "mkdocs": ([sys.executable, "-m", "mkdocs", "build", "-q", "-d", "site"], "site"),
}
SOURCES = {"eleventy": ["content"], "astro": ["src"], "docusaurus": ["docs", "blog", "src"], "pelican": ["content"],
           "mkdocs": ["docs"]}  # fmt: skip
QUIET = {
    "ASTRO_TELEMETRY_DISABLED": "1",
    "DOCUSAURUS_NO_TELEMETRY": "1",
    "NO_UPDATE_NOTIFIER": "1",
    "CI": "1",
}


def linked(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another disk
        shutil.copy2(source, target)


def available(name: str) -> bool:
    if name in ("pelican", "mkdocs"):
        return subprocess.run([sys.executable, "-c", f"import {name}"], capture_output=True).returncode == 0
    return (HERE / "generators" / name / "node_modules").is_dir() and shutil.which("node") is not None


@pytest.fixture(scope="module", params=sorted(COMMANDS))
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    name: str = request.param
    how = f"npm install --prefix tests/generators/{name}" if (HERE / "generators" / name).is_dir() else "pip"
    need(name, available(name), f"{name} is not installed ({how})")
    site = tmp_path_factory.mktemp(name) / "site"
    shutil.copytree(HERE / "sites" / name, site)
    if (HERE / "generators" / name).is_dir():
        shutil.copy(HERE / "generators" / name / "package.json", site)
        # Hard links: through a link to the folder webpack would find the packages outside of the site.
        shutil.copytree(
            HERE / "generators" / name / "node_modules",
            site / "node_modules",
            symlinks=True,
            copy_function=linked,
        )
    done = subprocess.run(
        COMMANDS[name][0],
        cwd=site,
        env={**os.environ, **QUIET},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return name, site


def paths(name: str, site: Path) -> tuple[list[str], str]:
    return [str(site / source) for source in SOURCES[name]], str(site / COMMANDS[name][1])


def theirs(pages: tuple[Page, ...]) -> dict[str, Page]:
    """The built pages that are of the site's own: no listing, search or error page of the theme."""
    own = [page for page in pages if page.not_indexable != "error page" and page.url]
    return {key(page): page for page in own}


def key(page: Page) -> str:
    return (page.url or "").removeprefix(BASE).removesuffix("index.html").removesuffix(".html").rstrip(
        "/"
    ) or "/"


def test_the_preset_is_detected(built: tuple[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    name, site = built
    monkeypatch.chdir(site)
    for source in SOURCES[name]:
        assert {page.preset for page in seokit.read(source) if page.kind == "source"} == {name}


def test_every_page_is_where_the_preset_says(built: tuple[str, Path]) -> None:
    name, site = built
    sources, output = paths(name, site)
    mine = {key(page): page for page in seokit.read(sources, preset=name, base_url=BASE) if page.url}
    made = theirs(seokit.read(output, preset="generic", base_url=BASE))
    published = {url for url, page in mine.items() if page.not_indexable != "draft"}
    assert published <= set(made), f"not built: {sorted(published - set(made))}; there are {sorted(made)}"
    drafts = set(mine) - published
    assert drafts, "the site has a draft"
    if name != "pelican":  # it writes drafts into a folder of their own
        assert not drafts & set(made)
    extra = {
        url
        for url in set(made) - published
        if not url.startswith(("/blog", "/search", "/drafts", "/hives/tags"))
    }
    assert not extra or name == "docusaurus", f"no source: {sorted(extra)}"


def test_titles_and_descriptions_are_those_of_the_pages(built: tuple[str, Path]) -> None:
    name, site = built
    sources, output = paths(name, site)
    made = theirs(seokit.read(output, preset="generic", base_url=BASE))
    for page in seokit.read(sources, preset=name, base_url=BASE):
        if page.not_indexable == "draft":
            continue
        there = made[key(page)]
        assert page.title is not None
        assert there.title is not None
        assert there.title.value.removesuffix(" | Bees") == page.title.value
        if page.description and not page.description.blank:
            assert there.description is not None
            assert there.description.value.split() == page.description.value.split()
        if name == "docusaurus":
            assert bool(there.noindex) == bool(page.noindex)


def test_the_text_of_mdx_is_that_of_the_page(built: tuple[str, Path]) -> None:
    name, site = built
    sources, output = paths(name, site)
    made = theirs(seokit.read(output, preset="generic", base_url=BASE))
    mdx = [page for page in seokit.read(sources, preset=name, base_url=BASE) if page.path.endswith(".mdx")]
    assert bool(mdx) == (name == "docusaurus")
    for page in mdx:
        there = made[key(page)]
        assert page.text
        assert there.text
        assert [line for line in page.text.split("\n") if line not in there.text and "…" not in line] == []
        assert {heading.text for heading in page.headings or ()} <= {
            heading.text.rstrip("\u200b") for heading in there.headings or ()
        }
        assert page.links
        assert page.code


def test_sources_and_built_pages_agree_in_an_audit(built: tuple[str, Path]) -> None:
    name, site = built
    sources, output = paths(name, site)
    rules = (
        ["drift", "date-invalid"]
        if name != "docusaurus"
        else ["drift-noindex", "drift-description", "date-invalid"]
    )
    audit = seokit.audit(
        [*sources, output], preset=name, base_url=BASE, select=rules, ignore=["drift-not-in-source"]
    )
    told = [f"{finding.path}: {finding.message}" for finding in audit.findings]
    assert told == [] or (name == "docusaurus" and all("blog" in line for line in told)), told


def test_links_between_sources_lead_to_pages(built: tuple[str, Path]) -> None:
    name, site = built
    sources, _ = paths(name, site)
    audit = seokit.audit(
        sources, preset=name, base_url=BASE, select=["link-broken", "url-duplicate", "url-missing"]
    )
    assert [f"{finding.path}: {finding.message}" for finding in audit.findings] == []
