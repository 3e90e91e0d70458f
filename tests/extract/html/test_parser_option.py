"""`seokit audit --parser soup`: the same report from the other reader."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import seokit
from seokit.cli import cli
from tests.extract.html.heavy import WHOLE

PAGES = {
    "index.html": WHOLE.format('<meta name="description" content="Bread &amp; water">'),
    "rye.html": WHOLE.format("").replace(
        "<p>x", '<h1>Rye</h1><p><a href="nowhere.html">x</a><img src="/i.png">'
    ),
    "broken.html": WHOLE.format("<div>").replace("<title>Rye</title>", "<meta charset=utf-8>"),
}


def report(parser: str) -> dict[str, Any]:
    result = CliRunner().invoke(cli, ["audit", "public", "--parser", parser, "--format", "json", "-q"])
    assert result.exit_code in (0, 1), result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_both_parsers_give_one_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "public").mkdir()
    for name, html in PAGES.items():
        (tmp_path / "public" / name).write_text(html, encoding="utf-8")
    turbo, soup = report("turbo"), report("soup")
    assert len(turbo["pages"]) == len(PAGES)
    assert turbo["findings"]
    assert turbo["pages"] == soup["pages"]
    assert turbo["findings"] == soup["findings"]


def test_another_parser_is_refused() -> None:
    result = CliRunner().invoke(cli, ["audit", ".", "--parser", "lxml"])
    assert result.exit_code == 2
    assert "turbo" in result.output


def test_the_api_takes_it_too(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(PAGES["index.html"], encoding="utf-8")
    turbo, soup = seokit.audit(tmp_path), seokit.audit(tmp_path, parser="soup")
    assert soup.config.parser == "soup"
    assert turbo.pages == soup.pages
