"""The plugin for MkDocs, run by MkDocs."""

from __future__ import annotations

import socket
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.hosts import check_tags, example, files_of, listed, run, says

BAD = "---\ntitle: ''\n---\n[gone](/gone/)\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return example("mkdocs", tmp_path)


def build(site: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return run("mkdocs", "build", *more, cwd=site)


def configure(
    site: Path, options: str, more: str = "", theme: str = "name: mkdocs, custom_dir: theme"
) -> None:
    (site / "mkdocs.yml").write_text(
        f"site_name: Jars\nsite_url: https://example.org/\ntheme: {{{theme}}}\n{more}\n"
        f"plugins:\n  - search\n  - seokit: {{{options}}}\n"
    )


def test_the_example(site: Path, schemas: Path) -> None:
    done = build(site)
    assert done.returncode == 0, done.stdout
    assert (
        "WARNING -  seokit: site/index.html: social-image-missing the page has no og:image\n" in done.stdout
    )
    assert "link-to-self" not in done.stdout  # an info
    assert "INFO    -  seokit: score " in done.stdout
    check_tags(site / "docs", site / "site", 2)
    assert "<title>Jars</title>" in (site / "site" / "404.html").read_text("utf-8")
    assert listed(site / "site" / "sitemap.xml", schemas) == [
        "https://example.org/",
        "https://example.org/guide/pickles/",
    ]
    assert not (site / "site" / "sitemap.xml.gz").exists()  # MkDocs' own, which would say something else
    before = files_of(site / "site")
    assert build(site).returncode == 0
    assert files_of(site / "site") == before


def test_what_it_fails_on(site: Path) -> None:
    (site / "docs" / "bad.md").write_text(BAD)
    done = build(site)
    assert done.returncode == 1
    assert "ERROR   -  seokit: docs/bad.md:2:8 title-empty title is empty\n" in done.stdout
    assert "ERROR   -  seokit: docs/bad.md:4:8 link-broken the link to /gone/ is broken" in done.stdout
    assert "findings at or above error, see fail_on\n\nAborted with a BuildError!" in done.stdout
    assert "Traceback" not in done.stdout
    configure(site, "fail_on: never, sitemap: true")
    done = build(site)
    assert done.returncode == 0
    assert "docs/bad.md:2:8 title-empty" in done.stdout


def test_strict_fails_on_warnings_too(site: Path) -> None:
    configure(site, "fail_on: never")
    assert build(site).returncode == 0
    done = build(site, "--strict")
    assert done.returncode == 1
    assert "warnings in strict mode!" in done.stdout
    configure(site, "fail_on: never, select: [title]")
    assert build(site, "--strict").returncode == 0


def test_how_much_it_says(site: Path) -> None:
    assert (
        "INFO    -  seokit: site/guide/pickles/index.html:50:5 link-to-self"
        in build(site, "--verbose").stdout
    )
    assert "seokit" not in build(site, "--quiet").stdout
    configure(site, "most: 1")
    shown = [line for line in build(site).stdout.splitlines() if "seokit" in line]
    assert len(shown) == 2
    assert "1 shown, all by: seokit audit docs site" in shown[1]


def test_without_an_audit_and_without_a_sitemap(site: Path) -> None:
    (site / "docs" / "bad.md").write_text(BAD)
    configure(site, "audit: false")
    done = build(site)
    assert done.returncode == 0
    assert "seokit" not in done.stdout
    assert (site / "site" / "sitemap.xml.gz").is_file()  # MkDocs' own stays


def test_what_mkdocs_leaves_out_is_left_out(site: Path, schemas: Path) -> None:
    (site / "docs" / "bad.md").write_text(BAD)
    (site / "docs" / "a [1].md").write_text(BAD)
    configure(site, "sitemap: true, fail_on: info, ignore: [social, date, link]",
              'exclude_docs: bad.md\ndraft_docs: "a*"', "name: readthedocs, custom_dir: theme")  # fmt: skip
    done = build(site)
    assert "bad.md" not in done.stdout
    assert "a [1].md" not in done.stdout
    # The theme's own page for the search has the title of the home page.
    assert (site / "site" / "search.html").is_file()
    assert "search.html" not in done.stdout
    assert len(listed(site / "site" / "sitemap.xml", schemas)) == 2


def test_what_is_left_out_is_so_in_any_folder(site: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """`mkdocs build -d /elsewhere` audited the theme's 404.html."""
    configure(site, "fail_on: never")
    inside = build(site).stdout
    assert " in 4 pages" in inside
    assert " in 4 pages" in build(site, "-d", str(tmp_path_factory.mktemp("elsewhere"))).stdout


def test_the_address_and_the_name_are_mkdocs_own(site: Path) -> None:
    (site / "seokit.toml").unlink()
    configure(site, "fail_on: never, sitemap: true")
    assert build(site).returncode == 0
    built = (site / "site" / "guide" / "pickles" / "index.html").read_text("utf-8")
    assert '<link rel="canonical" href="https://example.org/guide/pickles/">' in built
    assert 'property="og:site_name" content="Jars"' in built
    config = (site / "mkdocs.yml").read_text()
    (site / "mkdocs.yml").write_text(config.replace("site_url: https://example.org/\n", ""))
    done = build(site)
    assert done.returncode == 0
    assert (
        "no sitemap is written: where the site will stand is not known (site_url, or base_url)" in done.stdout
    )


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            "sitmap: true",
            "Plugin 'seokit' option 'sitmap': there is no such option; did you mean \"sitemap\"?",
        ),
        ("fail_on: sometimes", "Plugin 'seokit' option 'fail_on': Expected one of"),
        ("audit: 3", "Plugin 'seokit' option 'audit': Expected type"),
        ("most: -1", "seokit: plugins.seokit: most: must be a whole number from 0, not -1"),
        ("config: gone.toml", "seokit: plugins.seokit: config: gone.toml is not a file"),
        (
            "select: [title-to-long]",
            'seokit: plugins.seokit: select: no rule or topic is called "title-to-long"',
        ),
        ("baseline: mkdocs.yml", "mkdocs.yml:1: no baseline"),
        (r'ignore: ["\e[31m"]', r'plugins.seokit: ignore: no rule or topic is called "\x1b[31m"'),
        (r'baseline: "\e[31m"', r"plugins.seokit: baseline: \x1b[31m is not a file"),
        (r'"\e[31m": 3', r"Plugin 'seokit' option '\x1b[31m': there is no such option"),
        ("3: 4", "Plugin 'seokit' option '3': there is no such option"),
    ],
)
def test_a_wrong_option_ends_it_before_anything_is_built(site: Path, options: str, said: str) -> None:
    configure(site, options)
    done = build(site)
    assert done.returncode == 1
    assert said in done.stdout
    assert "Traceback" not in done.stdout
    assert not (site / "site").exists()


def test_a_faulty_config_ends_it_too(site: Path) -> None:
    (site / "seokit.toml").write_text("preset = 3\n")
    done = build(site)
    assert done.returncode == 1
    assert "ERROR   -  seokit: seokit.toml:1: preset: must be a text" in done.stdout
    assert "Traceback" not in done.stdout


def test_from_another_folder(site: Path) -> None:
    """Options that are files are relative to mkdocs.yml."""
    (site / "more").mkdir()
    (site / "more" / "own.toml").write_text('preset = "mkdocs"\nsite_name = "Own"\n')
    configure(site, "config: more/own.toml, fail_on: never")
    done = run("mkdocs", "build", "-f", "../mkdocs.yml", cwd=site / "more")
    assert done.returncode == 0, done.stdout
    assert 'og:site_name" content="Own"' in (site / "site" / "index.html").read_text("utf-8")


def test_serve_is_not_held_up(site: Path) -> None:
    (site / "docs" / "bad.md").write_text(BAD)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    said = says(["mkdocs", "serve", "-a", f"127.0.0.1:{port}"], site, "Serving on")
    assert "seokit" not in said


def test_the_guide_shows_the_example(site: Path) -> None:
    text = (ROOT / "docs" / "plugins.md").read_text("utf-8")
    options = (site / "mkdocs.yml").read_text("utf-8").partition("plugins:")
    assert f"```yaml\n{options[1]}{options[2]}```" in text
    template = (site / "theme" / "main.html").read_text("utf-8").splitlines()
    shown = "\n".join(line for line in template if line and not line.startswith("{#"))
    assert f"```html\n{shown}\n```" in text
