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
    llms,
    page,
    question,
    robots,
    schema,
    sitemap,
    social,
    suppression,
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
    sitemap,
    robots,
    llms,
    suppression,
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

# A topic is the module of a rule or the first word of its name: `question` takes the answer-… rules in,
# `answer` means only those.
TOPICS: dict[str, tuple[str, ...]] = {
    topic: tuple(name for name, rule in RULES.items() if topic in (rule.topic, name.partition("-")[0]))
    for topic in dict.fromkeys(
        word for name, rule in RULES.items() for word in (rule.topic, name.partition("-")[0])
    )
}


def named(name: str) -> tuple[str, ...]:
    """The ids of the rules that a name stands for: a rule, its old name, or a topic; none for an unknown name."""
    if name in RULES:
        return (name,)
    return (ALIASES[name],) if name in ALIASES else TOPICS.get(name, ())
