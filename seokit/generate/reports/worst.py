"""The findings that matter most, first: for reports that have room for a few."""

from __future__ import annotations

import heapq
from collections.abc import Iterable

from seokit.model import SEVERITIES, Finding

_RANK = {severity: rank for rank, severity in enumerate(SEVERITIES)}


def worst_first(findings: Iterable[Finding], most: int | None = None) -> list[Finding]:
    """The findings by severity, each severity in the order of the audit; of `most` only the first so many."""
    if most is None:
        return sorted(findings, key=lambda finding: _RANK[finding.severity])
    return heapq.nsmallest(most, findings, key=lambda finding: _RANK[finding.severity])
