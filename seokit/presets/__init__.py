"""The presets: TOML files beside this one that say which front matter keys mean what on a kind of site.

A role (title, description, text …) maps to dotted keys, and the first that has a value wins; "@body" is
the Markdown body, "@h1" its first heading of level 1, "@name" the date that a file name begins with. A site's own words, such as a brand behind every title, belong into its config.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files

import msgspec
from msgspec import Struct, field

from seokit.model import SectionSettings

# Most specific first: of two presets that fit equally well, the earlier is taken. "generic" fits all.
PRESETS = (
    "cloudcannon-qa", "cloudcannon-blog", "hugo", "jekyll", "eleventy", "docusaurus", "astro", "pelican", "mkdocs",
    "generic",
)  # fmt: skip

# Every role that a preset's or a config's [fields] may map.
ROLES = (
    "title",
    "seo_title",
    "description",
    "keywords",
    "question",
    "answer",
    "text",
    "canonical",
    "noindex",
    "url",
    "slug",
    "date",
    "modified",
    "date_format",
    "author",
    "image",
    "image_alt",
    "subject",
    "tags",
    "id",
    "file_name",
    "related",
    "draft",
    "published",
    "lang",
)


class Hints(Struct, frozen=True, forbid_unknown_fields=True):
    """What speaks for a preset, with its weight: dotted keys of the pages, files or folders of the site."""

    keys: dict[str, float] = field(default_factory=dict)
    files: dict[str, float] = field(default_factory=dict)


class Preset(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One kind of site; the fields mean what they mean in `model.SectionSettings`."""

    description: str
    required: tuple[str, ...]
    escaped_newlines: bool
    publishes_bare_files: bool
    metadata_lines: bool = False
    mdx: bool = False
    url: str
    noindex_read_by_template: tuple[str, ...]
    fields: dict[str, tuple[str, ...]]
    detect: Hints = Hints()


@lru_cache(maxsize=len(PRESETS))
def load_preset(name: str) -> Preset:
    """The preset called `name`, one of PRESETS. Raises KeyError for another name."""
    if name not in PRESETS:
        raise KeyError(name)
    text = files(__name__).joinpath(f"{name}.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), Preset)


def section_of(name: str, files: tuple[str, ...] = ()) -> SectionSettings:
    """A nameless section of a preset. Raises KeyError for a name that is not one of PRESETS."""
    preset = load_preset(name)
    return SectionSettings(
        files=files,
        preset=name,
        fields=preset.fields,
        noindex_read_by_template=preset.noindex_read_by_template,
        required=preset.required,
        escaped_newlines=preset.escaped_newlines,
        publishes_bare_files=preset.publishes_bare_files,
        metadata_lines=preset.metadata_lines,
        mdx=preset.mdx,
        url=preset.url,
    )
