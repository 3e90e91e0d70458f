"""`inject` over templates: the tag, what it includes, and what is left alone."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from seokit import api
from seokit.generate.inject.site import Injection
from seokit.generate.template_tags import TAGS, partial_for, partial_place
from tests.conftest import ROOT

EXAMPLES = ROOT / "docs" / "examples"
TEMPLATES = {
    "liquid": ("jekyll", "_layouts/default.html", "_includes/seokit/head.html"),
    "hugo": ("hugo", "layouts/_default/baseof.html", "layouts/partials/seokit/head.html"),
    "nunjucks": ("eleventy", "_includes/base.njk", "_includes/seokit/head.njk"),
}


def inject(*targets: str, write: bool = True, remove: bool = False) -> Injection:
    return api.inject(targets, write=write, remove=remove)


@pytest.mark.parametrize("engine", TEMPLATES)
def test_a_site_s_templates(engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site, template, partial = TEMPLATES[engine]
    shutil.copytree(EXAMPLES / site, tmp_path / site)
    monkeypatch.chdir(tmp_path)
    original = Path(site, template).read_bytes()
    looked = inject(site, write=False)
    assert [(item.path, item.partial) for item in looked.of("changed")] == [
        (f"{site}/{template}", f"{site}/{partial}")
    ]
    assert Path(site, template).read_bytes() == original
    made = inject(site)
    assert {item.path for item in made.of("changed")} == {f"{site}/{template}", f"{site}/{partial}"}
    assert Path(site, template).read_text().count(TAGS[engine]) == 1
    assert Path(site, partial).read_text("utf-8") == partial_for(engine)[1]
    again = inject(site)
    assert not again.of("changed")
    assert [item.reason for item in again.of("skipped")] == ["what the tag of the templates includes"]
    inject(site, remove=True)
    assert Path(site, template).read_bytes() == original
    assert Path(site, partial).is_file()  # it may have been changed by hand


def test_a_template_that_extends_another_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "templates"
    (folder / "blog").mkdir(parents=True)
    (folder / "base.html").write_text("<html><head>\n{% block head %}{% endblock %}\n</head></html>\n")
    (folder / "blog" / "post.html").write_text(
        '{% extends "base.html" %}\n{% block head %}\n{% endblock %}\n'
    )
    (folder / "other.html").write_text('{% extends "theme/base.html" %}\n{% block head %}\n{% endblock %}\n')
    monkeypatch.chdir(tmp_path)
    made = inject("templates")
    assert [item.path for item in made.of("changed")] == ["templates/base.html", "templates/other.html"]
    assert [item.reason for item in made.of("skipped")] == [
        "a template (jinja2): the tag belongs into base.html, which it extends"
    ]


@pytest.mark.parametrize("base", ["a" * 300 + ".html", "folder", "/dev/zero", "pipe", "a/b/../.."])
def test_a_template_that_extends_what_is_no_file(
    base: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "folder").mkdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
    (tmp_path / "post.j2").write_text(f'{{% extends "{base}" %}}\n{{% block head %}}{{% endblock %}}\n')
    monkeypatch.chdir(tmp_path)
    assert [item.path for item in inject("post.j2").of("changed")] == ["post.j2"]


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are bytes on Linux only")
def test_a_template_whose_name_no_report_can_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "theme"
    folder.mkdir()
    for name in (b"base.j2", b"\xff.j2"):
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_text("<head>{{ x }}</head>")
    monkeypatch.chdir(tmp_path)
    for target in (["theme"], ["theme/base.j2", os.fsdecode(b"theme/\xff.j2")]):
        made = inject(*target, write=False)
        assert [item.path for item in made.of("changed")] == ["theme/base.j2"]
        assert [(item.path, item.reason) for item in made.of("error")] == [
            ("theme/\ufffd.j2", "the name of the file is not UTF-8: rename it")
        ]


def test_what_stands_twice_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "base.html.j2").write_text("<head>\n<title>{{ title }}</title>\n</head>\n")
    monkeypatch.chdir(tmp_path)
    made = inject("base.html.j2", write=False)
    assert [item.notes for item in made.of("changed")] == [("line 3: <title>",)]


def test_a_charset_other_than_utf_8(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    template = (
        "{% block a %}{% endblock %}\r\n<head>\r\n<meta charset=windows-1252>\r\n<title>é</title>".encode(
            "cp1252"
        )
    )
    (tmp_path / "base.j2").write_bytes(template)
    monkeypatch.chdir(tmp_path)
    inject("base.j2")
    assert (tmp_path / "base.j2").read_bytes() == template.replace(b"1252>", b"1252>\r\n{% seo %}")


PLACES = [
    ("liquid", "a/_layouts/b/c.html", "a/_includes/seokit/head.html"),
    ("liquid", "_includes/head.html", "_includes/seokit/head.html"),
    ("liquid", "theme/page.liquid", "theme/seokit/head.html"),
    ("hugo", "themes/x/layouts/index.html", "themes/x/layouts/partials/seokit/head.html"),
    ("nunjucks", "src/_includes/layouts/base.njk", "src/_includes/seokit/head.njk"),
    ("nunjucks", "base.njk", "seokit/head.njk"),
    ("jinja2", "templates/base.html", ""),
]


@pytest.mark.parametrize(("engine", "path", "place"), PLACES)
def test_where_the_included_file_belongs(engine: str, path: str, place: str) -> None:
    assert partial_place(path, engine) == place
