from __future__ import annotations

import json
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seokit.data.make_languages import make, registry
from seokit.score.language_codes import hreflang_fault, lang_fault, tables
from tests.conftest import need

REGISTRY = """File-Date: 2021-08-06
%%
Type: language
Subtag: de
Description: German
%%
Type: language
Subtag: gsw
%%
Type: language
Subtag: iw
Deprecated: 1989-01-01
%%
Type: script
Subtag: Qaaa..Qabx
%%
Type: script
Subtag: Latn
%%
Type: region
Subtag: AT
%%
Type: region
Subtag: EU
%%
Type: region
Subtag: 419
"""


def test_the_table_holds_what_the_standards_hold() -> None:
    languages, scripts, regions = tables()
    assert len(regions) == 249  # ISO 3166-1
    assert {"en", "de", "zh", "he"} <= languages
    assert not {"iw", "jp", "uk "} & languages
    assert {"Hans", "Hant", "Cyrl"} <= scripts
    assert not {"UK", "EU", "UN", "XK"} & regions


def test_deprecated_private_and_reserved_codes_are_left_out() -> None:
    table = json.loads(make(REGISTRY))
    assert (table["languages"], table["scripts"], table["regions"]) == ("de", "Latn", "AT")
    assert table["file_date"] == "2021-08-06"


def test_the_table_is_what_the_registry_makes() -> None:
    try:
        text = registry().read_text("utf-8")
    except SystemExit:
        text = ""
    need("langcodes", bool(text), "its copy of IANA's registry is not installed")
    assert make(text) == files("seokit.data").joinpath("languages.json").read_text("utf-8")


@pytest.mark.parametrize("code", ["en", "EN-gb", "zh-hant", "zh-Hant-TW", "x-default", " de ", "sr-Latn"])
def test_hreflang_codes(code: str) -> None:
    assert hreflang_fault(code) == ""


@pytest.mark.parametrize(
    "code", ["en-UK", "uk-UK", "eng", "en-GB-US", "zh-TW-Hant", "en_GB", "", "en-", "GB", "-"]
)
def test_hreflang_faults(code: str) -> None:
    assert hreflang_fault(code)


@pytest.mark.parametrize(
    "code", ["en", "gsw", "es-419", "de-CH-1996", "x-klingon", "i-default", "zh-Hans-CN", "en-x-a"]
)
def test_languages(code: str) -> None:
    assert lang_fault(code) == ""


@pytest.mark.parametrize("code", ["en_US", "english", "en-UK", "e", "en-", "zh-Hanx", "ünglish", "12"])
def test_language_faults(code: str) -> None:
    assert lang_fault(code)


@given(st.text(max_size=20))
def test_any_code_is_judged(code: str) -> None:
    assert isinstance(hreflang_fault(code), str)
    assert isinstance(lang_fault(code), str)
