"""The schema of a config: the one in docs/ is fresh, right configs are valid by it, wrong ones are not."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from seokit.config import ConfigError, load
from seokit.config_schema import config_schema
from seokit.score.registry import RULES

ROOT = Path(__file__).parent.parent
FENCE = re.compile(r"^```toml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
VALIDATOR = jsonschema.Draft202012Validator(config_schema())


def plain(text: str) -> Any:
    """TOML as editors hold it against a schema: dates are texts."""
    written = tomllib.loads(text)
    return json.loads(json.dumps(written.get("tool", {}).get("seokit", written), default=str))


def right_configs() -> list[str]:
    guides = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    blocks = [block for guide in guides for block in FENCE.findall(guide.read_text("utf-8"))]
    files = [
        *sorted((ROOT / "tests" / "sites").rglob("seokit.toml")),
        *sorted((ROOT / "docs").rglob("seokit.toml")),
    ]
    return [
        *blocks,
        *(file.read_text("utf-8") for file in files),
        (ROOT / "seokit/data/demo/seokit.toml").read_text(),
    ]


def test_the_schema_is_one_and_that_in_docs_is_fresh() -> None:
    VALIDATOR.check_schema(VALIDATOR.schema)
    committed = (ROOT / "docs" / "seokit.schema.json").read_text("utf-8")
    assert committed == json.dumps(config_schema(), indent=2, ensure_ascii=False) + "\n", (
        "stale: make reports"
    )


@pytest.mark.parametrize("text", right_configs())
def test_every_config_of_ours_is_valid(text: str) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(plain(text))] == []


@pytest.mark.parametrize(
    "text",
    [
        'presett = "hugo"',
        'preset = "hugoo"',
        'base_url = "example.org"',
        "entry = 5",
        'qa = "some"',
        "[[section]]\nname = 'x'",
        "[rules.title-to-long]\nlimit = 5",
        "[rules.title-too-long]\nlimit = -5",
        '[rules.title-too-long]\nlimit = "60"',
        '[rules.title-too-long]\nseverity = "error"',
        '[rules]\nignore = ["title-to-long"]',
        '[[suppress]]\nfiles = ["a"]',
        '[sitemap]\nlastmod = "never"',
        '[robots]\nblock = ["nobody"]',
        '[robots]\ndisallow = ["x"]',
        '[robots]\nallow = ["/a#b"]',
        '[head.verification]\nfoo = "x"',
        "[head.verification]\ngoogle = '<meta>'",
        '[head]\nimage = "a.png"',
        '[head]\nsame_as = ["/a"]',
        '[head]\ntwitter = "somebody"',
        '[[suppress]]\nfiles = ["a"]\nrules = ["title-to-long"]',
        '[[suppress]]\nfiles = ["a"]\nrules = ["suppression-unused"]',
        '[[suppress]]\nfiles = ["a"]\nrules = []',
        'entry = [" "]',
        '[fields]\ntitel = ["a"]',
    ],
)
def test_a_wrong_config_is_not(text: str, tmp_path: Path) -> None:
    config = tmp_path / "seokit.toml"
    config.write_text(text)
    with pytest.raises(ConfigError):
        load([str(tmp_path)], config=str(config))
    assert list(VALIDATOR.iter_errors(plain(text)))


def test_every_rule_is_in_it_with_its_options() -> None:
    tables = config_schema()["properties"]["rules"]["properties"]
    for name, rule in RULES.items():
        assert set(tables[name]["properties"]) == {"severity", *rule.options}
