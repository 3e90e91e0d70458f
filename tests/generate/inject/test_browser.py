"""An injected page of the demo in a real browser: it sees what `seokit meta` said."""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, need

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--virtual-time-budget=20000", "--dump-dom"),
)
# Reads the page in a frame of the same origin, and leaves what it saw where --dump-dom shows it.
HARNESS = """<!doctype html><meta charset="utf-8"><body><iframe src="{url}"></iframe><script>
document.querySelector("iframe").onload = event => {{
  const page = event.target.contentDocument;
  const seen = {{
    title: page.title,
    head: page.title !== "" && page.head.contains(page.querySelector("title")),
    metas: [...page.head.querySelectorAll("meta")].map(
      meta => [meta.getAttribute("name") ?? meta.getAttribute("property") ?? "", meta.content]),
    links: [...page.head.querySelectorAll("link[rel=canonical]")].map(link => link.href),
    jsonld: [...page.querySelectorAll('script[type="application/ld+json"]')].map(
      script => JSON.parse(script.textContent)),
  }};
  const bytes = new TextEncoder().encode(JSON.stringify(seen));
  document.body.textContent = "RESULT" + btoa(String.fromCharCode(...bytes)) + "END";
}};
</script>"""
PAGES = {
    "/blog/weekend-loaves": "blog/weekend-loaves.html",
    "/learn/bread/questions/why-does-bread-dough-need-to-rest":
        "learn/bread/questions/why-does-bread-dough-need-to-rest.html",
    "/learn/cycling/questions/what-does-a-gear-ratio-mean":
        "learn/cycling/questions/what-does-a-gear-ratio-mean.html",
}  # fmt: skip


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def seokit(*arguments: str, cwd: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "seokit", *arguments], cwd=cwd, capture_output=True, encoding="utf-8",
        check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo with every head replaced by ours."""
    folder = tmp_path_factory.mktemp("browser") / "demo"
    shutil.copytree(ROOT / "seokit" / "data" / "demo", folder)
    seokit("inject", "public", "--from", "content", "--policy", "replace", "--write", cwd=folder)
    return folder


def seen(site: Path, name: str, profile: Path) -> dict[str, Any]:
    """What Chromium makes of a page of the site."""
    browser = next(filter(None, map(shutil.which, NAMES)), None)
    need("chromium", browser is not None, "Chromium is not installed")
    public = site / "public"
    (public / "harness.html").write_text(HARNESS.format(url=f"/{name}"), "utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(public)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/harness.html"
        done = subprocess.run(
            [str(browser), *FLAGS, f"--user-data-dir={profile}", address],
            capture_output=True, text=True, timeout=120, check=True,
        )  # fmt: skip
    finally:
        server.shutdown()
    found = re.search("RESULT(.*?)END", done.stdout)
    assert found, done.stdout[-500:] + done.stderr[-500:]
    result: dict[str, Any] = json.loads(base64.b64decode(found[1]))
    return result


@pytest.mark.parametrize(("url", "name"), PAGES.items(), ids=["post", "answer", "cyrillic"])
def test_the_browser_sees_what_meta_said(url: str, name: str, site: Path, tmp_path: Path) -> None:
    page = seen(site, name, tmp_path / "profile")
    (said,) = json.loads(seokit("meta", "content", url, "--format", "json", cwd=site))
    tags = said["tags"]
    assert [page["title"]] == [tag["content"] for tag in tags if tag["kind"] == "title"]
    assert page["head"]
    ours = [(tag["name"], tag["content"]) for tag in tags if tag["kind"] == "meta"]
    assert len(ours) >= 8
    mine = {key for key, _ in ours}
    assert [tuple(meta) for meta in page["metas"] if meta[0] in mine] == ours
    canonical = [tag["content"] for tag in tags if tag["kind"] == "link" and tag["name"] == "canonical"]
    assert page["links"] == canonical
    assert said["jsonld"] in page["jsonld"]
    types = {node["@type"] for node in said["jsonld"]["@graph"]}
    assert types >= {"WebPage"}
