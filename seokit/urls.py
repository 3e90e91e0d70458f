"""The only place where a URL is joined or normalised: by ada-url, which follows the WHATWG standard.

Two forms. An *address* is what a crawler requests (`site_url`, `absolute`, `check_loc`). A *key* is what
pages are grouped by (`key`, `internal`): a path from "/", the same for addresses that are one page.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote

import ada_url
from msgspec import Struct

MIN_LOC, MAX_LOC = 12, 2048  # characters of a sitemap's loc: sitemaps.org/schemas/sitemap/0.9/sitemap.xsd
# Paths that normalising cannot change: no dot (no "..", no index.html), no percent sign, no double slash.
_PLAIN_PATH = re.compile(r"(?:/[A-Za-z0-9_~-]+)*+/?", re.ASCII)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:", re.ASCII)
_HOST = re.compile(r"[/\\]{2}")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})?")
# Legal in a WHATWG path or query, but not by RFC 3986, which sitemaps.org asks for.
_NOT_RFC = {ord(c): f"%{ord(c):02X}" for c in '|[]\\^`{}"<>'}
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PATH = "/!$&'()*+,;=:@"  # beside the unreserved characters: pchar of RFC 3986, and the slash
_INDEX_FILES = ("/index.html", "/index.htm")
# Targets that are no pages. Sources (.md) are left out too: which page they become is the generator's secret.
_STATIC_SUFFIXES = """
7z atom avi avif bib bmp bz2 c cfg conf cpp css csv doc docx eot epub exe flac gif gz h ico ics ipynb java
jpeg jpg js json jsonl key m4a m4v map markdown md mdx mjs mov mp3 mp4 mpeg mpg numbers odp ods odt ogg ogv
opus otf pages pdf png ppt pptx ps py r rar rb rs rss rst rtf sh sql svg tar tex tgz tif tiff toml tsv ttf
txt vtt wasm wav webm webmanifest webp woff woff2 xls xlsx xml xz yaml yml zip
"""
_STATIC = frozenset(_STATIC_SUFFIXES.split())
_NOWHERE = "http://seokit.invalid"  # the host of paths where the site's own is not known (RFC 2606)


class UrlError(ValueError):
    """A URL that cannot be used; `reason` says why in a few words."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"{printable(url)}: {reason}")
        self.url, self.reason = url, reason


class Site(Struct, frozen=True):
    """A base URL taken apart: `origin` https://host[:port], `host` with port, `folder` "" or "/docs"."""

    origin: str
    host: str
    folder: str


def printable(text: str) -> str:
    """`text` cut to 200 characters, without control characters or lone surrogates, for messages."""
    return "".join(c if c.isprintable() else "\ufffd" for c in text[:200]) + ("…" if len(text) > 200 else "")


@lru_cache(maxsize=64)
def site(base_url: str) -> Site:
    """Take a base URL apart; without one, the site of a host that does not exist.

    Raises UrlError for one that is not http(s) with a host, or that has a query, a fragment or a password.
    """
    if not base_url:
        return Site(_NOWHERE, _NOWHERE[7:], "")
    if not base_url.lower().startswith(("http://", "https://")):
        raise UrlError(base_url, "not an absolute URL (https://…)")
    parts = _parse(base_url)
    if parts.search or parts.hash or parts.username or parts.password:
        raise UrlError(base_url, "a base URL has no query, no fragment and no password")
    return Site(parts.origin, parts.host, _drop_index(_rfc(parts.pathname)).rstrip("/"))


def site_url(base_url: str, path: str) -> str:
    """The address of a site path: absolute when there is a base URL, else a path from "/".

    `path` counts from the site's root, which is the base URL's folder; a path that already begins with that
    folder is not put into it twice. An absolute URL stays on its host. What cannot be parsed is returned as
    it is.
    """
    path = path.strip()
    home = site(base_url)
    if not _PLAIN_PATH.fullmatch(path):
        try:
            joined = ada_url.join_url(home.origin + "/", path)
            # For a browser "\\" is "/", and a tab is nothing: so the result tells, not only what is written.
            if _SCHEME.match(path) or _HOST.match(path) or not joined.startswith(home.origin + "/"):
                return joined
            path = joined[len(home.origin) :]
        except ValueError:
            return path
    elif not path:
        path = "/"
    return (home.origin if base_url else "") + _under(home.folder, path)


def file_path(name: str) -> str:
    """The path from "/" of a file below the site's root: every character that a path cannot have is encoded."""
    return "/" + (name if _PLAIN_PATH.fullmatch("/" + name) else quote(name, safe=_PATH, errors="replace"))


def absolute(href: str, page_url: str, base_url: str) -> str:
    """The address a browser makes of `href` on a page; raises UrlError when that is not http(s) with a host.

    As the base URL is where the site begins, a path from "/" counts from there, as `site_url` says.
    """
    href = href.strip()
    if not base_url and not _SCHEME.match(page_url or "/"):
        if not href.lower().startswith(("http://", "https://")):
            raise UrlError(href, "not absolute, and the site's base URL is not known")
        return _parse(href).href
    if href.startswith("/") and not href.startswith("//"):
        return _rooted(href, base_url) if base_url else _parse(site_url(page_url, href)).href
    try:
        joined = ada_url.join_url(site_url(base_url, page_url), href)
    except ValueError:
        raise UrlError(href, "not a valid URL") from None
    if not joined.startswith(("https://", "http://")):
        raise UrlError(href, f"not a web address ({joined.partition(':')[0]}:)")
    return joined


@lru_cache(maxsize=16_384)
def _rooted(href: str, base_url: str) -> str:
    """The address of a path from "/": pages share most of those that they name."""
    return _parse(site_url(base_url, href)).href


def is_plain(url: str) -> bool:
    """Whether it is an absolute address in which nothing is to be normalised; false of some that are."""
    return MIN_LOC <= len(url) <= MAX_LOC and "\n" not in url and loc_pattern("").fullmatch(url) is not None


def joined(href: str, page_url: str, base_url: str) -> str:
    """The address a browser makes of `href` on a page, on a host that does not exist where none is known.

    For the hrefs of a page with <base>; empty where it cannot be parsed.
    """
    try:
        return ada_url.join_url(site_url(base_url or _NOWHERE, page_url), href.strip())
    except ValueError:
        return ""


@lru_cache(maxsize=16_384)
def key(url: str, base_url: str = "") -> str:
    """What a page's URL is grouped by: its path from "/" on this site, the whole URL on another host.

    Scheme, fragment, trailing slash and index.html are dropped, percent-encoding is made one; a query stays.
    A URL that cannot be parsed is its own key. Never raises for `url`; UrlError for a bad base URL.
    """
    home = site(base_url)
    path = url
    if url.startswith(home.origin):
        path = url[len(home.origin) :] or "/"
    elif url.startswith("/"):
        path = _under(home.folder, url) if home.folder else url
    if path.startswith("/") and _PLAIN_PATH.fullmatch(path):
        return path.rstrip("/") or "/"
    try:
        return _key(site_url(base_url or _NOWHERE, url), home)
    except UrlError:
        return url.strip()


def site_key(url: str, base_url: str) -> str:
    """As `key`; without a base URL any host may be the site's own, and only the path counts."""
    found = key(url, base_url)
    if not base_url and "://" in found:
        return key("/" + found.partition("://")[2].partition("/")[2])
    return found


def internal(href: str, page_url: str, base_url: str) -> str | None:
    """The key of the page that `href` on the page at `page_url` leads to; None when it leads to no page here.

    None for other hosts, mailto: and other schemes, a bare fragment, nothing at all, what cannot be parsed,
    and static files by their suffix (.png, .pdf …). A query is dropped: pages made of files have none, so
    `?ref=x` is the page itself. Paths from "/" count from the base URL's folder; what is outside it is
    another site.
    """
    href = href.strip()
    if not href or href.startswith("#"):
        return None
    if href.startswith("/") and _PLAIN_PATH.fullmatch(href):
        return key(href, base_url)
    home = site(base_url)
    path = href[len(home.origin) :] if href.startswith(home.origin) else ""
    if path and not home.folder and _PLAIN_PATH.fullmatch(path):
        return path.rstrip("/") or "/"
    return _internal(href, page_url, base_url)


@lru_cache(maxsize=16_384)
def _internal(href: str, page_url: str, base_url: str) -> str | None:
    home = site(base_url)
    try:
        if href.startswith("/") and not href.startswith("//"):
            address = site_url(base_url or _NOWHERE, href)
        else:
            address = ada_url.join_url(site_url(base_url or _NOWHERE, page_url), href)
        parts = _parse(address)
    except ValueError:
        return None
    if parts.protocol not in ("http:", "https:") or parts.host != home.host:
        return None
    name = parts.pathname.rpartition("/")[2]
    if name.rpartition(".")[2].lower() in _STATIC and "." in name:
        return None
    found = _key(home.origin + parts.pathname, home)
    return found if not home.folder or found == home.folder or found.startswith(home.folder + "/") else None


def _key(address: str, home: Site) -> str:
    parts = _parse(address)
    path = _rfc(parts.pathname)
    if "%" in path:
        path = _ESCAPE.sub(_unreserved, path)
    while "//" in path:
        path = path.replace("//", "/")
    path = _drop_index(path).rstrip("/") or "/"
    if parts.protocol not in ("http:", "https:") or parts.host != home.host:
        return f"{parts.protocol}//{parts.host}{path}{parts.search}"
    return path + _rfc(parts.search)


@lru_cache(maxsize=64)
def loc_pattern(base_url: str) -> re.Pattern[str]:
    """Matches (fullmatch) addresses, a line each, that `check_loc` would return as they are; only plain ones.

    With a base URL only of that site. Percent signs, queries, dots at a segment's start go the slow way, and the
    caller looks at the length: so a million addresses are checked by a few calls.
    """
    if base_url:
        home = site(base_url)
        start = re.escape(home.origin + home.folder)
    else:
        # An "xn--" label may be no valid punycode, so that host goes the slow way.
        start = r"(?![^/\n]*//[^/\n]*xn--)https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]+"
    segment = r"/(?!\.)[A-Za-z0-9_~!$()*+,;=:@.-]*+"
    return re.compile(rf"(?:{start}(?:{segment})++(?:\n(?!\Z)|\Z))++", re.ASCII)


def check_loc(url: str, base_url: str = "") -> str:
    """A sitemap's `loc`: normalised, percent-encoded once (RFC 3986), host in punycode, without fragment.

    Raises UrlError with the reason: not absolute, not http(s), user name or password, another host, scheme
    or folder than the base URL's, shorter than 12 or longer than 2,048 characters.
    Source: https://www.sitemaps.org/protocol.html
    """
    if MIN_LOC <= len(url) <= MAX_LOC and "\n" not in url and loc_pattern(base_url).fullmatch(url):
        return url
    text = url.strip()
    if not text.lower().startswith(("http://", "https://")):
        raise UrlError(url, "not an absolute http(s) URL")
    parts = _parse(text)
    if parts.username or parts.password:
        raise UrlError(url, "holds a user name or password")
    loc = parts.origin + _rfc(parts.pathname) + _rfc(parts.search)
    if base_url:
        home = site(base_url)
        if parts.host != home.host:
            raise UrlError(url, f"other host than {home.host}")
        if parts.origin != home.origin:
            raise UrlError(url, f"other scheme than {home.origin}")
        if not f"{loc}/".startswith(f"{home.origin}{home.folder}/"):
            raise UrlError(url, f"outside {home.folder}/, where the sitemap lies")
    if not MIN_LOC <= len(loc) <= MAX_LOC:
        raise UrlError(url, f"{len(loc)} characters, a sitemap takes {MIN_LOC} to {MAX_LOC}")
    return loc


def slug(url: str) -> str:
    """The last segment of the URL's path, without `.html`, decoded for reading; "" for a home page."""
    path = key(url)
    if not path.startswith("/"):
        path = path.partition("//")[2].partition("/")[2]
    last = path.partition("?")[0].rpartition("/")[2].removesuffix(".html").removesuffix(".htm")
    return unescape(last) if "%" in last else last


def slugify(text: str) -> str:
    """`text` as a URL segment: ASCII letters where Unicode gives them, lower case, words joined by "-"."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c)).replace("'", "").replace("’", "")
    return "-".join(re.findall(r"[^\W_]+", plain))


def unescape(text: str) -> str:
    """Percent-encoding undone, where it is UTF-8; else `text`."""
    try:
        return _ESCAPED_RUN.sub(lambda run: bytes.fromhex(run[0].replace("%", "")).decode(), text)
    except UnicodeDecodeError:
        return text


def encoded(path: str) -> str:
    """A path or pattern as RFC 3986 has it: what is no ASCII, and spaces, as percent signs; the rest stays."""
    return "".join(
        c if c.isascii() and c > " " else "".join(f"%{byte:02X}" for byte in c.encode("utf-8", "replace"))
        for c in path
    )


_ESCAPED_RUN = re.compile(r"(?:%[0-9A-Fa-f]{2})+")


def _parse(url: str) -> ada_url.URL:
    try:
        parts = ada_url.URL(url)
    except ValueError:  # UnicodeEncodeError of a lone surrogate is one
        raise UrlError(url, "not a valid URL") from None
    if parts.protocol in ("http:", "https:") and not parts.hostname:
        raise UrlError(url, "has no host")
    return parts


def _under(folder: str, path: str) -> str:
    """A path from "/" put into the site's folder, unless it is there already."""
    if not path.startswith("/"):
        path = "/" + path
    inside = path == folder or path.startswith((folder + "/", folder + "?", folder + "#"))
    return path if not folder or inside else folder + path


def _drop_index(path: str) -> str:
    for name in _INDEX_FILES:
        if path.endswith(name):
            return path[: 1 - len(name)]
    return path


def _rfc(text: str) -> str:
    """A WHATWG path or query as RFC 3986 has it: a few more characters, and a bare "%", are encoded."""
    if "%" in text:
        text = _ESCAPE.sub(lambda found: f"%{found[1].upper()}" if found[1] else "%25", text)
    return text.translate(_NOT_RFC)


def _unreserved(found: re.Match[str]) -> str:
    char = chr(int(found[1], 16))
    return char if char in _UNRESERVED else found[0]
