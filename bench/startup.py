"""What the user waits for before anything happens: --help beside a bare Python, and the whole demo."""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from bench.measure import RUNS, in_turn, ratio, seconds


def main() -> None:
    program = str(Path(sys.executable).parent / "seokit")
    taken = in_turn(
        {
            "python -c pass": [sys.executable, "-c", "pass"],
            "python -c 'import click'": [sys.executable, "-c", "import click"],
            "seokit --help": [program, "--help"],
        },
        runs=RUNS * 4,
    )
    print("| command | ms | ratio |\n| --- | --- | --- |")
    for name, runs in taken.items():
        print(
            f"| `{name}` | {1000 * statistics.median(runs):.0f} | {ratio(runs, taken['python -c pass']):.1f} |"
        )
    with tempfile.TemporaryDirectory() as folder:
        demo = []
        for _ in range(RUNS + 1):
            shutil.rmtree(Path(folder, "seokit-demo"), ignore_errors=True)
            demo.append(seconds([program, "demo"], cwd=Path(folder)))
        print(f"| `seokit demo` (site, audit, all reports) | {1000 * statistics.median(demo[1:]):.0f} | |")
        os.chdir(folder)
        audit = [program, "audit", "seokit-demo/content", "--fail-on", "never"]
        times = in_turn({"audit": audit})["audit"]
        print(f"| `seokit audit seokit-demo/content` | {1000 * statistics.median(times):.0f} | |")


if __name__ == "__main__":
    main()
