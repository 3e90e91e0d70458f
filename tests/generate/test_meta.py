"""The heads of a whole site: the same from one process and from several, in every format."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import seokit
from seokit import api
from seokit.cli import cli
from seokit.config import load_settings
from seokit.generate.meta import read_record

BASE = "https://example.org"


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "content"
    folder.mkdir()
    (folder / "home.md").write_text("---\ntitle: Ferns & moss\nurl: /\n---\n")
    (folder / "zz-above.md").write_text("---\ntitle: Ferns\nurl: /ferns/\n---\n")
    for number in range(20):
        (folder / f"page-{number:02}.md").write_text(
            f"---\ntitle: Fern {number}\nurl: /ferns/{number}\ndate: 2025-01-22\n---\nFern {number} </script> is green.\n"
        )
    return folder


def run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(cli, ["meta", *arguments])
    return done.exit_code, done.stdout, done.stderr


def records(content: Path, **options: Any) -> list[bytes]:
    return list(
        api.head_records(str(content), load_settings([str(content)], base_url=BASE), errors=[], **options)
    )


def test_one_process_and_several_give_the_same_bytes(content: Path) -> None:
    one = records(content, jobs=1)
    assert len(one) == 22
    assert records(content, jobs=3) == one
    made = [read_record(record) for record in one]
    assert [record.path for record in made] == sorted(record.path for record in made)


def test_breadcrumbs_lead_over_pages_that_are_read_later_and_not_printed(content: Path) -> None:
    (record,) = records(content, wanted=["/ferns/3"])
    graph = read_record(record).jsonld
    assert graph
    crumbs = graph["@graph"][-1]
    assert [item["name"] for item in crumbs["itemListElement"]] == ["Ferns & moss", "Ferns", "Fern 3"]
    heads = seokit.meta(content, base_url=BASE)
    assert heads[f"{BASE}/ferns/3"].graph == graph
    assert heads[f"{BASE}/ferns/3"].tags == read_record(record).tags


def test_lines_of_json(content: Path) -> None:
    code, said, _ = run("content", "--base-url", BASE, "--format", "jsonl")
    assert code == 0
    pages = [json.loads(line) for line in said.splitlines()]
    assert set(pages[0]) == {"url", "path", "tags", "jsonld"}
    assert pages[0]["tags"][0] == {
        "kind": "title",
        "attribute": "",
        "name": "",
        "content": "Ferns & moss",
        "source": "title",
    }
    whole = json.loads(run("content", "--base-url", BASE, "--format", "json")[1])
    assert whole == pages
    graphs = json.loads(run("content", "--base-url", BASE, "--format", "jsonld")[1])
    assert graphs == [page["jsonld"] for page in pages]
    one = json.loads(run("content", "/", "--base-url", BASE, "--format", "jsonld")[1])
    assert one == graphs[0]


def test_html_of_one_page_and_of_several(content: Path) -> None:
    one = run("content", "/ferns/3", "--base-url", BASE)[1]
    assert one.startswith("<title>Fern 3</title>\n")
    assert one.endswith("</script>\n")
    several = run("content", "/ferns/3", "/ferns/4", "/ferns/5", "--base-url", BASE)[1]
    assert several.count("<title>") == 3
    assert several.startswith(f"<!-- content/page-03.md -->\n{one}\n<!-- content/page-04.md -->\n<title>")


def test_an_encoding_that_lacks_characters_does_not_change_what_is_said(content: Path) -> None:
    (content / "moss.md").write_text("---\ntitle: Moos für 🌿\nurl: /moss\n---\n", "utf-8")
    done = CliRunner(charset="ascii").invoke(cli, ["meta", "content", "/moss", "--base-url", BASE])
    assert "<title>Moos f&#252;r &#127807;</title>" in done.stdout
    script = done.stdout.partition('ld+json">')[2].partition("</script>")[0]
    assert json.loads(script)["@graph"][0]["name"] == "Moos für 🌿"


def test_what_is_left_out_without_a_base_url_is_said(content: Path) -> None:
    code, said, complaint = run("content", "--format", "jsonl")
    assert code == 0
    assert '"canonical"' not in said
    assert "of 22 of 22 pages is not known: canonical, og:url, structured data; give --base-url" in complaint
    assert run("content", "/ferns/3", "--format", "jsonld")[1] == "[]\n"
    assert "left out" not in run("content", "--base-url", BASE)[2]


def test_what_cannot_be_read_is_said_and_the_rest_printed(content: Path) -> None:
    (content / "page-07.md").write_bytes(b"---\ntitle: " + b"[" * 100_000 + b"\n---\n")
    code, said, complaint = run("content", "--base-url", BASE, "--format", "json")
    assert code == 2
    assert len(json.loads(said)) == 21
    assert "page-07.md" in complaint


def test_a_name_that_fits_no_page_prints_nothing(content: Path) -> None:
    code, said, complaint = run("content", "/ferns/3", "/nowhere", "--format", "json")
    assert (code, said) == (2, "")
    assert "no page under content has the URL or file /nowhere" in complaint


def test_the_table_of_sources_fits_a_terminal(content: Path) -> None:
    code, said, _ = run("content", "/ferns/3", "--base-url", BASE, "--explain")
    assert code == 0
    assert max(map(len, said.splitlines())) <= 80
    assert run("content", "--explain", "--format", "json")[0] == 2
