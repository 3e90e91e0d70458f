from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from seokit.config import ConfigError, load_settings, show_settings
from seokit.config_check import Faults
from seokit.config_head import HEAD_VALUES
from seokit.model import HeadSettings

WHOLE = """
base_url = "https://example.org"

[head]
image = "/img/card.png"
image_alt = "A loaf"
lang = "en-GB"
twitter = "@bakery"
twitter_creator = "@ada_moss"
robots = "max-image-preview:large, Max-Snippet:-1"
alternate_name = "The Bakery"
organization = "Bakery Ltd"
logo = "https://example.org/logo.png"
same_as = ["https://social.example/@bakery"]

[head.verification]
google = "abc"
bing = "DEF"
"""


def load(folder: Path, text: str) -> HeadSettings:
    (folder / "page.md").write_text("---\ntitle: Bread\n---\n")
    (folder / "seokit.toml").write_text(text)
    return load_settings([str(folder)]).head


def test_a_whole_table(tmp_path: Path) -> None:
    head = load(tmp_path, WHOLE)
    assert head.robots == "max-image-preview:large, max-snippet:-1"
    assert head.verification == {"google": "abc", "bing": "DEF"}
    assert head.same_as == ("https://social.example/@bakery",)
    assert set(HEAD_VALUES) == set(HeadSettings.__struct_fields__)


def test_what_is_shown_loads_to_the_same(tmp_path: Path) -> None:
    head = load(tmp_path, WHOLE)
    shown = show_settings(load_settings([str(tmp_path)]))
    assert tomllib.loads(shown)["head"]["verification"] == {"google": "abc", "bing": "DEF"}
    assert load(tmp_path, shown) == head


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('imge = "/a.png"', 'head.imge: unknown key; did you mean "image"?'),
        ('image = "a.png"', 'begin it with "/" or "https://"'),
        ('lang = "english"', 'no language such as "en"'),
        ('twitter = "https://x.com/bakery"', 'such as "@bakery"'),
        ('twitter = "no account"', "is no account"),
        ('robots = "noindex"', "would take the whole site out of search"),
        ('robots = "max-snipet:3"', 'did you mean "max-snippet"?'),
        ('robots = "max-image-preview:huge"', "no value of max-image-preview"),
        ("robots = 3", "must be a text"),
        ('same_as = ["bakery"]', "no absolute http(s) URL"),
        ('verification = "abc"', "must be a table"),
        ('verification = {gogle = "a"}', 'head.verification.gogle: unknown service; did you mean "google"?'),
        ("verification = {google = '<meta name=x>'}", "give the code alone"),
        ("verification = {google = 1}", "must be a text"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, written: str, said: str) -> None:
    with pytest.raises(ConfigError) as raised:
        load(tmp_path, f"[head]\n{written}\n")
    assert said in str(raised.value)
    assert "seokit.toml:2: head." in str(raised.value)


@pytest.mark.parametrize("value", ["", 0, [], {}, [""], {"google": []}, "\0" * 99, "<"])
def test_no_value_breaks_a_check(value: Any) -> None:
    for check in HEAD_VALUES.values():
        check(Faults(), "head.key", value)
