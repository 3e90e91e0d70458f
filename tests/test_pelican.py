"""The plugin for Pelican, run by Pelican."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.hosts import check_tags, example, files_of, listed, run, says

BAD = "Title: A boat that went down\nDate: 2024-05-06\nCategory: x\n\n[gone](/gone.html)\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return example("pelican", tmp_path)


def build(site: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return run("pelican", *more, cwd=site)


def told(done: subprocess.CompletedProcess[str]) -> str:
    """The output without the folds of Pelican's log, and the places in programs at the ends of its lines."""
    return " ".join(re.sub(r" +\w+\.py:\d+$", "", done.stdout, flags=re.MULTILINE).split())


def test_the_example(site: Path, schemas: Path) -> None:
    done = build(site)
    assert done.returncode == 0, done.stdout
    assert "warning output/bath-harbour.html: social-image-missing the page has no og:image\n" in done.stdout
    assert "title-too-short" not in done.stdout  # an info
    assert "WARNING seokit: score " in told(done)
    assert "Done: Processed 2 articles, 1 draft" in done.stdout
    check_tags(site / "content", site / "output", 3, frozenset({"author", "article:author"}))
    assert (site / "output" / "drafts").is_dir()
    assert "output/drafts" not in done.stdout
    assert listed(site / "output" / "sitemap.xml", schemas) == [
        "https://example.org/a-first-boat-from-a-single-page.html",
        "https://example.org/bath-harbour.html",
        "https://example.org/pages/about-paper-boats.html",
    ]
    before = files_of(site / "output")
    assert build(site).returncode == 0
    assert files_of(site / "output") == before


def test_the_addresses_of_drafts_are_not_published_wherever_the_output_lies(
    site: Path, schemas: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Without the head tags, and so without `noindex`: a sitemap outside the config's folder listed them."""
    for template in (site / "theme" / "templates").iterdir():
        template.write_text(template.read_text().replace("{% seo %}", "<title>{{ SITENAME }}</title>"))
    output = tmp_path_factory.mktemp("elsewhere")
    done = build(site, "-o", str(output), "-e", 'SEOKIT={"sitemap": true, "fail_on": "never"}')
    assert done.returncode == 0, done.stdout
    assert (output / "drafts").is_dir()
    assert "/drafts/" not in done.stdout
    assert len(listed(output / "sitemap.xml", schemas)) == 3


def test_what_it_fails_on(site: Path) -> None:
    (site / "content" / "bad.md").write_text(BAD)
    done = build(site)
    assert done.returncode == 1
    assert "error   content/bad.md:5:8 link-broken the link to /gone.html is broken" in done.stdout
    assert "CRITICAL FoundFaultsError: seokit: 1 finding at or above error, see fail_on" in told(done)
    assert "Traceback" not in done.stdout
    assert (site / "output" / "sitemap.xml").is_file()
    conf = site / "pelicanconf.py"
    conf.write_text(conf.read_text().replace('"fail_on": "error"', '"fail_on": "never"'))
    assert build(site).returncode == 0
    fatal = build(site, "--fatal", "errors")
    assert fatal.returncode == 1
    assert "content/bad.md:5:8 link-broken" in fatal.stdout
    assert "output/bath-harbour.html: social-image-missing" in fatal.stdout  # all of it, before it ends


def test_how_much_it_says(site: Path) -> None:
    assert "info    content/pages/about.md:1:8 title-too-short" in build(site, "--verbose").stdout
    quiet = build(site, "--quiet")
    assert "social-image" not in quiet.stdout
    assert "seokit" not in quiet.stdout
    plain = build(site, "--log-handler", "plain")
    assert "\nseokit: score " in plain.stdout or plain.stdout.startswith("seokit: score ")


def test_without_an_audit_and_without_a_sitemap(site: Path) -> None:
    (site / "content" / "bad.md").write_text(BAD)
    done = build(site, "-e", "SEOKIT={}")
    assert done.returncode == 1
    assert not (site / "output" / "sitemap.xml").exists()
    done = build(site, "-e", 'SEOKIT={"audit": false, "sitemap": true}')
    assert done.returncode == 0
    assert "link-broken" not in done.stdout
    assert (site / "output" / "sitemap.xml").is_file()


def test_the_address_and_the_name_are_pelican_s(site: Path) -> None:
    (site / "seokit.toml").unlink()
    done = build(
        site, "-e", 'SITEURL="https://example.com/boats"', 'SEOKIT={"sitemap": true, "fail_on": "never"}'
    )
    assert done.returncode == 0, done.stdout
    built = (site / "output" / "bath-harbour.html").read_text("utf-8")
    assert '<link rel="canonical" href="https://example.com/boats/bath-harbour.html">' in built
    assert 'property="og:site_name" content="Paper Boats"' in built
    (site / "output" / "sitemap.xml").unlink()
    done = build(site, "-e", 'SITEURL=""', 'SEOKIT={"sitemap": true, "fail_on": "never"}')
    assert done.returncode == 0, done.stdout
    assert (
        "no sitemap is written: where the site will stand is not known (SITEURL, or base_url)" in done.stdout
    )
    assert not (site / "output" / "sitemap.xml").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ('{"fail": "error"}', 'SEOKIT: fail: unknown option; did you mean "fail_on"?'),
        ('{"select": ["title-to-long"]}', "title-to-long"),
        ('["fail_on"]', "SEOKIT: must be a table of options"),
        ('{"baseline": "pelicanconf.py"}', "no baseline, which begins with the line"),
        ('{"\\u001b[31m": 1}', "SEOKIT: \\x1b[31m: unknown option"),
    ],
)
def test_a_wrong_option_ends_it_before_anything_is_built(site: Path, options: str, said: str) -> None:
    done = build(site, "-e", f"SEOKIT={options}")
    assert done.returncode == 2
    assert said in told(done)
    assert "Traceback" not in done.stdout
    assert not (site / "output").exists()


def test_a_faulty_config_ends_it_too(site: Path) -> None:
    (site / "seokit.toml").write_text("preset = 3\n")
    done = build(site)
    assert done.returncode == 2
    assert "seokit.toml:1: preset: must be a text" in told(done)
    assert "Traceback" not in done.stdout


def test_a_fault_of_ours_keeps_its_traceback(site: Path) -> None:
    (site / "theme" / "templates" / "article.html").write_text("{% seo nothing %}")
    done = build(site)
    assert done.returncode == 1
    assert "Traceback" in done.stdout
    assert "'nothing' is undefined" in told(done)


def test_pelican_caches_what_it_reads(site: Path) -> None:
    more = ["-e", "CACHE_CONTENT=true", "LOAD_CONTENT_CACHE=true", 'CONTENT_CACHING_LAYER="generator"']
    assert build(site, *more).returncode == 0
    before = files_of(site / "output")
    again = build(site, *more)
    assert again.returncode == 0
    assert "annot" not in again.stdout  # that something cannot be pickled, or not be read again
    assert files_of(site / "output") == before


def test_autoreload_goes_on(site: Path) -> None:
    (site / "content" / "bad.md").write_text(BAD)
    said = says(["pelican", "--autoreload"], site, "Caught exception")
    assert "content/bad.md:5:8 link-broken" in said


def test_the_guide_shows_the_example(site: Path) -> None:
    text = (ROOT / "docs" / "plugins.md").read_text("utf-8")
    written = (site / "pelicanconf.py").read_text("utf-8").splitlines()
    assert "```text\n" + "\n".join(written[-2:]) + "\n```" in text
    assert written[-2].startswith("PLUGINS")
