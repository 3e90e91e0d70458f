"""The audit of built pages beside the bare extraction, and beside pyseoanalyzer and advertools.

The peers get an environment of their own in bench/.cache/peers, and fewer pages: both are slow. Their
figure is pages a second; advertools crawls a server on this machine's loopback, as it cannot read files.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from bench.built import make_built
from bench.measure import in_turn, peak_memory, ratio

HERE = Path(__file__).parent
PEERS = HERE / ".cache" / "peers"
PEER_PAGES = 400  # a minute or so for each peer

PYSEOANALYZER = """
import sys, time
from pathlib import Path
from pyseoanalyzer.page import Page
files = sorted(Path(sys.argv[1]).rglob("*.html"))
texts = [(str(file), file.read_text("utf-8")) for file in files]
begun = time.perf_counter()
for name, text in texts:
    Page(url="https://example.org/" + name, base_domain="https://example.org").analyze(text)
print(len(texts) / (time.perf_counter() - begun))
"""
ADVERTOOLS = """
import sys, time
import advertools
urls = sys.argv[2].split()
begun = time.perf_counter()
settings = {"LOG_LEVEL": "ERROR", "CONCURRENT_REQUESTS_PER_DOMAIN": 16, "ROBOTSTXT_OBEY": False}
advertools.crawl(urls, sys.argv[1], follow_links=False, allowed_domains=["127.0.0.1"], custom_settings=settings)
taken = time.perf_counter() - begun
with open(sys.argv[1]) as lines:
    print(sum(1 for _ in lines) / taken)
"""


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


def peer_python() -> str:
    """The Python that has the peers, installed on first use."""
    python = PEERS / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(PEERS)], check=True)
        subprocess.run(
            [str(python), "-m", "pip", "install", "-q", "pyseoanalyzer", "advertools", "lxml_html_clean"],
            check=True,
        )
    return str(python)


def last_number(command: list[str]) -> float:
    """What a peer prints last: its pages a second."""
    path = f"{PEERS / 'bin'}{os.pathsep}{os.environ['PATH']}"  # advertools starts `scrapy`
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "PATH": path}
    )
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    return float(done.stdout.split()[-1])


def crawled(python: str, public: Path) -> float:
    """Pages a second of advertools.crawl, from a server in this process."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(public)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    names = [file.relative_to(public).as_posix() for file in sorted(public.rglob("*.html"))]
    urls = " ".join(f"http://127.0.0.1:{server.server_port}/{name}" for name in names)
    with tempfile.TemporaryDirectory() as folder:
        try:
            return last_number([python, "-c", ADVERTOOLS, f"{folder}/crawl.jl", urls])
        finally:
            server.shutdown()


def audit_command(public: Path, out: str, jobs: int) -> list[str]:
    """The audit as the bench runs it: every default rule, the three CSV tables."""
    return [
        sys.executable, "-m", "seokit", "audit", str(public), "--fail-on", "never", "--report-dir", out,
        "--format", "csv", "--quiet", "--jobs", str(jobs),
    ]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--pages", type=int, default=36_000)
    parser.add_argument("--no-peers", action="store_true")
    args = parser.parse_args()
    jobs = min(2, os.cpu_count() or 1)
    public = make_built(HERE / ".cache", args.pages)
    with tempfile.TemporaryDirectory() as out:
        audit = audit_command(public, out, jobs)
        bare = [sys.executable, str(HERE / "bare_html.py"), str(public), str(jobs)]
        taken = in_turn({"bare": bare, "audit": audit}, args.runs)
        times = {name: statistics.median(values) for name, values in taken.items()}
        print(
            f"{args.pages:,} pages, {jobs} processes: bare {times['bare']:.2f} s, audit {times['audit']:.2f} s, "
            f"{ratio(taken['audit'], taken['bare']):.2f} times; {peak_memory(audit) / 1e6:.0f} MB at most"
        )
    if args.no_peers:
        return
    few = make_built(HERE / ".cache", PEER_PAGES)
    python = peer_python()
    ours = args.pages / times["audit"]
    for name, speed in (
        ("pyseoanalyzer", last_number([python, "-c", PYSEOANALYZER, str(few)])),
        ("advertools.crawl", crawled(python, few)),
    ):
        print(f"{name}: {speed:.1f} pages a second, seokit {ours:.0f}: {ours / speed:.0f} times")


if __name__ == "__main__":
    main()
