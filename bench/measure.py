"""Timing whole commands in turn, and the peak memory of a command with all its children."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

RUNS = 5
# As for a user: modules are compiled once, not in every run.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def seconds(command: Sequence[str], *, cwd: Path | None = None) -> float:
    """Wall seconds of one run; a command that breaks (exit code 2 and more) ends the benchmark."""
    begun = time.perf_counter()
    done = subprocess.run(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=cwd, env=ENVIRONMENT, check=False
    )
    taken = time.perf_counter() - begun
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.decode()[-2000:]}")
    return taken


def in_turn(commands: dict[str, Sequence[str]], runs: int = RUNS) -> dict[str, list[float]]:
    """Run the commands A B C A B C …, after one warm-up each, so that drift of the machine hits all alike."""
    for command in commands.values():
        seconds(command)
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            taken[name].append(seconds(command))
    return taken


def ratio(above: list[float], below: list[float]) -> float:
    """The median of the ratios, pair by pair."""
    return statistics.median(a / b for a, b in zip(above, below, strict=True))


def family(pid: int) -> list[int]:
    """The process and all its descendants."""
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                found += [int(child) for child in task.read_text().split()]
            except OSError:
                continue
    return found


def pss(pid: int) -> int:
    """Proportional set size in bytes: memory that forked processes share counts once."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass  # the process ended between two looks
    return 0


def peak_memory(command: Sequence[str], *, every: float = 0.05) -> int:
    """The highest sum of the family's memory, in bytes, looked at every 50 ms (Linux only)."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT)
    highest = 0
    while process.poll() is None:
        highest = max(highest, sum(map(pss, family(process.pid))))
        time.sleep(every)
    return highest
