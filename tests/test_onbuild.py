"""What the plugins of site generators do when a site is built."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from seokit.config import ConfigError
from seokit.generate.baseline import BaselineError
from seokit.model import SEVERITIES
from seokit.onbuild import (
    FAIL_ON,
    VALUES,
    BuildOptions,
    Site,
    finish,
    open_site,
    options_of,
    sentences,
)
from tests.conftest import ROOT

BAD = "---\ntitle: ''\n---\n[x](/gone)\n"
GOOD = "---\ntitle: How long does rye have to rise?\n---\n" + "Rye rises slowly in winter. " * 40


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "good.md").write_text(GOOD)
    return tmp_path


def opened(base_url: str = "", site_name: str = "Loaves", **options: Any) -> Site:
    return open_site(
        "content", "output", BuildOptions(**options), where="SEOKIT", preset="mkdocs", address="site_url",
        base_url=base_url, site_name=site_name,
    )  # fmt: skip


def test_options(folder: Path) -> None:
    (folder / "other.toml").write_text("")
    found = options_of({"most": 3, "select": ("title",), "ignore": ["url"], "config": "other.toml"}, "SEOKIT")
    assert found == BuildOptions(
        most=3, select=("title",), ignore=("url",), config=str(folder / "other.toml")
    )
    below = options_of({"config": "../other.toml"}, "SEOKIT", str(folder / "content"))
    assert below.config == str(folder / "other.toml")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"fail-on": "error"}, 'SEOKIT: fail-on: unknown option; did you mean "fail_on"?'),
        ({"fail_on": "eror"}, "SEOKIT: fail_on: must be one of error, warning, info, never, not 'eror'"),
        ({"fail_on": None}, "SEOKIT: fail_on: must be one of"),
        ({"audit": "yes"}, "SEOKIT: audit: must be true or false, not 'yes'"),
        ({"most": -1}, "SEOKIT: most: must be a whole number from 0, not -1"),
        ({"most": True}, "SEOKIT: most: must be a whole number"),
        ({"select": "title"}, "SEOKIT: select: must be a list of texts"),
        ({"config": "gone.toml"}, "SEOKIT: config: gone.toml is not a file"),
        ({"baseline": 3}, "SEOKIT: baseline: must be a text"),
        (["audit"], "SEOKIT: must be a table of options, not a list"),
        (None, "SEOKIT: must be a table of options, not nothing"),
        ({"audit"}, "SEOKIT: must be a table of options, not a set"),
        ({1: 2}, "SEOKIT: 1: unknown option; known: audit"),
        ({None: 2}, "SEOKIT: None: unknown option"),
    ],
)
def test_wrong_options_are_named(written: Any, said: str, folder: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        options_of(written, "SEOKIT")
    assert str(caught.value).startswith(said)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"select": ("nope",)}, 'SEOKIT: select: no rule or topic is called "nope"'),
        ({"ignore": ("nope",)}, 'SEOKIT: ignore: no rule or topic is called "nope"'),
        ({"ignore": ("all",)}, "SEOKIT: select and SEOKIT: ignore: no rule is left to run"),
    ],
)
def test_rules_that_do_not_exist_are_blamed_on_the_plugin_s_option(
    options: Any, said: str, folder: Path
) -> None:
    """Messages named `--select`, which nobody had given."""
    with pytest.raises(ConfigError) as caught:
        opened(**options)
    assert str(caught.value).startswith(said)


def test_a_file_that_is_no_baseline_is_found_before_anything_is_built(folder: Path) -> None:
    other = folder / "conf.py"
    other.write_text("PATH = 'content'\n")
    with pytest.raises(BaselineError, match="no baseline"):
        opened(baseline=str(other))
    (folder / "seokit.toml").write_text('baseline = "conf.py"\n')
    with pytest.raises(BaselineError, match="no baseline"):
        opened()
    assert opened(audit=False).options.audit is False  # nothing is held against it


def test_all_wrong_options_are_named_at_once(folder: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        options_of({"mots": 1, "audit": 0, "most": ""}, "SEOKIT")
    assert len(caught.value.messages) == 3


def test_the_generator_fills_the_gaps_of_the_config(folder: Path) -> None:
    settings = opened("https://example.org/loaves/").settings
    assert settings.base_url.rstrip("/") == "https://example.org/loaves"
    assert settings.site_name == "Loaves"
    assert settings.sections[-1].preset == "mkdocs"
    (folder / "seokit.toml").write_text(
        'base_url = "https://example.com"\nsite_name = "Own"\npreset = "hugo"\n'
    )
    settings = opened("https://example.org/loaves/").settings
    assert (settings.base_url, settings.site_name) == ("https://example.com", "Own")
    assert settings.sections[-1].preset == "hugo"
    other = folder / "other.toml"
    other.write_text('base_url = "https://example.net"\n')
    assert opened(config=str(other)).settings.base_url == "https://example.net"


@pytest.mark.parametrize("address", ["", "/loaves", ".", "//example.org", "example.org"])
def test_an_address_that_is_none_is_not_taken(address: str, folder: Path) -> None:
    assert opened(address).settings.base_url == ""


def test_files_are_left_out_whatever_they_are_called(folder: Path) -> None:
    for name in ("a [1]*.md", "!b.md", "#c.md"):
        (folder / "content" / name).write_text(BAD)
    site = opened(fail_on="never")
    assert "in 4 pages" in finish(site, infos=False).summary
    site.aside = [*(str(file) for file in (folder / "content").glob("*[1bc]*.md")), "/elsewhere/d.md"]
    assert "in 1 page" in finish(site, infos=False).summary


@pytest.mark.parametrize("link", [False, True])
def test_drafts_outside_the_config_s_folder_are_left_out_of_sitemap_and_audit(
    link: bool, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """`pelican -o /elsewhere` published the addresses of drafts."""
    output = tmp_path_factory.mktemp("elsewhere")
    for name in ("index.html", "drafts/secret.html"):
        (output / name).parent.mkdir(exist_ok=True)
        (output / name).write_text("<title>Rye</title><p>Rye rises.")
    shown = folder / "output"
    if link:
        shown.symlink_to(output)
    else:
        shown = output
    site = opened("https://example.org", fail_on="never", sitemap=True)
    site.output = str(shown)
    site.aside = [str(shown / "drafts" / "secret.html")]
    assert "in 2 pages" in finish(site, infos=False).summary
    sitemap = (output / "sitemap.xml").read_text()
    assert "<loc>https://example.org/</loc>" in sitemap
    assert "secret" not in sitemap


@pytest.mark.parametrize("fail_on", FAIL_ON)
def test_what_a_build_fails_on(fail_on: str, folder: Path) -> None:
    (folder / "content" / "bad.md").write_text(BAD)
    report = finish(opened(fail_on=fail_on), infos=False)
    shown = [severity for severity, _ in report.lines]
    assert shown == sorted(shown, key=SEVERITIES.index)
    assert ("info" in shown) == (fail_on == "info")
    assert ("error", "content/bad.md:2:8 title-empty title is empty") in report.lines
    if fail_on == "never":
        assert report.failed == ""
    else:
        assert report.failed.endswith(f"at or above {fail_on}, see fail_on")
        # With infos all findings are shown, and so may be counted.
        everything = [one for one, _ in finish(opened(fail_on=fail_on, most=999), infos=True).lines]
        bad = sum(SEVERITIES.index(one) <= SEVERITIES.index(fail_on) for one in everything)  # type: ignore[arg-type]
        assert report.failed.startswith(f"{bad} finding")
    assert not report.broken


def test_a_clean_build_does_not_fail(folder: Path) -> None:
    report = finish(opened(select=("title",), fail_on="info"), infos=False)
    assert report.lines == ()
    assert report.failed == ""
    assert report.summary == "score 100.0, 0 errors, 0 warnings, 0 infos in 1 page"


def test_only_so_many_findings_are_shown(folder: Path) -> None:
    for number in range(5):
        (folder / "content" / f"bad{number}.md").write_text(BAD)
    report = finish(opened(most=3, select=("title-empty",)), infos=False)
    assert len(report.lines) == 3
    assert report.summary.endswith(
        "5 errors, 0 warnings, 0 infos in 6 pages; 3 shown, all by: seokit audit content"
    )
    assert report.failed == "5 findings at or above error, see fail_on"


@pytest.mark.parametrize("audit", [True, False])
@pytest.mark.parametrize("fail_on", ["error", "never"])
def test_what_cannot_be_read_is_told_once_and_fails(fail_on: str, audit: bool, folder: Path) -> None:
    (folder / "output").mkdir()
    (folder / "output" / "index.html").write_text("<title>Rye</title><p>Rye rises.")
    (folder / "content" / "deep.md").write_text("---\ntitle: " + "[" * 5_000 + "\n---\n")
    site = opened("https://example.org", fail_on=fail_on, sitemap=True, audit=audit, select=("title-empty",))
    report = finish(site, infos=False)
    assert [(severity, line.partition(": not read: ")[0]) for severity, line in report.lines] == [
        ("error", "content/deep.md")
    ]
    assert report.failed == ("1 file could not be read" if fail_on == "error" else "")
    assert report.broken == (fail_on == "error")
    assert (folder / "output" / "sitemap.xml").is_file()


def test_a_sitemap_needs_an_address(folder: Path) -> None:
    (folder / "output").mkdir()
    (folder / "output" / "index.html").write_text("<title>Rye</title><p>Rye rises.")
    report = finish(opened(sitemap=True, audit=False), infos=False)
    assert report.lines == (
        ("warning", "no sitemap is written: where the site will stand is not known (site_url, or base_url)"),
    )
    assert report.failed == ""
    assert not (folder / "output" / "sitemap.xml").exists()
    assert finish(opened("https://example.org", sitemap=True, audit=False), infos=False).wrote == (
        "output/sitemap.xml",
    )
    assert finish(opened("https://example.org", sitemap=True, audit=False), infos=False).wrote == ()


def test_a_baseline_is_obeyed_and_told_of(folder: Path) -> None:
    from seokit import api

    (folder / "content" / "bad.md").write_text(BAD)
    audit = api.audit(["content"], config=opened().settings, baseline="")
    api.make_baseline(audit, "old.json")
    report = finish(opened(baseline=str(folder / "old.json")), infos=True)
    assert report.failed == ""
    assert report.lines == ()
    assert report.asides[0].endswith("old.json not shown")


def test_what_is_shown_cannot_steer_a_terminal(folder: Path) -> None:
    (folder / "content" / "b\u202ed.md").write_text(BAD)
    (line,) = (line for _, line in finish(opened(select=("title-empty",)), infos=True).lines)
    assert line.startswith("content/b\\u202ed.md:2:8 title-empty")


def test_our_sentences_become_the_host_s_and_others_pass() -> None:
    with pytest.raises(RuntimeError, match="seokit: SEOKIT: no"), sentences(RuntimeError):
        raise ConfigError(["SEOKIT: no"])
    with pytest.raises(KeyError), sentences(RuntimeError):
        raise KeyError("a fault of ours")
    with pytest.raises(RuntimeError) as caught, sentences(RuntimeError):
        raise ConfigError(["a: \x1b[31mno", "b: no"])
    assert str(caught.value) == "seokit: a: \\x1b[31mno\nb: no"


def test_the_guide_lists_every_option_with_its_default() -> None:
    text = (ROOT / "docs" / "plugins.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \|.*\| `?([^|`]+)`? \|$", text, re.MULTILINE))
    assert set(VALUES) - {"select", "ignore"} == set(rows)
    assert "| `select`, `ignore` |" in text
    for name, default in rows.items():
        written = getattr(BuildOptions(), name)
        assert default == (str(written).lower() if written != "" else default)
    assert set(VALUES) == set(BuildOptions.__struct_fields__)
