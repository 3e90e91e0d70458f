"""What a baseline holds, for a terminal: how many old findings, by rule and by folder."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator

from seokit.generate.baseline_file import EVERYWHERE, Baseline, count
from seokit.generate.reports.concise import terminal_safe

SHOWN = 20  # folders


def baseline_lines(baseline: Baseline, name: str) -> Iterator[str]:
    """The summary, line by line."""
    rules, folders = Counter[str](), Counter[str]()
    pages: dict[str, set[str]] = {}
    for (path, rule), marks in baseline.findings.items():
        folder = "(the whole site)" if path == EVERYWHERE else posixpath.dirname(path) or "(top folder)"
        rules[rule] += len(marks)
        folders[folder] += len(marks)
        for key in (f"rule {rule}", f"folder {folder}", ""):
            pages.setdefault(key, set()).add(path)
    total = len(pages.get("", ())) - (EVERYWHERE in pages.get("", ()))
    yield terminal_safe(
        f"{name}: {count(baseline.findings):,} old findings on {total:,} pages, by {len(rules):,} rules"
    )
    for title, counts in (("Rule", rules), ("Folder", folders)):
        if counts:
            yield ""
            yield f"Findings    Pages  {title}"
        listed = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        for key, number in listed if title == "Rule" else listed[:SHOWN]:
            many = len(pages[f"{title.lower()} {key}"])
            yield terminal_safe(f"{number:8,}  {many:7,}  {key}")
        if title == "Folder" and len(listed) > SHOWN:
            yield f"and {len(listed) - SHOWN:,} more folders"
