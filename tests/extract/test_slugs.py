"""Slugs, beside what the generators' own functions make of the same titles."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seokit.extract.slugs import (
    PELICAN,
    eleventy_slug,
    eleventy_slugify,
    github_slug,
    pelican_slug,
    slug_path,
    slugify,
)
from tests.conftest import ROOT, need

TITLES = (
    "Rye & Patience: a Loaf for the Weekend",
    "Smørrebrød, Œufs und Käse",
    "  Two   blanks -- and dashes ",
    "It's the baker's loaf, isn't it?",
    "100% rye (half a kilo)",
    "snake_case and CamelCase",
    "Ærø, Łódź, Þingvellir",
    "naïve façade",
    "C++ & C#",
    "a.b.c/d",
    "黒パン",
    "Хлеб",
    "1/2 litre",
    "¡Olé!",
    "",
    "-",
    "Sheet Bend, for Two",
)


@pytest.mark.parametrize("title", TITLES)
def test_pelican(title: str) -> None:
    from pelican.settings import DEFAULT_CONFIG
    from pelican.utils import slugify

    assert pelican_slug(title) == slugify(title, DEFAULT_CONFIG["SLUG_REGEX_SUBSTITUTIONS"])


@given(st.text(st.characters(codec="ascii"), max_size=40))
def test_pelican_s_own_of_any_title(title: str) -> None:
    from pelican.settings import DEFAULT_CONFIG
    from pelican.utils import slugify

    if "<" in title or "&" in title:  # markup, which Pelican reads as a browser does
        return
    assert pelican_slug(title) == slugify(title, DEFAULT_CONFIG["SLUG_REGEX_SUBSTITUTIONS"])


def test_pelican_s_settings() -> None:
    assert pelican_slug("Ærø Brød", PELICAN, None, True) == "AEro-Brod"
    assert pelican_slug("Ærø Brød", PELICAN, None, False, True) == "ærø-brød"
    assert pelican_slug("A B", ((r"\s", "_"),)) == "a_b"
    assert pelican_slug("<em>Rye</em> bread") == "rye-bread"


def node(folder: str, package: str, program: str, titles: tuple[str, ...]) -> list[str]:
    """What a function of an npm package makes of titles."""
    modules = ROOT / "tests" / "generators" / folder / "node_modules"
    there = shutil.which("node") is not None and (modules / package).is_dir()
    need(folder, there, f"{package} is not installed: npm install --prefix tests/generators/{folder}")
    done = subprocess.run(
        ["node", "--input-type=module", "-e", program],
        cwd=modules.parent,
        input=json.dumps(titles),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    made: list[str] = json.loads(done.stdout)
    return made


READ = 'import { readFileSync } from "node:fs"; const titles = JSON.parse(readFileSync(0, "utf8"));'
LATIN = tuple(
    title for title in TITLES if title not in ("黒パン", "Хлеб")
)  # their tables differ further east


def test_eleventy_s_slugify() -> None:
    program = (
        f'{READ} import slugify from "@sindresorhus/slugify";'
        "console.log(JSON.stringify(titles.map((t) => slugify(t, { decamelize: false }))))"
    )
    made = node("eleventy", "@sindresorhus/slugify", program, LATIN)
    assert [eleventy_slugify(title) for title in LATIN] == made


def test_eleventy_s_slug() -> None:
    titles = tuple(
        title for title in LATIN if "%" not in title and "ø" not in title
    )  # `%` is "percent" there
    program = (
        f'{READ} import slugify from "slugify";'
        'console.log(JSON.stringify(titles.map((t) => slugify(t, { replacement: "-", lower: true }))))'
    )
    assert [eleventy_slug(title) for title in titles] == node("eleventy", "slugify", program, titles)


def test_astro_s() -> None:
    titles = (*TITLES, "e\u0301te\u0301", "x²", "½", "a‿b", "Ⅷ", "अ‍आ", "😀 smile", "tab\tand\nline", "İ")
    program = f'{READ} import {{ slug }} from "github-slugger"; console.log(JSON.stringify(titles.map((t) => slug(t))))'
    assert [github_slug(title) for title in titles] == node("astro", "github-slugger", program, titles)


def test_a_long_title_takes_no_time() -> None:
    for make in (pelican_slug, eleventy_slug, eleventy_slugify, github_slug):
        assert len(make("é-" * 1_000_000)) <= 2_000


def test_the_folder_of_the_npm_packages_is_this_one() -> None:
    assert (Path(ROOT) / "tests" / "generators" / "astro" / "package.json").is_file()


def test_the_filters_of_expressions() -> None:
    assert slugify("Smørrebrød: a picnic") == "smorrebrod-a-picnic"
    assert slugify(None) == ""
    assert slug_path("Tower/Big Bells!") == "tower/big-bells"
    assert slug_path(None) == ""
