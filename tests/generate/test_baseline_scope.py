"""Gone is only what was looked for: what an audit of a part, or of a site that is not whole, must leave alone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

import seokit
from seokit.generate.baseline import BaselineError, Change, read_baseline
from seokit.generate.baseline_scope import top
from seokit.model import Failure
from tests.extract.conftest import nobody  # noqa: F401 - a fixture

PAGE = "---\ntitle: {title}\nurl: /{name}/\n---\nText with a [link](/gone-{name}/).\n"
BUILT = "<!doctype html><title>Built</title><p>Text</p>"


def write(folder: Path, path: str, title: str = "") -> Path:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(PAGE.format(title=title or file.stem, name=file.stem) if path.endswith(".md") else BUILT)
    return file


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two pages with one title in two folders, and a third one."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seokit.toml").write_text('preset = "generic"\nbase_url = "https://example.org"\n')
    write(tmp_path, "content/p1.md", "Twice")
    write(tmp_path, "content/sub/p2.md", "Twice")
    write(tmp_path, "content/p3.md")
    return tmp_path


def create(*paths: str) -> int:
    return seokit.make_baseline(seokit.audit(paths), "known.txt").added


def update(*paths: str, **options: bool) -> Change:
    return seokit.make_baseline(seokit.audit(paths, baseline=""), "known.txt", update=True, **options)


def new(*paths: str) -> list[tuple[str, str]]:
    return [(one.path, one.rule) for one in seokit.audit(paths, baseline="known.txt").findings]


@pytest.mark.parametrize("part", ["content/p1.md", "content/sub"])
def test_an_update_with_a_part_does_not_remove_what_several_pages_make(part: str, site: Path) -> None:
    """It did: a duplicate seemed gone without the other page, and the next audit was red on an unchanged site."""
    every = create("content")
    change = update(part)
    assert (change.kept, change.gone) == (every, 0)
    assert change.unseen > 0
    told = seokit.audit(part, baseline="known.txt").baselined
    assert told is not None
    assert told.gone == 0
    assert new("content") == []


def test_what_a_page_alone_has_is_gone_by_its_page_alone(site: Path) -> None:
    every = create("content")
    write(site, "content/p3.md", "How long does a loaf of rye have to rise?")
    change = update("content/p3.md")
    assert (change.kept, change.gone) == (every - 1, 1)  # title-too-short
    assert new("content") == []


def test_a_partner_without_a_finding_of_its_own_belongs_to_the_whole(site: Path) -> None:
    """All pages that the baseline names are audited, and yet not all that it was made of."""
    write(site, "content/p1.md", "Once")
    audit = seokit.audit("content", select=["link-broken", "title-duplicate"], baseline="")
    seokit.make_baseline(audit, "known.txt")
    for name in ("p1", "p3"):  # their links lead to pages now, of another folder
        write(site, f"content/sub/gone-{name}.md")
    (site / "content" / "sub" / "p2.md").unlink()
    text = (site / "known.txt").read_text()
    (site / "known.txt").write_text(text[: text.index("content/sub/p2.md")])
    part = seokit.audit(["content/p1.md", "content/p3.md"], select=["link-broken"], baseline="")
    assert seokit.make_baseline(part, "known.txt", update=True).gone == 0
    assert update("content").gone == 2
    assert read_baseline("known.txt").folders == {"content"}


def test_a_duplicate_is_gone_when_everything_was_audited(site: Path) -> None:
    create("content")
    write(site, "content/p1.md", "Once")
    assert update("content/p1.md").gone == 0
    change = update("content")
    assert (change.gone, change.unseen) == (3, 0)  # on both pages, and the short title's own


def test_a_folder_that_was_not_audited_stays(site: Path) -> None:
    """`update content` removed `public/sitemap.xml sitemap-missing` and more of a baseline of both."""
    write(site, "public/p1/index.html")
    every = create("content", "public")
    assert any(path == "public/sitemap.xml" for path, _ in read_baseline("known.txt").findings)
    assert (update("content").kept, update("content").gone) == (every, 0)


@pytest.mark.parametrize("state", ["moved", "empty"])
def test_a_site_that_was_not_built_here_stays(state: str, site: Path) -> None:
    write(site, "public/p1/index.html")
    every = create(".")
    (site / "public").rename(site / ".elsewhere")
    if state == "empty":
        (site / "public").mkdir()
    change = update(".")
    assert (change.kept, change.gone) == (every, 0)
    (site / "content" / "p3.md").unlink()
    assert update(".").gone > 0  # of a folder that is there one file was deleted
    assert not any(path == "content/p3.md" and rule == "title-too-short" for path, rule in known())


def known() -> set[tuple[str, str]]:
    return set(read_baseline("known.txt").findings)


@pytest.mark.parametrize("how", ["deleted", "excluded", "no front matter", "folder deleted"])
def test_what_is_no_page_any_more_is_gone(how: str, site: Path) -> None:
    """A page without front matter is none; it stayed in the baseline for ever."""
    create("content")
    page = site / "content" / "sub" / "p2.md"
    if how == "excluded":
        (site / "seokit.toml").write_text('preset = "generic"\nexclude = ["content/sub/*"]\n')
    elif how == "no front matter":
        page.write_text("Only text.\n")
    else:
        page.unlink()
    if how == "folder deleted":
        page.parent.rmdir()
    change = update("content")
    assert change.unseen == 0
    assert {path for path, _ in known()} >= {"content/p1.md", "content/p3.md"}
    assert not any(path == "content/sub/p2.md" for path, _ in known())
    assert ("content/p1.md", "title-duplicate") not in known()


def test_nothing_is_removed_below_what_cannot_be_read(site: Path) -> None:
    every = create("content")
    (site / "content" / "sub" / "p2.md").unlink()
    audit = seokit.audit("content", baseline="")
    broken = replace(audit, errors=(Failure("content/sub", "the folder cannot be read"),))
    change = seokit.make_baseline(broken, "known.txt", update=True)
    assert (change.kept, change.gone) == (every, 0)


def test_a_folder_without_permission_is_not_taken_for_another_site(
    site: Path,
    nobody: Callable[[], None],  # noqa: F811
) -> None:
    """It said that none of the files was there, and that the baseline was made for another folder."""
    for number in range(12):
        write(site, f"content/all/m{number}.md")
    every = create("content/all")
    settings = seokit.audit("content", baseline="").config
    (site / "content" / "all").chmod(0)
    nobody()
    audit = seokit.audit("content/all", config=settings, baseline="")
    assert [failure.path for failure in audit.errors] == ["content/all"]
    change = seokit.make_baseline(audit, "known.txt", update=True)
    assert (change.kept, change.gone, change.unseen) == (every, 0, every)


def seokit_(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "seokit", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def test_an_update_says_what_it_did_not_look_for(site: Path) -> None:
    create("content")
    told = seokit_("baseline", "update", "content/p1.md", "-o", "known.txt", cwd=site)
    assert "old findings were not looked for and stay, such as content/p1.md content-duplicate" in told.stdout


def test_a_small_baseline_of_another_folder_is_not_emptied(
    site: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    create("content")
    before = (site / "known.txt").read_bytes()
    other = tmp_path_factory.mktemp("other")
    write(other, "content/z.md")
    (other / "known.txt").write_bytes(before)
    monkeypatch.chdir(other)
    with pytest.raises(BaselineError, match=r"none of its 3 files, such as content/p1\.md, is in"):
        update("content")
    assert (other / "known.txt").read_bytes() == before


def test_the_topmost_folder_of_a_path() -> None:
    names = ["a.md", "content/a.md", "content/sub/a.md", "../a.md", "../public/a.html", "../../x/y/a.html"]
    assert [top(name) for name in names] == ["", "content", "content", "..", "../public", "../../x"]
