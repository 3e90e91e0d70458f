"""A unified diff of a page before and after: only the lines around what changed are compared."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

CONTEXT = 3
_LINES = re.compile(r"[^\n]*\n|[^\n]+")


def unified(path: str, before: str, after: str) -> str:
    """The diff as `patch -p1` reads it; "" where nothing changed. Lines end at LF, as patch has it."""
    if before == after:
        return ""
    old, new = _LINES.findall(before), _LINES.findall(after)
    same = alike(old, new)
    tail = alike(old[same:][::-1], new[same:][::-1])
    first = max(0, same - CONTEXT)
    rest = max(0, tail - CONTEXT)
    window = old[first : len(old) - rest], new[first : len(new) - rest]
    out = [f"--- a/{path}\n", f"+++ b/{path}\n"]
    matcher = difflib.SequenceMatcher(None, window[0], window[1], autojunk=False)
    for group in matcher.get_grouped_opcodes(CONTEXT):
        out.append(
            f"@@ -{_range(first + group[0][1], first + group[-1][2])} "
            f"+{_range(first + group[0][3], first + group[-1][4])} @@\n"
        )
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                out += [_line(" ", line) for line in window[0][i1:i2]]
            else:
                out += [_line("-", line) for line in window[0][i1:i2]]
                out += [_line("+", line) for line in window[1][j1:j2]]
    return "".join(out)


def alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many items two sequences have in common before they first differ."""
    return next(
        (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
        min(len(one), len(other)),
    )


def _line(sign: str, line: str) -> str:
    return f"{sign}{line}" if line.endswith("\n") else f"{sign}{line}\n\\ No newline at end of file\n"


def _range(start: int, stop: int) -> str:
    """Lines as unified diffs name them: from 1; an empty range by the line before it."""
    length = stop - start
    if length == 1:
        return str(start + 1)
    return f"{start + (1 if length else 0)},{length}"
