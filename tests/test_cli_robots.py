"""`seokit robots`, as a person runs it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from seokit.cli import cli

CONFIG = 'base_url = "https://example.org"\n[robots]\ndisallow = ["/search/"]\nblock = ["training"]\n'


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "seokit.toml").write_text(CONFIG, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["robots", *arguments])


def test_it_prints(site: Path) -> None:
    done = run()
    assert done.exit_code == 0
    assert done.stdout.startswith(
        "User-agent: *\nDisallow: /search/\n\n# AI crawlers: training\nUser-agent: GPTBot\n"
    )
    assert done.stdout.endswith("Sitemap: https://example.org/sitemap.xml\n")
    assert done.stderr == ""


def test_it_writes_and_then_there_is_no_difference(site: Path) -> None:
    file = site / "public" / "robots.txt"
    assert "wrote" in run("-o", str(file)).stderr
    assert file.read_text("utf-8") == run().stdout
    assert run("-o", str(file), "--diff").exit_code == 0
    assert run("--check", str(file)).exit_code == 0


def test_a_difference_is_shown_and_nothing_written(site: Path) -> None:
    file = site / "robots.txt"
    file.write_text("User-agent: *\nDisallow:\n", "utf-8")
    done = run("-o", "robots.txt", "--diff")
    assert done.exit_code == 1
    assert "-Disallow:\n+Disallow: /search/\n" in done.stdout
    assert file.read_text("utf-8") == "User-agent: *\nDisallow:\n"


def test_faults_have_their_place(site: Path) -> None:
    (site / "robots.txt").write_text("User-agent: *\nDisallow: /\nFoo\x1b[1m: x\n", "utf-8")
    done = run("--check", "robots.txt")
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        "robots.txt: info robots-sitemap-missing no line names a sitemap",
        "robots.txt:2:1 error robots-blocks-all Googlebot is kept from the whole site",
        "robots.txt:3:1 warning robots-invalid-line foo\ufffd[1m is no directive",
    ]


def test_a_note_alone_is_no_fault(site: Path) -> None:
    (site / "robots.txt").write_text("User-agent: *\nDisallow:\n", "utf-8")
    assert run("--check", "robots.txt").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--check", "gone.txt"), "no such file: gone.txt"),
        (("--check", "."), "cannot read .: Is a directory"),
        (("--check", "robots.txt", "--diff"), "stands alone"),
        (("--diff",), "needs -o FILE"),
        (("-o", "seokit.toml/robots.txt"), "cannot write seokit.toml/robots.txt"),
        (("--base-url", "rye"), "not an absolute http(s) URL"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(site: Path, arguments: tuple[str, ...], said: str) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert said in done.stderr


def test_without_an_address_no_sitemap_is_named(site: Path) -> None:
    (site / "seokit.toml").write_text("", "utf-8")
    done = run()
    assert done.stdout == "User-agent: *\nDisallow:\n"
    assert "no sitemap is named" in done.stderr


def test_faults_of_the_table_are_named_at_once(site: Path) -> None:
    (site / "seokit.toml").write_text(
        '[robots]\nblock = ["trainin"]\ndisallow = ["rye"]\nsitemaps = "x"\n', "utf-8"
    )
    done = run()
    assert done.exit_code == 2
    assert (
        "robots.block: must be one of training, search, assistant, not 'trainin'; did you mean \"training\"?"
        in done.stderr
    )
    assert "robots.disallow: the path rye does not begin with / or *" in done.stderr
    assert "robots.sitemaps: must be a list of texts" in done.stderr
