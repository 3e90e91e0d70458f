"""The command and the function, on folders: what is written, what is left alone, and what is said."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import seokit
from seokit import api
from seokit.cli import cli

ROOT = Path(__file__).parents[3]
BASE = "https://example.org"
PAGE = """<!DOCTYPE html>
<html lang="en-GB">
<head>
  <meta charset="utf-8">
  <title>{title}</title>
  <link rel="stylesheet" href="/a.css">
</head>
<body><main><h1>{title}</h1><p>Ferns grow from spores, not from seeds.</p></main></body>
</html>
"""
SOURCE = "---\ntitle: {title}\ndescription: From a source.\nurl: {url}\ndate: 2025-01-22\n---\nText.\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three pages, an error page, a redirect and a style sheet in public/; one source in content/."""
    monkeypatch.chdir(tmp_path)
    pages = {
        "index.html": PAGE.format(title="Plants"),
        "ferns/index.html": PAGE.format(title="Ferns"),
        "ferns/spores/index.html": PAGE.format(title="Spores"),
        "404.html": "<title>Not found</title>",
        "old.html": '<meta http-equiv="refresh" content="0; url=/ferns/"><title>Moved</title>',
        "a.css": "a {}",
    }
    for name, text in pages.items():
        file = tmp_path / "public" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        os.utime(file, (1_000_000_000, 1_000_000_000))
    source = tmp_path / "content" / "spores.md"
    source.parent.mkdir()
    source.write_text(SOURCE.format(title="All about spores", url="/ferns/spores/"))
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["inject", *arguments, "--base-url", BASE])


def contents(folder: Path) -> dict[str, bytes]:
    return {str(f.relative_to(folder)): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}


def test_without_write_nothing_is_written_and_the_way_on_is_said(site: Path) -> None:
    before = contents(site)
    done = run("public")
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "3 files would change, 0 unchanged, 2 skipped",
        "skipped: an error page: public/404.html",
        "skipped: redirects to another page: public/old.html",
        "nothing was written: --diff shows the changes, --write makes them, -o DIR makes changed copies",
    ]
    assert contents(site) == before


def test_a_file_that_proves_whose_the_site_is_stays_as_it_is(site: Path) -> None:
    proof = site / "public" / "yandex_0123456789abcdef.html"
    proof.write_text("<html><body>Verification: 0123456789abcdef</body></html>")
    before = proof.read_bytes()
    done = run("public", "--write")
    assert "skipped: a search engine's verification file: public/yandex_0123456789abcdef.html" in done.stdout
    assert proof.read_bytes() == before


def test_write_check_write_again_remove(site: Path) -> None:
    before = contents(site)
    assert run("public", "--check").exit_code == 1
    assert run("public", "--write").exit_code == 0
    once = contents(site)
    assert {name for name in once if once[name] != before[name]} == {
        "public/index.html", "public/ferns/index.html", "public/ferns/spores/index.html",
    }  # fmt: skip
    assert (site / "public" / "404.html").stat().st_mtime == 1_000_000_000
    page = site / "public" / "ferns" / "index.html"
    os.utime(page, (1_000_000_000, 1_000_000_000))
    assert run("public", "--check").exit_code == 0
    assert "0 files changed, 3 unchanged" in run("public", "--write").stdout
    assert contents(site) == once
    assert page.stat().st_mtime == 1_000_000_000
    assert run("public", "--remove").exit_code == 0
    assert contents(site) == once
    assert run("public", "--remove", "--write").exit_code == 0
    assert contents(site) == before


@pytest.mark.parametrize("policy", ["keep", "replace"])
def test_the_block_is_what_meta_prints(site: Path, policy: str) -> None:
    printed = CliRunner().invoke(cli, ["meta", "public", "/ferns/spores/", "--base-url", BASE]).stdout
    run("public", "--write", "--policy", policy)
    page = (site / "public" / "ferns" / "spores" / "index.html").read_text()
    block = page[page.index("<!-- seokit:begin -->") : page.index("<!-- seokit:end -->")]
    lines = [line.strip() for line in block.splitlines()[1:]]
    wanted = printed.splitlines()
    if policy == "keep":
        wanted = [line for line in wanted if not line.startswith("<title>")]
    assert [line for line in lines if line and "seokit:was" not in line] == wanted
    assert '"BreadcrumbList"' in block
    assert '"name":"Ferns","item":"https://example.org/ferns/"' in block


def test_values_come_from_the_source_of_the_same_url(site: Path) -> None:
    done = run("public", "--from", "content", "--write")
    assert "no source, so with the values that they have themselves: public/ferns/index.html" in done.stdout
    page = (site / "public" / "ferns" / "spores" / "index.html").read_text()
    assert '<meta name="description" content="From a source.">' in page
    assert "<title>Spores</title>" in page
    run("public", "--from", "content", "--write", "--policy", "replace")
    page = (site / "public" / "ferns" / "spores" / "index.html").read_text()
    assert "<title>All about spores</title>" in page
    assert "<title>Spores</title>" not in page
    assert "seokit:was" in page


def test_what_follows_from_a_kept_tag_is_kept_with_it(site: Path) -> None:
    file = site / "public" / "ferns" / "spores" / "index.html"
    own = (
        '<link rel="canonical" href="/ferns/"><meta property="og:image" content="/own.png">'
        '<meta property="og:image:alt" content="Own">'
    )
    file.write_text(PAGE.format(title="Spores").replace("</head>", own + "</head>"))
    source = site / "content" / "spores.md"
    source.write_text(source.read_text().replace("date:", "image: /ours.png\nimage_alt: Ours\ndate:"))
    run("public", "--from", "content", "--write")
    page = file.read_text()
    assert '<meta property="og:url" content="https://example.org/ferns/">' in page
    assert '"@id":"https://example.org/ferns/#webpage","url":"https://example.org/ferns/"' in page
    assert f"{BASE}/ferns/spores/" not in page
    assert "Ours" not in page
    assert "twitter:image" not in page


def test_the_description_is_not_the_heading_again(site: Path) -> None:
    page = PAGE.format(title="What are ferns?").replace("<p>", "<p>What are ferns? ")
    (site / "public" / "ferns" / "index.html").write_text(page)
    run("public", "--write")
    done = (site / "public" / "ferns" / "index.html").read_text()
    assert '<meta name="description" content="Ferns grow from spores, not from seeds.">' in done


def test_progress_is_told(site: Path) -> None:
    told: list[tuple[int, int]] = []
    api.inject("public", base_url=BASE, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (5, 5)


def test_a_url_of_two_sources_is_left_alone_and_sources_without_page_are_named(site: Path) -> None:
    (site / "content" / "again.md").write_text(SOURCE.format(title="Again", url="/ferns/spores/"))
    (site / "content" / "lost.md").write_text(SOURCE.format(title="Lost", url="/lost/"))
    said = run("public", "--from", "content").stdout
    assert (
        "skipped: several sources (content/again.md, content/spores.md) have its URL: "
        "public/ferns/spores/index.html" in said
    )
    assert "no built page for: content/lost.md" in said


def test_conflicts_are_listed_and_stop_everything(site: Path) -> None:
    before = contents(site)
    done = run("public", "--from", "content", "--policy", "error", "--write")
    assert done.exit_code == 1
    assert done.stdout.startswith(
        "public/ferns/spores/index.html:5:3: title says 'Spores', seokit 'All about spores'\n"
    )
    assert "1 conflict in 1 page: nothing was written" in done.stderr
    asked = run("public", "--from", "content", "--policy", "error").stdout
    assert "would change" in asked
    assert "--write makes them" not in asked  # it makes none of them
    assert contents(site) == before
    assert run("public", "--policy", "error", "--write").exit_code == 0
    assert contents(site) != before


def test_the_diff_can_be_applied(site: Path) -> None:
    done = run("public", "--diff", "--policy", "replace")
    assert done.exit_code == 0
    assert "+  <!-- seokit:begin -->\n" in done.stdout
    assert "3 files would change" in done.stderr
    if shutil.which("patch") is None:
        pytest.skip("patch is not installed")
    patched = shutil.copytree(site, site.parent / "patched")
    subprocess.run(["patch", "-p1", "-s"], cwd=patched, input=done.stdout, text=True, check=True)
    run("public", "--write", "--policy", "replace")
    assert contents(patched / "public") == contents(site / "public")


def test_copies_go_below_a_folder(site: Path) -> None:
    before = contents(site / "public")
    done = run("public", "-o", "out")
    assert done.exit_code == 0
    assert "copies are in out" in done.stdout
    assert contents(site / "public") == before
    copies = contents(site / "out")
    assert set(copies) == {name for name in before if name.endswith(".html")}
    run("public", "--write")
    assert all((site / "public" / name).read_bytes() == text for name, text in copies.items())
    for folder in ("public", "public/copies"):
        refused = run("public", "-o", folder)
        assert refused.exit_code == 2
        assert "target" in refused.stderr


def test_no_copies_are_announced_where_none_could_be_written(site: Path) -> None:
    (site / "file").write_text("")
    done = run("public/ferns/index.html", "-o", "file")
    assert done.exit_code == 2
    assert "copies are in" not in done.stdout


def test_copies_never_replace_a_page_through_a_link(site: Path) -> None:
    page = site / "public" / "ferns" / "index.html"
    (site / "copies").mkdir()
    (site / "copies" / "index.html").symlink_to(page)
    before = contents(site)
    refused = run("public", "-o", "copies")
    assert refused.exit_code == 2
    assert "copies/index.html leads to public/ferns/index.html" in refused.stderr
    assert contents(site) == before


@pytest.mark.parametrize(
    "wrong",
    [
        ("public", "--write", "--check"), ("public", "--diff", "-o", "x"), ("nowhere",),
        ("public", "--remove", "--policy", "replace"), ("public", "--from", "nowhere"),
    ],
)  # fmt: skip
def test_wrong_usage_is_a_sentence(site: Path, wrong: tuple[str, ...]) -> None:
    done = run(*wrong)
    assert done.exit_code == 2
    assert "Traceback" not in done.output


def test_mode_is_kept_and_links_are_followed_only_inside(site: Path) -> None:
    outside = site / "outside.html"
    outside.write_text(PAGE.format(title="Outside"))
    (site / "public" / "out.html").symlink_to(outside)
    (site / "public" / "in.html").symlink_to("ferns/index.html")
    page = site / "public" / "ferns" / "index.html"
    page.chmod(0o640)
    done = run("public", "--write")
    assert "skipped: a link that leads out of the target: public/out.html" in done.stdout
    assert outside.read_text() == PAGE.format(title="Outside")
    assert (site / "public" / "in.html").is_symlink()
    assert page.stat().st_mode & 0o777 == 0o640
    assert "seokit:begin" in page.read_text()


def test_what_cannot_be_spliced_is_an_error_with_its_line_and_others_go_on(site: Path) -> None:
    (site / "public" / "docs.html").write_text(
        "<title>a</title>\n<script>\n'<!-- seokit:begin -->'</script>\n<p>x"
    )
    (site / "public" / "half.html").write_text("<head>\n<!-- seokit:begin -->\n<title>a</title></head>")
    done = run("public", "--write")
    assert done.exit_code == 2
    assert "public/docs.html:3: holds the text <!-- seokit:begin -->, but not as a comment" in done.stderr
    assert "public/half.html:2: holds <!-- seokit:begin --> without <!-- seokit:end -->" in done.stderr
    assert "seokit:begin" in (site / "public" / "index.html").read_text()


@pytest.mark.skipif(os.name != "posix", reason="folders without permission to write are POSIX's")
def test_a_file_that_cannot_be_written_is_an_error_and_others_go_on(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from seokit.generate.inject import run as module

    real = module.write_over

    def refuse(path: str, data: bytes, mode: int) -> None:
        if path.endswith("ferns/index.html"):
            path = str(site / "public" / "gone" / "index.html")  # the folder vanished meanwhile
        real(path, data, mode)

    monkeypatch.setattr(module, "write_over", refuse)
    done = run("public", "--write", "--jobs", "1")
    assert done.exit_code == 2
    assert "error: public/ferns/index.html: cannot be written: no such file or directory" in done.stderr
    assert "seokit:begin" in (site / "public" / "index.html").read_text()
    assert not list(site.rglob("*.tmp"))


def test_a_page_that_changed_since_its_tags_were_replaced_is_refused(site: Path) -> None:
    run("public", "--write", "--policy", "replace")
    page = site / "public" / "index.html"
    page.write_text(page.read_text().replace("<!-- seokit:end -->", "<!-- seokit:end --><!-- by hand -->"))
    done = run("public", "--remove", "--write")
    assert done.exit_code == 2
    assert "public/index.html:5: has changed since seokit replaced tags in it" in done.stderr
    assert "by hand" in page.read_text()


def test_jobs_do_not_change_the_bytes(site: Path) -> None:
    other = shutil.copytree(site / "public", site / "other" / "public")
    one = api.inject("public", write=True, base_url=BASE, jobs=1)
    two = api.inject(str(other), write=True, base_url=BASE, jobs=3)
    assert one.counts == two.counts
    assert contents(site / "public") == contents(other)


def test_the_function_is_part_of_the_package(site: Path) -> None:
    made = seokit.inject("public", base_url=BASE, diff=True)
    assert [outcome.path for outcome in made.of("changed")] == [
        "public/ferns/index.html", "public/ferns/spores/index.html", "public/index.html",
    ]  # fmt: skip
    assert made.of("changed")[0].diff.startswith("--- a/public/ferns/index.html\n")
    assert not made.written


def test_an_interrupted_run_leaves_whole_files(site: Path) -> None:
    code = (
        "import os, signal, sys\n"
        "from seokit.generate import files\n"
        "real = os.fsync\n"
        "def interrupted(descriptor):\n"
        "    real(descriptor)\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "os.fsync = interrupted\n"
        "from seokit.cli import main\n"
        f"sys.argv = ['seokit', 'inject', 'public', '--write', '--base-url', '{BASE}', '--jobs', '1']\n"
        "main()\n"
    )
    before = contents(site / "public")
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=site, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 130, done.stderr
    after = contents(site / "public")
    assert set(after) == set(before)
    assert all(after[name] == before[name] or b"seokit:end" in after[name] for name in after)
