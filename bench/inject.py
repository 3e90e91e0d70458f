"""Injection into built pages beside `cp -r` of the folder and beside a rewrite with BeautifulSoup.

All on a file system in memory (/dev/shm), since disks are too noisy to compare with.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.built import make_built
from bench.measure import ratio, seconds

HERE = Path(__file__).parent
SOUP_PAGES = 1_000
SOUP = """
import sys, time
from pathlib import Path
from bs4 import BeautifulSoup
files = sorted(Path(sys.argv[1]).rglob("*.html"))
begun = time.perf_counter()
for file in files:
    soup = BeautifulSoup(file.read_bytes(), "html.parser")
    for name in ("twitter:card", "og:site_name", "og:description", "og:locale"):
        soup.head.append(soup.new_tag("meta", attrs={"property": name, "content": "x"}))
    file.write_text(str(soup), "utf-8")
print(len(files) / (time.perf_counter() - begun))
"""


def inject_command(folder: Path) -> list[str]:
    """The injection as it is measured: everything that `seokit meta` knows of the page, written."""
    return [
        sys.executable, "-m", "seokit", "inject", str(folder), "--write", "--quiet",
        "--base-url", "https://example.org",
    ]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--pages", type=int, default=36_000)
    args = parser.parse_args()
    source = make_built(HERE / ".cache", args.pages)
    few = make_built(HERE / ".cache", SOUP_PAGES)
    with tempfile.TemporaryDirectory(dir="/dev/shm") as memory:
        first, second = Path(memory, "first"), Path(memory, "second")
        shutil.copytree(source, first)
        copies: list[float] = []
        injections: list[float] = []
        for _ in range(args.runs):
            shutil.rmtree(second, ignore_errors=True)
            copies.append(seconds(["cp", "-r", str(first), str(second)]))
            injections.append(seconds(inject_command(second)))
        again = seconds(inject_command(second))
        copied = shutil.copytree(few, Path(memory, "few"))
        command = [sys.executable, "-c", SOUP, str(copied)]
        soup = float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    ours = args.pages / statistics.median(injections)
    print(
        f"{args.pages:,} pages: cp -r {statistics.median(copies):.2f} s, inject --write "
        f"{statistics.median(injections):.2f} s, {ratio(injections, copies):.2f} times (at most 3); "
        f"a second run, which changes nothing, {again:.2f} s\n"
        f"BeautifulSoup rewrites {soup:.0f} pages a second, inject {ours:.0f}: {ours / soup:.0f} times (at least 15)"
    )


if __name__ == "__main__":
    begun = time.perf_counter()
    main()
    print(f"({time.perf_counter() - begun:.0f} s)", file=sys.stderr)
