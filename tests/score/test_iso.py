from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seokit.score.iso import iso_fault


@pytest.mark.parametrize(
    "value",
    [
        "2024",
        "2024-06",
        "2024-06-07",
        " 2024-06-07 ",
        "2024-06-07T08:00",
        "2024-06-07T08:00:00Z",
        "2024-06-07T08:00:00+02",
        "2024-06-07T08:00:00.123456+0200",
    ],
)
def test_good(value: str) -> None:
    assert iso_fault(value) == ""


@pytest.mark.parametrize(
    "value",
    ["", "June 7, 2024", "07.06.2024", "2024-6-7", "2024-13", "2024-06-07 08:00", "20240607", "{{ date }}"],
)
def test_no_date(value: str) -> None:
    assert iso_fault(value) == "is no ISO 8601 date"


def test_impossible() -> None:
    assert iso_fault("2024-02-30") == "is a day or time that does not exist"
    assert iso_fault("2024-02-28T25:00:00Z") == "is a day or time that does not exist"


def test_a_time_of_day_where_it_will_do() -> None:
    assert iso_fault("08:30", time=True) == ""
    assert iso_fault("08:30:00+02:00", time=True) == ""
    assert iso_fault("08:30") != ""
    assert iso_fault("25:30", time=True) != ""


@given(st.datetimes(timezones=st.sampled_from([None, dt.UTC])))
def test_what_python_writes_is_good(moment: dt.datetime) -> None:
    assert iso_fault(moment.isoformat()) == ""


@given(st.text())
def test_any_text_has_an_answer(value: str) -> None:
    assert isinstance(iso_fault(value), str)
