from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seokit.extract.dates import parse_date


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2025-01-22", dt.datetime(2025, 1, 22)),
        ("2024-06-07T12:00:00Z", dt.datetime(2024, 6, 7, 12, tzinfo=dt.UTC)),
        ("2024-06-07 12:00:00 +0000", dt.datetime(2024, 6, 7, 12, tzinfo=dt.UTC)),
        ("2024-06-07 12:00", dt.datetime(2024, 6, 7, 12)),
        ("Jan 22, 2025", dt.datetime(2025, 1, 22)),
        ("Jul 08 2022", dt.datetime(2022, 7, 8)),
        ("2025/01/22", dt.datetime(2025, 1, 22)),
    ],
)
def test_dates_that_generators_accept(written: str, expected: dt.datetime) -> None:
    assert parse_date(written) == expected


@pytest.mark.parametrize(
    "written", ["", "2024-02-30", "20250122", "2025-W04", "soon", "12:30", "2025-01-22T25:00:00Z"]
)
def test_what_is_no_date(written: str) -> None:
    assert parse_date(written) is None


@given(st.datetimes())
def test_every_iso_date_is_read(moment: dt.datetime) -> None:
    moment = moment.replace(microsecond=0)
    assert parse_date(moment.isoformat()) == moment
    assert parse_date(moment.date().isoformat()) == dt.datetime.combine(moment.date(), dt.time())


@given(st.text())
def test_no_text_crashes_it(text: str) -> None:
    assert parse_date(text) is None or isinstance(parse_date(text), dt.datetime)
