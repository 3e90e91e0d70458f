"""Date patterns: none of the usual ones is reported, each kind of fault is, and no input breaks the judge."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seokit.score.dateformat import format_fault

SOUND = r"""
MMM DD, YYYY|MMMM Do, YYYY|D MMMM YYYY|DD/MM/YY|YYYY-MM-DD|YYYY-MM-DDTHH:mm:ssZ|[Posted on] MMM D, YYYY
dddd, MMMM Do YYYY, h:mm:ss a|ddd, hA, YYYY|LL|LLLL|YYYYMMDD|MMM 'YY|D [de] MMMM [de] YYYY|YYYY年MM月DD日
%B %d, %Y|%-d %b %Y|%Y-%m-%d|%F|%d.%m.%y|%e. %B %Y %H:%M|%^b %Y
Jan 2, 2006|January 2, 2006|02.01.2006|2006-01-02T15:04:05Z07:00|2 Jan 06|Mon, 02 Jan 2006 15:04:05 MST
Jan 2, 2006 at 3:04pm (MST)|:date_long
M j, Y|F jS, Y|d.m.Y|Y-m-d|l jS \o\f F Y|D, d M y|Y-m-d\TH:i:sP|c|U|M/D/Y
yyyy-MM-dd|MMM d, yyyy|d 'de' MMMM 'de' yyyy|EEEE, d MMMM yyyy|dd/MM/yyyy|do MMMM yyyy|medium|longDate|ISO8601
"""
SOUND_PATTERNS = [pattern for line in SOUND.strip().split("\n") for pattern in line.split("|")]

FAULTY = {
    "MMM DDth, YYYY": "t is no Moment.js token",
    "MMM DD": "it prints no year",
    "DD of MMMM YYYY": "o is no Moment.js token",
    "D de MMMM de YYYY": "the word de is not in square brackets",
    "MMM DD, YYY": "YYY is no Moment.js token",
    "%B %d": "it prints no year",
    "%J %Y": "%J is no strftime token",
    "%Y %": "% is no strftime token",
    "Jan 2, 2025": "2025 is no part of Go's reference date (Jan 2, 2006)",
    "February 2, 2006": "February is no part of Go's reference date (Jan 2, 2006)",
    "Jan 2": "it prints no year",
    "F j": "it prints no year",
    "F j, Q": "Q is no token of PHP's date()",
    "H:i": "it prints no year",
    "yyyy-bbbbbbb": "bbbbbbb is no Unicode date token",
}


@pytest.mark.parametrize("pattern", SOUND_PATTERNS)
def test_usual_patterns_have_no_fault(pattern: str) -> None:
    assert format_fault(pattern) == ""


@pytest.mark.parametrize(("pattern", "fault"), FAULTY.items())
def test_faults_are_named(pattern: str, fault: str) -> None:
    assert format_fault(pattern) == fault


@given(st.text(alphabet="MDYmdyHhs%-/., '[]\\2016JanT年", max_size=60))
def test_any_text_is_judged(pattern: str) -> None:
    fault = format_fault(pattern)
    assert fault == format_fault(f"  {pattern} ")
    assert not fault or fault[0] != " "


@given(st.sampled_from(SOUND_PATTERNS), st.sampled_from([" ", ", ", " - "]))
def test_white_space_and_punctuation_make_no_fault(pattern: str, tail: str) -> None:
    if not pattern.startswith(("L", ":", "m", "l", "I", "c", "U")):
        assert format_fault(pattern + tail) == ""
