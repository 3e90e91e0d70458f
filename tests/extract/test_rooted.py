"""A file has one name from the root, however it is written and wherever the command was started."""

from __future__ import annotations

from pathlib import Path

import pytest

from seokit.extract.rooted import Root, from_root


@pytest.mark.parametrize("here", [".", "content", "content/a", "..", "other", "../site", "../.."])
@pytest.mark.parametrize(
    "path",
    [
        "a.md",
        "content/a.md",
        "../b.md",
        "site/content/c.md",
        "/abs.md",
        "..d.md",
        "site.md",
        "./a.md",
        "a/../b.md",
    ],
)
def test_the_short_way_from_the_root_is_the_long_one(
    here: str, path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "x" / "site"
    for folder in ("content/a", "other"):
        (site / folder).mkdir(parents=True)
    monkeypatch.chdir(site / here)
    assert Root(str(site)).name(path) == from_root(path, str(site))
