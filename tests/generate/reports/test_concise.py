from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seokit.generate.reports.concise import concise_lines, other_pages, terminal_safe
from seokit.model import Audit, Finding


def test_one_finding_a_line_and_places_as_far_as_they_are_known(audit: Audit) -> None:
    assert list(concise_lines(audit)) == [
        "content/bread/rye.md:7:3 error link-broken no page: /bread/oat\n",
        "content/bread/rye.md:3: warning description-too-long description-too-long says so\n",
        "content/bread/rye.md: warning title-near-duplicate title-near-duplicate says so (see /draft and 1 more)\n",
        "content/draft.md: warning title-near-duplicate title-near-duplicate says so (see /bread/rye)\n",
        "content/draft.md: info no-such-rule no-such-rule says so\n",
    ]


@pytest.mark.parametrize(
    ("message", "related", "shown"),
    [
        ("the title of 1 other page", ["https://example.org/rye/"], " (see https://example.org/rye/)"),
        ("the title of 2 other pages", ["/", "/rye"], " (see / and 1 more)"),
        ("the link to /rye/ leads nowhere", ["https://example.org/rye/"], ""),
        ("the canonical of /rye/ is the same", ["https://example.org/"], " (see https://example.org/)"),
        ("the title is long", [], ""),
    ],
)
def test_the_other_page_is_named_once(message: str, related: list[str], shown: str) -> None:
    finding = Finding(severity="info", rule="title-x", message=message, related=tuple(related))
    assert other_pages(finding) == shown


def test_max_findings(audit: Audit) -> None:
    assert len(list(concise_lines(audit, 2))) == 2
    assert list(concise_lines(audit, 0)) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain Ünïcödé 漢字", "plain Ünïcödé 漢字"),
        ("\x1b[31mred", r"\x1b[31mred"),
        ("a\nb\tc\0", r"a\nb\tc\x00"),
        ("\x9b31m", r"\x9b31m"),
        ("user\u202etxt.exe", r"user\u202etxt.exe"),
        ("\u2066a\u2069\u200f", r"\u2066a\u2069\u200f"),
        ("\udc80", r"\udc80"),
        ("\U000e0041", r"\U000e0041"),
        ("👩\u200d🌾", "👩\u200d🌾"),
    ],
)
def test_what_steers_a_terminal_is_shown_instead(text: str, shown: str) -> None:
    assert terminal_safe(text) == shown


def test_what_the_terminal_cannot_say_is_escaped() -> None:
    assert terminal_safe("é漢", "ascii") == r"\xe9\u6f22"
    assert terminal_safe("é漢", "latin-1") == r"é\u6f22"


@given(st.text())
def test_no_control_character_is_left(text: str) -> None:
    shown = terminal_safe(text)
    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 or 0xD800 <= ord(c) < 0xE000 for c in shown)
    assert len(shown.splitlines()) <= 1
    shown.encode("utf-8")


def test_hostile_content_keeps_one_line_a_finding(hostile: Audit) -> None:
    lines = list(concise_lines(hostile))
    assert all(line.count("\n") == 1 and line.endswith("\n") for line in lines)
    assert not [line for line in lines if "\x1b" in line]
