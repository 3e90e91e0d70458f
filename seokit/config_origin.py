"""Who set what: the default, the preset, or a line of the config."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from seokit.config_check import Faults
from seokit.config_file import open_config
from seokit.model import SectionSettings, Settings
from seokit.score.registry import ALIASES, named
from seokit.score.rule import Rule

DEFAULT = "default"


class Origins:
    """Where the settings come from that `config.load` made of one config file, or of none."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.written: Mapping[str, Any] = {}
        self.faults = Faults()
        if settings.file:
            self.written, self.faults = open_config(Path(settings.file), False)

    def place(self, key: str) -> str:
        """File and line of a key that is written there."""
        line = self.faults.line(key)
        return f"{self.faults.name}:{line}" if line else self.faults.name

    def option(self, rule: Rule, key: str) -> str:
        """Who set a rule's severity, or one of its options."""
        rules = self.written.get("rules", {})
        for name in (rule.id, *(old for old, new in ALIASES.items() if new == rule.id)):
            if key in rules.get(name, {}):
                return self.place(f"rules.{name}.{key}")
        return DEFAULT

    def off(self, rule: Rule) -> str:
        """Why a rule does not run, in words."""
        rules = self.written.get("rules", {})
        by = next((name for name in rules.get("ignore", ()) if name == "all" or rule.id in named(name)), "")
        if by:
            return f'it is ignored by "{by}" in {self.place("rules.ignore")}'
        select = rules.get("select", ["default"])
        if "default" in select and not rule.default:
            return "it is off by default"
        return f"it is not selected in {self.place('rules.select')}"

    def role(self, role: str, section: SectionSettings) -> str:
        """Who says which front matter keys serve a role on the pages of a section."""
        number = self.number(section)
        own = self.written["section"][number] if number is not None else {}
        if role in own.get("fields", {}):
            return self.place(f"section[{number}].fields.{role}")
        if role in self.written.get("fields", {}) and "preset" not in own:
            return self.place(f"fields.{role}")
        return f"preset {section.preset}"

    def template(self, key: str, section: SectionSettings) -> str:
        """Who says how a title or a description is published; empty where it is the field itself."""
        number = self.number(section)
        if number is not None and key in self.written["section"][number]:
            return self.place(f"section[{number}].{key}")
        return self.place(key) if getattr(section, key) and key in self.written else ""

    def number(self, section: SectionSettings) -> int | None:
        """The place of a section among the [[section]] tables; None of one that has none."""
        for number in range(len(self.written.get("section", ()))):
            if self.settings.sections[number] is section:
                return number
        return None
