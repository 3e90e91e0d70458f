"""Pelican: articles and pages of `content/`, named by their slug.

Rules: https://docs.getpelican.com/en/latest/content.html and https://docs.getpelican.com/en/latest/settings.html.
"""

from __future__ import annotations

import datetime as dt
import os
import posixpath
import re
import string
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from seokit import urls
from seokit.extract.configfiles import python_values
from seokit.extract.dates import parse_date
from seokit.extract.generators.model import Asked, Generator, Placed, given
from seokit.extract.slugs import PELICAN, pelican_slug

MARKS = ("pelicanconf.py",)
FOLDERS = ("content",)
# Kind of page → its address, and the same of a translation. A draft has the address that it will have: that of its
# preview below drafts/ is nobody's business.
URLS = {
    "ARTICLE_URL": "{slug}.html",
    "ARTICLE_LANG_URL": "{slug}-{lang}.html",
    "PAGE_URL": "pages/{slug}.html",
    "PAGE_LANG_URL": "pages/{slug}-{lang}.html",
}
PATIENCE = 0.05  # seconds for a pattern of the site's own
LONGEST = 1_000  # characters of one
# As written, or as Markdown percent-encodes it.
_LINK = re.compile(
    r"(?:[{|]|%7[BC])(filename|static|attach|tag|category|author|index)(?:[}|]|%7[CD])", re.IGNORECASE
)


class Pelican(Struct, frozen=True):
    """The rules of one site; `settings` are those that its config gives as literals."""

    content: str
    settings: dict[str, Any] = field(default_factory=dict)
    articles: tuple[str, ...] = ("",)
    pages: tuple[str, ...] = ("pages",)
    excluded: tuple[str, ...] = ()
    substitutions: tuple[tuple[str, str], ...] = PELICAN

    def left_out(self, name: str) -> str:
        """See `Rules`."""
        if name.startswith("../"):
            return f"outside of {posixpath.basename(self.content)}/, which is all that Pelican publishes"
        if not self.kind(name):
            return "neither in Pelican's ARTICLE_PATHS nor in its PAGE_PATHS"
        return ""

    def kind(self, name: str) -> str:
        """ARTICLE or PAGE, by the folder that a file lies in; empty for neither."""
        if any(within(name, folder) for folder in self.pages):
            return "PAGE"
        if any(within(name, folder) for folder in self.excluded):
            return ""
        return "ARTICLE" if any(within(name, folder) for folder in self.articles) else ""

    def place(self, asked: Asked) -> Placed:
        """See `Rules`."""
        named = self.named(asked.name)
        values: dict[str, Any] = {**named, **asked.values}
        status = text(values, "status").lower()
        draft = status == "draft"
        known = {key: given(key, value) for key, value in named.items() if not text(asked.values, key)}
        kind = self.kind(asked.name)
        undated = kind == "PAGE" or draft or bool(self.settings.get("DEFAULT_DATE"))
        left_out = "status: skip, so Pelican makes no page" if status == "skip" else ""
        return Placed(self.address(asked, values, kind), left_out, draft, known, undated)

    def named(self, name: str) -> dict[str, str]:
        """What the file's name and the settings say of it: by default the name's date."""
        extra = self.settings.get("EXTRA_PATH_METADATA")
        found = _texts(extra.get(name)) if isinstance(extra, dict) else {}
        stem = posixpath.splitext(posixpath.basename(name))[0]
        for setting, written in (("FILENAME_METADATA", stem), ("PATH_METADATA", name)):
            default = r"(?P<date>\d{4}-\d{2}-\d{2}).*" if setting == "FILENAME_METADATA" else ""
            pattern = self.settings.get(setting, default)
            match = matched(pattern, written) if isinstance(pattern, str) and pattern else None
            for key, value in (match.groupdict() if match else {}).items():
                if value is not None:
                    found.setdefault(key, value)
        return {**_texts(self.settings.get("DEFAULT_METADATA")), **found}

    def address(self, asked: Asked, values: Mapping[str, Any], kind: str) -> str | None:
        """The path of a page; None where the pattern asks for what is not known."""
        own = text(values, "url") or text(values, "save_as")
        if own:
            return encoded(own)
        lang = text(values, "lang").lower()
        if lang == str(self.settings.get("DEFAULT_LANG", "en")).lower():
            lang = ""
        name = f"{kind}{'_LANG' if lang else ''}_URL"
        pattern = self.settings.get(name, URLS[name])
        import regex

        try:
            return encoded(filled(str(pattern), self.parts(asked, values, lang)))
        except (KeyError, ValueError, regex.error, TimeoutError):
            return None

    def parts(self, asked: Asked, values: Mapping[str, Any], lang: str) -> dict[str, Any]:
        """What the patterns of addresses may name."""
        folder = posixpath.dirname(asked.name)
        has_categories = self.settings.get("CATEGORY_SAVE_AS", True)
        default = self.settings.get("DEFAULT_CATEGORY", "misc") if has_categories else ""
        by_folder = self.settings.get("USE_FOLDER_AS_CATEGORY", True) and has_categories
        of_folder = posixpath.basename(folder) if by_folder else ""
        slug = text(values, "slug")
        if not slug and self.settings.get("SLUGIFY_SOURCE", "title") == "basename":
            slug = self.slug(posixpath.splitext(posixpath.basename(asked.name))[0])
        author = text(values, "author") or re.split("[;,]", text(values, "authors"))[0]
        parts: dict[str, Any] = {
            **{key: value for key, value in values.items() if isinstance(value, str)},
            "slug": slug or self.slug(text(values, "title")),
            "lang": lang or self.settings.get("DEFAULT_LANG", "en"),
            "author": self.slug(author.strip() or str(self.settings.get("AUTHOR", ""))),
            "category": self.slug(text(values, "category") or of_folder or str(default)),
            "path": asked.name,
        }
        parts.pop("date", None)
        moment = parse_date(text(values, "date"))
        return {**parts, "date": moment} if moment else parts

    def slug(self, value: str) -> str:
        """A slug by the site's own substitutions."""
        return pelican_slug(
            value,
            self.substitutions,
            PATIENCE if self.substitutions != PELICAN else None,
            bool(self.settings.get("SLUGIFY_PRESERVE_CASE", False)),
            bool(self.settings.get("SLUGIFY_USE_UNICODE", False)),
        )


def link(href: str, name: str) -> str:
    """A link of the file `name`: `{filename}/a.md` counts from the contents, `{filename}a.md` from its folder.

    Empty where it leads to a listing that Pelican makes.
    """
    found = _LINK.match(href)
    if found is None:
        return href
    if found[1].lower() not in ("filename", "static", "attach"):
        return ""
    target = href[found.end() :]
    if not target.startswith("/"):
        return target
    return posixpath.relpath(target.lstrip("/"), posixpath.dirname(name) or ".")


def matched(pattern: str, written: str) -> Any:
    """The match of a site's own pattern; None also for one that is no pattern, or that takes too long."""
    import regex

    try:
        return regex.match(pattern, written, timeout=PATIENCE) if len(pattern) <= LONGEST else None
    except (regex.error, TimeoutError):  # of the first Pelican will speak
        return None


def text(values: Mapping[str, Any], key: str) -> str:
    """A value as text without the space around it; empty without one."""
    value = values.get(key)
    return value.strip() if isinstance(value, str) else ""


def within(name: str, folder: str) -> bool:
    """Whether a file lies in a folder, or is it; "" is the folder of all."""
    return folder in ("", ".") or name == folder or name.startswith(folder + "/")


def encoded(path: str) -> str:
    """A path as Pelican writes it, from "/": `index.html` is its folder."""
    path = path.lstrip("/")
    return urls.file_path(path[: -len("index.html")] if posixpath.basename(path) == "index.html" else path)


def filled(pattern: str, parts: Mapping[str, Any]) -> str:
    """A pattern such as `{date:%Y}/{slug}.html` filled in.

    Raises KeyError for a name that is not known, ValueError for anything but plain names and dates' formats.
    """
    made = ""
    for written, name, form, conversion in string.Formatter().parse(pattern):
        made += written
        if name is None:
            continue
        value = parts[name]
        if conversion or (form and not isinstance(value, dt.datetime)):
            raise ValueError(f"{{{name}}} may only be a date's format")
        made += value.strftime(form or "%Y-%m-%d %H:%M:%S") if isinstance(value, dt.datetime) else str(value)
    return made


def rules(folder: str, file: str) -> Pelican:
    """The rules of the site in a folder."""
    settings = python_values(file) if file else {}
    path = settings.get("PATH", "content" if os.path.isdir(os.path.join(folder, "content")) else "")  # noqa: PTH112
    return Pelican(
        content=os.path.normpath(os.path.join(folder, path if isinstance(path, str) else "content")),
        settings=settings,
        articles=_paths(settings.get("ARTICLE_PATHS"), ("",)),
        pages=_paths(settings.get("PAGE_PATHS"), ("pages",)),
        excluded=_paths(settings.get("ARTICLE_EXCLUDES"), ()),
        substitutions=_substitutions(settings.get("SLUG_REGEX_SUBSTITUTIONS")),
    )


def _texts(value: Any) -> dict[str, str]:
    """The texts of a mapping; nothing of what is none."""
    pairs = value.items() if isinstance(value, dict) else ()
    return {key: one for key, one in pairs if isinstance(key, str) and isinstance(one, str)}


def _paths(value: Any, default: tuple[str, ...]) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        return default
    return tuple(
        posixpath.normpath(one).removeprefix("./") if one else "" for one in value if isinstance(one, str)
    )


def _substitutions(value: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, list | tuple):
        return PELICAN
    pairs: Sequence[Any] = [one for one in value if isinstance(one, list | tuple) and len(one) == 2]
    return tuple((str(one[0]), str(one[1])) for one in pairs)


GENERATOR = Generator(MARKS, FOLDERS, rules, link, fenced_lines=True)
