"""A sitemap of 1,000,000 URLs: ours, a bare writer in Python, and the npm package `sitemap` as a stream.

Each child makes the same entries first, in the same scattered order, and times only what comes after.
Ours runs once more on a generator, as the command does, to measure memory.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.measure import RUNS, ratio

ROOT = Path(__file__).parent.parent
NPM = ROOT / "bench" / "npm"
COUNT = 1_000_000

CHECKS = {
    "ours": "URL normal form, host, scheme, 12-2,048 characters; date and time zone; duplicates; sorted;"
    " 50,000 URLs and 52,428,800 bytes a file; fsync and rename",
    "bare": "nothing: builds, escapes and writes 50,000 URLs a file",
    "npm": "URL parsed, date parsed; 50,000 URLs a file. No duplicates, host, length, bytes or order",
}

ENTRIES = """
import sys, time
count, folder = int(sys.argv[1]), sys.argv[2]
def entries(make):
    for i in range(count):
        loc = f"https://example.org/learn/subject-{i % 97}/questions/what-is-number-{i * 7919 % count:07d}"
        yield make(loc, f"2025-{i % 12 + 1:02d}-{i % 28 + 1:02d}")
"""
OURS = (
    ENTRIES
    + """
from seokit.generate.sitemap import Entry, write_sitemap
made = list(entries(Entry))
begun = time.perf_counter()
write_sitemap(made, folder, base_url="https://example.org")
print(time.perf_counter() - begun)
"""
)
MEMORY = (
    ENTRIES
    + """
import resource
from seokit.generate.sitemap import Entry, write_sitemap
write_sitemap(entries(Entry), folder, base_url="https://example.org")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10))
"""
)
BARE = (
    ENTRIES
    + """
import itertools
from pathlib import Path
from xml.sax.saxutils import escape
made = iter(list(entries(lambda *pair: pair)))
begun = time.perf_counter()
for number in range(1, count // 50_000 + 1):
    with open(Path(folder, f"sitemap-{number}.xml"), "w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\\n')
        file.write('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\\n')
        for loc, lastmod in itertools.islice(made, 50_000):
            file.write(f"<url><loc>{escape(loc)}</loc><lastmod>{escape(lastmod)}</lastmod></url>\\n")
        file.write("</urlset>\\n")
print(time.perf_counter() - begun)
"""
)


def child(command: list[str]) -> float:
    """Run a child in a fresh folder; the number that it prints."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [*command, str(COUNT), folder],
            capture_output=True,
            text=True,
            cwd=NPM,
            env=environment,
            check=True,
        )
        return float(done.stdout)


def npm_command() -> list[str] | None:
    """The command of the npm row, its package installed; None with a printed reason where that cannot be."""
    if not (shutil.which("npm") and shutil.which("node")):
        print("The npm row is skipped: node or npm is not installed.\n")
        return None
    if not (NPM / "node_modules" / "sitemap").is_dir():
        install = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--no-package-lock"]
        done = subprocess.run(install, cwd=NPM, capture_output=True, text=True)
        if done.returncode:
            print(f"The npm row is skipped: npm install failed: {done.stderr.strip()[-300:]}\n")
            return None
    return ["node", "sitemap.mjs"]


def main() -> None:
    commands = {"ours": [sys.executable, "-c", OURS], "bare": [sys.executable, "-c", BARE]}
    if npm := npm_command():
        commands["npm"] = npm
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(RUNS):
        for name, command in commands.items():  # in turn, so that drift of the machine hits all alike
            taken[name].append(child(command))
    memory = child([sys.executable, "-c", MEMORY])
    print(f"{COUNT:,} URLs, medians of {RUNS} runs, the entries made beforehand.\n")
    print("| writer | seconds | ratio to ours | checks |\n| --- | --- | --- | --- |")
    for name, runs in taken.items():
        print(
            f"| {name} | {statistics.median(runs):.2f} | {ratio(runs, taken['ours']):.2f} | {CHECKS[name]} |"
        )
    print(f"\nOurs takes {ratio(taken['ours'], taken['bare']):.2f} times the bare writer (limit 4).")
    if npm:
        print(f"The npm package takes {ratio(taken['npm'], taken['ours']):.2f} times ours (at least 3).")
    print(f"Peak memory of ours, entries from a generator: {memory:.0f} MB (limit 400).")


if __name__ == "__main__":
    main()
