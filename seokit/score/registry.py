"""All rules, collected from an explicit list of modules: no scanning, no metaclass."""

from __future__ import annotations

from types import ModuleType

from seokit.score.rule import Rule
from seokit.score.rules import (
    canonical,
    content,
    date,
    description,
    drift,
    field,
    heading,
    hreflang,
    image,
    index,
    keywords,
    link,
    page,
    question,
    schema,
    social,
    title,
    url,
)

MODULES: tuple[ModuleType, ...] = (
    title,
    description,
    keywords,
    question,
    content,
    heading,
    link,
    url,
    canonical,
    index,
    hreflang,
    image,
    schema,
    social,
    page,
    date,
    field,
    drift,
)

# Old names of renamed rules → the name now. A config that uses one gets a warning.
ALIASES: dict[str, str] = {}


def collect(modules: tuple[ModuleType, ...]) -> dict[str, Rule]:
    """Every function of the modules that `@rule` declared, in the order of the modules and of their lines."""
    rules: dict[str, Rule] = {}
    for module in modules:
        for member in vars(module).values():
            declared = getattr(member, "rule", None)
            if isinstance(declared, Rule) and declared.check.__module__ == module.__name__:
                if declared.id in rules:
                    raise ValueError(f"two rules are called {declared.id}")
                rules[declared.id] = declared
    return rules


RULES: dict[str, Rule] = collect(MODULES)
