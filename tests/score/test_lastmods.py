from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seokit.score.lastmods import day_of, fault, shape


@pytest.mark.parametrize(
    "written",
    ["2025", "2025-01", "2025-01-22", "2025-01-22T10:30Z", "2025-01-22T10:30:00+14:00", "2024-02-29",
     "2025-01-22T10:30:00.123456789-05:00", "0001-01-01T00:00:00+14:00"],
)  # fmt: skip
def test_w3c_datetimes(written: str) -> None:
    assert fault(written) == ""


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("2025-01-22T10:30:00", "is a time without its zone"),
        ("2025-02-30", "is a day or a time that does not exist"),
        ("2025-13", "is a day or a time that does not exist"),
        ("0000", "is a day or a time that does not exist"),
        ("2025-01-22T25:00Z", "is a day or a time that does not exist"),
        ("20250122", "is no W3C datetime"),
        ("2025-W04-3", "is no W3C datetime"),
        ("2025-01-22 10:30Z", "is no W3C datetime"),
        ("２０２５", "is no W3C datetime"),
        ("", "is no W3C datetime"),
    ],
)
def test_other_dates(written: str, reason: str) -> None:
    assert fault(written).startswith(reason)
    if "zone" not in reason:
        assert day_of(written) is None


@given(st.datetimes(timezones=st.just(dt.UTC) | st.timezones() | st.none()))
def test_a_day_is_that_of_utc(moment: dt.datetime) -> None:
    written = moment.isoformat(timespec="seconds")
    if moment.tzinfo is not None and len(written) == 25 and 2 < moment.year < 9998:
        assert fault(written) == ""
        assert day_of(written) == moment.replace(microsecond=0).astimezone(dt.UTC).date()
    assert day_of(moment.date().isoformat()) == moment.date()


@given(st.text(max_size=40))
def test_any_text_is_judged(text: str) -> None:
    assert fault(text) or day_of(text) or len(text) < 10
    assert len(shape(text)) == len(text)
