"""Makes docs/audit.svg: what a terminal shows of a real `seokit audit` on the demo site.

Run as `python docs/make_picture.py`, with seokit installed.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

HERE = Path(__file__).resolve().parent
PICTURE = HERE / "audit.svg"
DEMO = HERE.parent / "seokit" / "data" / "demo"
COMMAND = "seokit audit seokit-demo/content --select title,link"  # two topics: a picture fits on a page
DAY = "1795392000"  # 2026-11-23: the rules about dates go by it
WIDTH = 80


def run() -> str:
    """What the command prints, with the escapes of a terminal."""
    env = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    env |= {"FORCE_COLOR": "1", "TERM": "xterm-256color", "COLUMNS": str(WIDTH), "SOURCE_DATE_EPOCH": DAY}
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(DEMO, Path(folder) / "seokit-demo")
        done = subprocess.run(
            [sys.executable, "-m", *COMMAND.split()],
            cwd=folder,
            env={**env, "PYTHONIOENCODING": "utf-8"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
    if done.returncode != 1:
        raise RuntimeError(f"{COMMAND}: exit code {done.returncode}, not 1\n{done.stdout}")
    return done.stdout


def picture() -> str:
    """The picture as SVG, with no address of a font in it: a picture loads nothing."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    console.print(Text.assemble(("$ ", "dim"), COMMAND), highlight=False)
    console.print(Text.from_ansi(run().rstrip("\n")), highlight=False)
    svg = console.export_svg(title="seokit audit", theme=MONOKAI, unique_id="audit")
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


if __name__ == "__main__":
    PICTURE.write_text(picture(), "utf-8", newline="\n")
