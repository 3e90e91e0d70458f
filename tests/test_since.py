"""Only what a change did is reported, though the whole site is read."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

import seokit
from seokit.extract.gitchanges import GitError, changes_since
from seokit.model import Audit
from tests.conftest import need

RULES = ["title-duplicate", "title-too-short", "link-broken"]
RYE = "How long does a loaf of rye have to rise?"


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def write(folder: Path, name: str, title: str, body: str = "") -> None:
    file = folder / "content" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"---\ntitle: {title}\nurl: /{file.stem}\n---\n{body}\n")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    need(
        "git",
        subprocess.run(["git", "--version"], capture_output=True).returncode == 0,
        "git is not installed",
    )
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "a.md", RYE)
    write(tmp_path, "b.md", "Oat", "[c](/c)")
    write(tmp_path, "c.md", "Why does corn pop when it is heated in a pan?")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "one")
    return tmp_path


def since(revision: str = "HEAD", paths: str = "content") -> Audit:
    return seokit.audit(paths, select=RULES, since=revision)


def told(audit: Audit) -> list[tuple[str, str]]:
    return [(Path(finding.path).name, finding.rule) for finding in audit.findings]


def test_nothing_changed(site: Path) -> None:
    audit = since()
    assert (audit.findings, audit.pages) == ((), ())
    assert audit.changed is not None
    assert (audit.changed.pages, audit.changed.of) == (0, 3)
    assert audit.scores.pages == 3


def test_a_new_page_that_collides_with_an_old_one(site: Path) -> None:
    write(site, "sub/ü d.md", RYE)
    assert told(since()) == [("ü d.md", "title-duplicate")]
    git(site, "add", ".")
    assert told(since()) == [("ü d.md", "title-duplicate")]
    git(site, "commit", "-qm", "two")
    assert told(since()) == []
    assert told(since("HEAD~1")) == [("ü d.md", "title-duplicate")]


def test_a_deletion_breaks_links_on_pages_that_did_not_change(site: Path) -> None:
    (site / "content" / "c.md").unlink()
    audit = since()
    assert told(audit) == [("b.md", "link-broken")]
    assert audit.changed is not None
    assert audit.changed.deleted == 1
    assert [Path(page.path).name for page in audit.pages] == ["b.md"]


def test_a_renamed_page_is_gone_and_new(site: Path) -> None:
    git(site, "mv", "content/c.md", "content/e.md")
    (site / "content" / "e.md").write_text(
        (site / "content" / "e.md").read_text().replace("url: /c", "url: /e")
    )
    assert told(since()) == [("b.md", "link-broken")]


def test_from_another_folder_and_with_a_config(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (site / "seokit.toml").write_text('base_url = "https://example.org"\n')
    write(site, "d.md", RYE)
    (site / "content" / "c.md").unlink()
    monkeypatch.chdir(site / "content")
    audit = since(paths=".")
    assert told(audit) == [("b.md", "link-broken"), ("d.md", "title-duplicate")]
    assert audit.changed is not None
    assert audit.changed.config


@pytest.mark.parametrize("revision", ["nowhere", "--all", "HEAD~9", "x y", ""])
def test_an_unknown_revision(revision: str, site: Path) -> None:
    with pytest.raises(GitError, match=r"knows no revision|is no revision"):
        changes_since(revision, str(site))


def test_where_there_is_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(GitError, match="not a git repository"):
        changes_since("HEAD", str(tmp_path))
    monkeypatch.setenv("PATH", "")
    with pytest.raises(GitError, match="git cannot be run"):
        changes_since("HEAD", str(tmp_path))


def test_a_shallow_clone_says_so(site: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    write(site, "d.md", "Figs")
    git(site, "add", ".")
    git(site, "commit", "-qm", "two")
    clone = tmp_path_factory.mktemp("clone")
    git(clone, "clone", "-q", "--depth", "1", f"file://{site}", "copy")
    with pytest.raises(GitError, match="shallow clone: fetch more"):
        changes_since("HEAD~1", str(clone / "copy"))
