"""Rules about images: those of the text, and the one that stands for the page where it is shared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from seokit.model import Fact, Hit, Image, Page
from seokit.score.context import Context
from seokit.score.facts import Row, index
from seokit.score.pictures import file_size, is_absent, social_size
from seokit.score.rule import rule
from seokit.score.where import of_image
from seokit.urls import unescape

GOOGLE = "https://developers.google.com/search/docs/appearance/google-images"
TOOLS = "https://www.screamingfrog.co.uk/seo-spider/user-guide/tabs/#images"
SHIFTS = "https://web.dev/articles/optimize-cls"
LAZY = "https://web.dev/articles/lcp-lazy-loading"
SHARED = "https://developers.facebook.com/docs/sharing/webmasters/images/"

FILE_NAME = re.compile(r"\S+\.(?:avif|bmp|gif|jpe?g|png|svg|tiff?|webp)", re.IGNORECASE)
CAMERA = re.compile(r"(?:DSCN?|IMG|P|PXL|Screenshot|image|photo|picture)?[-_ ]?\d[\d_ -]*", re.IGNORECASE)


def shown(src: str) -> str:
    """An address for a message: its last 60 characters."""
    return src if len(src) <= 60 else "…" + src[-60:]


@rule(
    "image-alt-missing",
    severity="warning",
    evidence="documented",
    source=GOOGLE,
    message="the image {src} has no alternative text",
    field="images",
)
def alt_missing(page: Page) -> Iterator[Hit]:
    """Search engines and screen readers know an image by its alternative text.

    In HTML, `alt=""` says that an image is decoration, and passes. In Markdown nobody writes `![](…)` for
    that reason, so it is reported; so is the page's own image where the field for its text is empty. A list of
    addresses, as Hugo's `images`, has no place for a text.

    Fix: say in a few words what the image shows.

    Bad:
        <body><img src="rye.jpg" width="40" height="30"></body>
    Good:
        <body><img src="rye.jpg" alt="A loaf of rye bread"><img src="line.png" alt=""></body>
    """
    markdown = page.text_field.value if page.html is None and page.text_field else ""
    for image in page.images or ():
        if image.src and (image.alt is None or (not image.alt and f"![]({image.src}" in markdown)):
            yield Hit(of_image(image), {"src": shown(image.src), "value": image.src})
    own = page.image
    if page.html is not None or not own or own.blank or own.field.endswith("images"):
        return
    if page.image_alt and page.image_alt.blank:
        yield Hit(own, {"src": shown(own.value), "value": own.value})


@rule(
    "image-alt-too-long",
    severity="info",
    evidence="convention",
    source=TOOLS,
    message="the alternative text of {src} has {value} characters, more than {limit}",
    field="images",
    when="images",
)
def alt_too_long(page: Page, *, limit: int = 125) -> Iterator[Hit]:
    """A screen reader reads an alternative text in one go; a long one cannot be skipped or read again.

    Fix: say what the image shows, and what more there is to say in the text.

    Bad:
        config: rules.image-alt-too-long.limit = 20
        <body><img src="rye.jpg" alt="A loaf of rye bread on a board beside a knife"></body>
    Good:
        config: rules.image-alt-too-long.limit = 20
        <body><img src="rye.jpg" alt="A loaf of rye bread"></body>
    """
    for image in page.images or ():
        if image.alt and len(image.alt) > limit:
            yield Hit(of_image(image), {"src": shown(image.src), "value": len(image.alt)})


@rule(
    "image-alt-is-file-name",
    severity="info",
    evidence="convention",
    source=GOOGLE,
    message='the alternative text "{value}" is a file name',
    field="images",
    when="images",
)
def alt_is_file_name(page: Page) -> Iterator[Hit]:
    """Editors fill an empty alternative text with the file's name, which says nothing to anybody.

    Found are names with an image's ending, names from cameras, and the name of the image's own file if it
    has a digit, a dash or an underscore: a cat.jpg may well show a "cat".

    Fix: say in a few words what the image shows.

    Bad:
        <body><img src="img/rye_bread-2.jpg" alt="rye_bread-2"></body>
    Good:
        <body><img src="img/rye_bread-2.jpg" alt="A loaf of rye bread"></body>
    """
    for image in page.images or ():
        if image.alt and " " not in image.alt.strip() and is_file_name(image.alt.strip(), image):
            yield Hit(of_image(image), {"value": image.alt.strip()})


def is_file_name(alt: str, image: Image) -> bool:
    """Whether a word is the name of a file: of this image, of a camera, or by its ending."""
    if FILE_NAME.fullmatch(alt) or CAMERA.fullmatch(alt):
        return True
    name = unescape(image.src.partition("?")[0].rpartition("/")[2]).rpartition(".")[0]
    return alt.casefold() == name.casefold() and any(c.isdigit() or c in "-_" for c in alt)


@rule(
    "image-missing",
    severity="error",
    evidence="documented",
    source=GOOGLE,
    message="there is no file for the image {src}",
    field="images",
)
def missing(page: Page, ctx: Context) -> Iterator[Hit]:
    """An image that is not there shows a broken frame, and cannot be found.

    Images of this site are looked for: of a built page in the folder of the built site, of a source beside
    it and in the folders that generators copy (static, public …). Where the place cannot be known, and for
    images of other hosts, nothing is said.

    Fix: correct the address, or put the file back.

    Bad:
        <body><img src="rye.jpg" alt="A loaf of rye bread"></body>
    Good:
        --- file: rye.html
        <body><img src="rye.svg" alt="A loaf of rye bread"></body>
        --- file: rye.svg
        <svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"/>
    """
    done: set[str] = set()
    for image in page.images or ():
        if image.src not in done and is_absent(image.src, page, ctx):
            yield Hit(of_image(image), {"src": shown(image.src), "value": image.src})
        done.add(image.src)
    own = page.image
    if own and not own.blank and own.value.strip() not in done and is_absent(own.value, page, ctx):
        yield Hit(own, {"src": shown(own.value.strip()), "value": own.value.strip()})


@rule(
    "image-no-dimensions",
    severity="info",
    evidence="documented",
    source=SHIFTS,
    message="the image {src} has no {what}",
    field=("html", "images"),
    when="images",
)
def no_dimensions(page: Page) -> Iterator[Hit]:
    """Without width and height a browser cannot keep room for an image, and the text jumps when it arrives.

    Google counts such shifts (Core Web Vitals). Sizes in a style sheet are not seen here.

    Fix: write the image's own width and height into the tag; the style sheet may still scale it.

    Bad:
        <body><img src="rye.jpg" alt="A loaf of rye bread"></body>
    Good:
        <body><img src="rye.jpg" alt="A loaf of rye bread" width="400" height="300"></body>
    """
    for image in page.images or ():
        if (image.width and image.height) or not image.src or image.src.startswith("data:"):
            continue
        what = "width" if image.height else "height" if image.width else "width and height"
        yield Hit(of_image(image), {"src": shown(image.src), "what": what, "value": image.src})


@rule(
    "image-lazy-above-fold",
    severity="info",
    evidence="convention",
    source=LAZY,
    message="the first image, {src}, is loaded lazily",
    field=("html", "images"),
    when="images",
    default=False,
)
def lazy_above_fold(page: Page) -> Iterator[Hit]:
    """The first image is often the largest thing that a reader sees; loading it lazily makes it late.

    Off by default: where the fold is, only a browser knows.

    Fix: leave out `loading="lazy"` on the first image.

    Bad:
        <body><img src="rye.jpg" alt="A loaf of rye bread" loading="lazy"></body>
    Good:
        <body><img src="rye.jpg" alt="A loaf of rye bread"></body>
    """
    for image in (page.images or ())[:1]:
        if (image.loading or "").strip().lower() == "lazy":
            yield Hit(of_image(image), {"src": shown(image.src), "value": image.src})


@rule(
    "image-too-large",
    severity="warning",
    evidence="convention",
    source=TOOLS,
    message="the file of the image {src} has {value} bytes, more than {limit}",
    field="images",
    when="images",
)
def too_large(page: Page, ctx: Context, *, limit: int = 200_000) -> Iterator[Hit]:
    """Large images make a page slow on a phone; few photographs need more than 200 KB at the width of a text.

    Images whose files are found on this disk are weighed, each once a page.

    Fix: scale the image to the size in which it is shown, and save it as WebP or AVIF.

    Bad:
        config: rules.image-too-large.limit = 50
        --- file: rye.html
        <body><img src="rye.svg" alt="A loaf of rye bread"></body>
        --- file: rye.svg
        <svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"/>
    Good:
        --- file: rye.html
        <body><img src="rye.svg" alt="A loaf of rye bread"></body>
        --- file: rye.svg
        <svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"/>
    """
    done: set[str] = set()
    for image in page.images or ():
        file = ctx.file_of(image.src) if image.src not in done else None
        done.add(image.src)
        size = file_size(file) if file else 0
        if size > limit:
            yield Hit(of_image(image), {"src": shown(image.src), "value": size})


@index(least=2)
def by_image_field(page: Page, ctx: Context) -> Iterator[Row]:
    """Sources under their section: whether they have an image of their own, or show one."""
    if page.html is None and page.image is not None and not ctx.settings.head.image:
        yield page.section, bool(page.images) or not page.image.blank, page.image


@rule(
    "image-social-missing",
    severity="info",
    evidence="convention",
    source=SHARED,
    message="the page has no image for where it is shared, as {value} % of its section have",
    field="image",
    missing=True,
    kind="source",
    group=by_image_field,
)
def social_missing(_key: str, facts: Sequence[Fact], *, share: int = 50) -> Iterator[Hit]:
    """A shared link with a picture is seen; without one it is a line of text.

    Reported where at least `share` per cent of the section's pages have an image: elsewhere the template may
    give one to all. A page that shows an image in its text has one, and so have all where the config sets
    `head.image`. Of built pages, social-image-missing tells.

    Fix: choose an image for the page, of 1200 by 630 pixels, or one for the whole site.

    Bad:
        config: preset = "jekyll"
        --- file: rye.md
        title: Rye bread
        image: https://example.org/rye.jpg
        --- file: oats.md
        title: Oat bread
    Good:
        config: preset = "jekyll"
        --- file: rye.md
        title: Rye bread
        image: https://example.org/rye.jpg
        --- file: oats.md
        title: Oat bread
        image: https://example.org/oats.jpg
    """
    having = sum(1 for fact in facts if fact.value)
    if not having or 100 * having < share * len(facts):
        return
    for fact in facts:
        if not fact.value:
            yield Hit(fact, {"value": round(100 * having / len(facts))})


@rule(
    "image-social-too-small",
    severity="info",
    evidence="convention",
    source=SHARED,
    message="the image for where the page is shared has {value} pixels, fewer than {limit}",
    field="images",
    when="image",
)
def social_too_small(page: Page, ctx: Context, *, width: int = 1200, height: int = 630) -> Iterator[Hit]:
    """Services show a small image as a thumbnail beside the link instead of a large card above it.

    The size is that of og:image:width and og:image:height, else that of the file, if it is found.

    Fix: use an image of 1200 by 630 pixels or more.

    Bad:
        <meta property="og:image" content="https://example.org/rye.jpg">
        <meta property="og:image:width" content="400"><meta property="og:image:height" content="300">
    Good:
        <meta property="og:image" content="https://example.org/rye.jpg">
        <meta property="og:image:width" content="1200"><meta property="og:image:height" content="630">
    """
    if page.image is None or page.image.blank:
        return
    size = social_size(page, ctx)
    if size and (size[0] < width or size[1] < height):
        values = {"value": f"{size[0]} × {size[1]}", "limit": f"{width} × {height}"}
        yield Hit(page.image, values)
