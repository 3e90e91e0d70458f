"""`make bench`: every benchmark, one after another, as Markdown on stdout."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
BENCHES = ("startup", "audit", "html", "inject", "meta", "sitemap", "workbook")


def machine() -> str:
    """Python, system, cores and memory; absolute times mean nothing without them."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} cores, {memory:.0f} GiB"
    )


def main() -> None:
    chosen = sys.argv[1:] or BENCHES
    if not set(chosen) <= set(BENCHES):  # --help too: all of it takes half an hour
        raise SystemExit(f"usage: bench/run.py [{'|'.join(BENCHES)}] ...")
    print(machine())
    for name in chosen:
        print(f"\n## {name}\n", flush=True)
        subprocess.run([sys.executable, "-m", f"bench.{name}"], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
