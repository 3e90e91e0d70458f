"""A number with its noun, as reports and commands say it."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """1 page, 2 pages, 1,000 pages."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
