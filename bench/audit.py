"""The whole audit beside the bare limit: time, growth, memory."""

from __future__ import annotations

import argparse
import itertools
import os
import statistics
import sys
import tempfile
from pathlib import Path

from bench.measure import in_turn, peak_memory, ratio
from bench.site import make_site

HERE = Path(__file__).parent
SIZES = (9_000, 18_000, 36_000)


def commands(content: Path, out: str, jobs: int) -> dict[str, list[str]]:
    return {
        "bare": [sys.executable, str(HERE / "bare.py"), str(content), str(jobs)],
        "audit": [
            sys.executable, "-m", "seokit", "audit", str(content), "--preset", "cloudcannon-qa", "--fail-on", "never",
            "--report-dir", out, "--format", "csv", "--quiet", "--jobs", str(jobs),
        ],
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, help="the content/learn folder of a real site")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    args = parser.parse_args()
    jobs = os.cpu_count() or 1
    sites = [(f"{size:,} synthetic pages", make_site(HERE / ".cache", size)) for size in args.sizes]
    if args.corpus:
        sites.insert(0, ("real site", args.corpus))
    print(
        f"| site | bare s ({jobs} processes) | audit s | ratio | peak memory MB |\n| --- | --- | --- | --- | --- |"
    )
    medians = []
    with tempfile.TemporaryDirectory() as out:
        for name, content in sites:
            pair = commands(content, out, jobs)
            taken = in_turn(pair, args.runs)
            bare, audit = statistics.median(taken["bare"]), statistics.median(taken["audit"])
            medians.append(audit)
            memory = peak_memory(pair["audit"]) / 1e6
            print(
                f"| {name} | {bare:.2f} | {audit:.2f} | {ratio(taken['audit'], taken['bare']):.2f} | {memory:.0f} |"
            )
            sys.stdout.flush()
    synthetic = medians[-len(args.sizes) :] if args.sizes else []
    for (small, large), (before, after) in zip(
        zip(args.sizes, args.sizes[1:], strict=False),
        itertools.pairwise(synthetic),
        strict=True,
    ):
        print(f"\n{small:,} → {large:,} pages: {after / before:.2f} times as long")


if __name__ == "__main__":
    main()
