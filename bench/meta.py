"""`seokit meta --format jsonl` for a whole site, beside the audit's extraction of the same pages."""

from __future__ import annotations

import argparse
import statistics
import sys
from pathlib import Path

from bench.measure import in_turn, ratio
from bench.site import make_site

HERE = Path(__file__).parent
# What the audit does before any rule looks: every page read into a Page, on as many processes.
EXTRACT = """
import os, sys
from concurrent.futures import ProcessPoolExecutor
from seokit.api import settings_for
from seokit.extract.discover import discover
from seokit.extract.sections import Sections
from seokit.extract.source import Reader
from seokit.score.engine import chunked

settings = settings_for([sys.argv[1]], preset="cloudcannon-qa", base_url="https://example.org")
reader, sections = Reader(settings), Sections(settings)

def extract(chunk):
    return sum(1 for source in chunk[1] if reader.read(source, sections.of(source.path)))

jobs = min(2, os.cpu_count() or 1)
with ProcessPoolExecutor(jobs) as pool:
    print(sum(pool.map(extract, chunked(discover([sys.argv[1]], settings).files, jobs))))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--pages", type=int, default=36_000)
    args = parser.parse_args()
    content = make_site(HERE / ".cache", args.pages)
    command = [
        sys.executable, "-m", "seokit", "meta", str(content), "--preset", "cloudcannon-qa",
        "--base-url", "https://example.org", "--format", "jsonl",
    ]  # fmt: skip
    taken = in_turn({"extract": [sys.executable, "-c", EXTRACT, str(content)], "meta": command}, args.runs)
    times = {name: statistics.median(values) for name, values in taken.items()}
    print(
        f"{args.pages:,} pages: extraction {times['extract']:.2f} s, meta --format jsonl {times['meta']:.2f} s, "
        f"{ratio(taken['meta'], taken['extract']):.2f} times (at most 1.5)"
    )


if __name__ == "__main__":
    main()
