"""The faults of the demo's built pages, which only `make_demo_public` reads.

`PLANTED`: (file, text, text in its place, the rules that find it). `EXTRA`: pages that no source has; they
are a theme's and a person's leftovers, and what is wrong with them is said in a comment above each.
"""

from __future__ import annotations

BREAD = "learn/bread/questions/"
PLANTS = "learn/houseplants/questions/"
HEAD_END = '  <link rel="stylesheet" href="/theme.css">\n</head>'


def json_ld(text: str) -> str:
    """A script of structured data at the end of a head."""
    return f'  <script type="application/ld+json">{text}</script>\n{HEAD_END}'


PLANTED: list[tuple[str, str, str, str]] = [
    # A template was included twice.
    (f"{BREAD}why-does-bread-dough-need-to-rest.html", HEAD_END,
     "  <title>Spare Hours</title>\n"
     '  <meta name="description" content="Questions and answers for the weekend.">\n'
     '  <link rel="canonical" href="https://example.org/learn">\n' + HEAD_END,
     "title-multiple description-multiple canonical-multiple"),
    (f"{BREAD}why-does-bread-dough-need-to-rest.html", "  </main>",
     '    <h1>Spare Hours</h1>\n    <p><a href="/learn">Click here</a> for more.</p>\n  </main>',
     "heading-h1-multiple link-anchor-generic"),
    # A theme and a plugin both describe the page.
    (
        f"{BREAD}why-does-bread-dough-need-to-rest.html",
        HEAD_END,
        json_ld('{"@context": "https://schema.org", "@type": "Article", "headline": "Rest"}'),
        "schema-multiple-main",
    ),
    (
        f"{BREAD}why-does-bread-dough-need-to-rest.html",
        HEAD_END,
        json_ld('{"@context": "https://schema.org", "@type": "Article", "headline": "Dough"}'),
        "schema-multiple-main",
    ),
    (
        f"{BREAD}how-long-does-white-bread-stay-fresh.html",
        HEAD_END,
        json_ld(
            '{"@context": "https://schema.org", "@type": "Article", "headline": "White bread", '
            '"url": "https://example.org/learn"}'
        ),
        "schema-url-mismatch",
    ),
    # Tags for sharing, written by hand.
    (f"{BREAD}how-long-does-white-bread-stay-fresh.html",
     '  <meta property="og:image" content="https://example.org/uploads/spare-hours.png">',
     '  <meta property="og:image" content="/uploads/slice.png">\n'
     '  <meta property="og:title" content="White bread">\n'
     '  <meta property="og:url" content="https://example.org/learn">\n'
     '  <meta property="og:locale" content="english">\n'
     '  <meta name="twitter:card" content="large">',
     "social-image-relative image-social-too-small social-duplicate social-url-mismatch social-locale-invalid "
     "social-card-invalid"),
    # Structured data from three tutorials.
    (f"{BREAD}how-long-does-brown-bread-stay-fresh.html", HEAD_END,
     json_ld('{"@context": "https://schema.org", "@type": "Article", "headLine": "Brown bread", '
             '"datePublished": "last June"}'),
     "schema-unknown-property schema-date-invalid schema-recommended-missing"),
    (f"{BREAD}how-long-does-brown-bread-stay-fresh.html", HEAD_END,
     json_ld('{"@context": "https://schema.org", "@type": "Loaf"}'), "schema-unknown-type"),
    (f"{BREAD}how-long-does-brown-bread-stay-fresh.html", HEAD_END,
     json_ld('{"@context": "https://schema.org", "@type": "Recipe",}'), "schema-parse-error"),
    (f"{BREAD}what-is-a-sourdough-starter.html", HEAD_END,
     json_ld('{"@context": "https://schema.org", "@type": "QAPage", "mainEntity": {"@type": "Question", '
             '"name": "What is a sourdough starter?", "answerCount": 0, "acceptedAnswer": {"@type": "Answer", '
             '"text": "Ask the baker around the corner, who may tell you after closing time, or not, if..."}}}'),
     "schema-qa-not-eligible schema-answer-count-wrong schema-answer-not-visible schema-answer-truncated"),
    (f"{BREAD}how-much-water-does-bread-dough-need.html", HEAD_END,
     json_ld('{"@context": "https://schema.org", "@graph": ['
             '{"@type": "Article", "headline": "Water", "url": "https://example.org/learn"}, '
             '{"@type": "Article", "headline": "Dough"}, {"@type": "Recipe", "name": "Dough"}, '
             '{"@type": "FAQPage"}, {"@type": "BreadcrumbList", "itemListElement": ['
             '{"@type": "ListItem", "position": 0, "name": "Bread", "item": "https://example.org/learn"}, '
             '{"@type": "ListItem", "position": 1, "name": "Water"}]}]}'),
     "schema-url-mismatch schema-multiple-main schema-required-missing schema-faq-retired schema-breadcrumb-broken"),
    # Dates, and what the source says against what was built.
    (f"{BREAD}how-do-i-get-rid-of-fruit-flies.html", HEAD_END,
     json_ld('{"@context": "https://schema.org", "@type": "Article", "headline": "Fruit flies", '
             '"datePublished": "2019-01-01T08:00:00+00:00"}'),
     "date-disagrees"),
    ("learn/bicycles/questions/how-do-i-mend-a-flat-bicycle-tyre-on-the-road-without-taking-the-whole-wheel-off.html",
     "<title>How do I mend", "<title>How does one mend", "drift-title"),
    (f"{PLANTS}how-do-i-get-rid-of-fruit-flies.html", '  <meta name="description" content="',
     '  <meta name="description" content="Old: ', "drift-description"),
    (f"{PLANTS}how-do-i-get-rid-of-fruit-flies.html", '  <meta name="keywords" content="',
     '  <meta name="keywords" content="vinegar, ', "drift-keywords"),
    # Languages, two of them copied from another site.
    ("learn/cycling/questions/what-does-a-gear-ratio-mean.html", HEAD_END,
     '  <link rel="alternate" hreflang="en-UK" href="https://example.org/learn">\n'
     '  <link rel="alternate" hreflang="de" href="https://example.org/de/getriebe">\n'
     '  <link rel="alternate" hreflang="de" href="/de/gangschaltung">\n'
     '  <link rel="alternate" hreflang="fr" href="https://example.org/help/search">\n' + HEAD_END,
     "hreflang-invalid-code hreflang-to-missing hreflang-duplicate hreflang-relative hreflang-no-self "
     "hreflang-no-return hreflang-to-noncanonical"),
    ("learn/cycling/questions/what-does-a-gear-ratio-mean.html", '<html lang="en">', '<html lang="en_GB">',
     "lang-invalid"),
    (f"{PLANTS}how-often-should-houseplants-be-watered.html", HEAD_END,
     '  <link rel="alternate" hreflang="de" '
     'href="https://example.org/learn/houseplants/questions/how-often-should-houseplants-be-watered">\n' + HEAD_END,
     "lang-differs-from-hreflang"),
    ("blog/the-best-bicycle-lights.html", 'content="https://example.org/uploads/spare-hours.png"', 'content=""',
     "social-image-missing"),
    ("index.html", '<p>Short answers', '<p><a href="/help/links">Help</a> Short answers', "leads to the pages below"),
]  # fmt: skip

LETTERS = (
    "Ржаной хлеб долго не черствеет, потому что мякиш держит воду. Храните его в деревянном ящике или в льняном "
    "мешке, но не в холодильнике: там он сохнет быстрее. Корка остаётся хрустящей только в первый день, а вкус "
    "на второй день становится лучше. Замороженный хлеб нарезают заранее, и тогда каждый ломтик оттаивает за минуту."
)


def leftover(title: str, description: str, url: str, body: str, head: str = "") -> str:
    """A page by the theme's own hand: right, but for what `head` and `body` bring."""
    return f"""\
<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>{title}</title>
  <meta name="description" content="{description}">
  <link rel="canonical" href="{url}">
  <meta property="og:title" content="{title}">
  <meta property="og:description" content="{description}">
  <meta property="og:image" content="https://example.org/uploads/spare-hours.png">
  <meta property="article:published_time" content="2025-03-01">
{head}</head>
<body>
{body}
</body>
</html>
"""


EXTRA: dict[str, str] = {
    # Made in a hurry: no doctype, language, charset, viewport, canonical, h1 and no link onward.
    "help/print.html": """\
<html>
<head>
  <title>Print the answers of Spare Hours on paper</title>
  <meta name="description" content="How the answers of Spare Hours are printed on paper, with "all" the pictures.">
</head>
<body>
  <p>Press the button of your browser.</p>
</body>
</html>
""",
    # A fragment of another page, pasted below <body>: title, description and canonical count for nothing there.
    "help/embed.html": """\
<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta property="og:title" content="Embed an answer">
</head>
<body>
  <title>Embed an answer of Spare Hours in your page</title>
  <meta name="description" content="How one of our answers is shown within a page of yours, with its source below it.">
  <link rel="canonical" href="https://example.org/help/embed">
  <h1>Embed an answer</h1>
  <p>Ask us for the code, or <a href="/help/print">print the answer</a>.</p>
</body>
</html>
""",
    # A redirect that a server should make.
    "help/moved.html": leftover(
        "The questions have moved to a new address",
        "Where the questions and answers of Spare Hours have gone, and how to get there from here.",
        "/learn",
        '  <h1>The questions have moved</h1>\n  <p>They are <a href="/learn">here</a>.</p>',
        '  <meta http-equiv="refresh" content="5; url=https://example.org/learn">\n',
    ),
    # Robots metas that contradict each other, and a canonical to the home page.
    "help/search.html": leftover(
        "Search all answers of Spare Hours at once",
        "One field for all questions and answers: bread, bicycles, houseplants and more.",
        "https://example.org/",
        '  <h1>Search all answers</h1>\n  <p>Type a word. <a href="/help/links">Back to the help</a></p>',
        '  <meta name="robots" content="index, no-archive">\n  <meta name="googlebot" content="noindex">\n',
    ),
    # Every link and every heading that a page should not have.
    "help/links.html": leftover(
        "Help: links and pictures of Spare Hours",
        "Where everything is on these pages, and whom to ask if something is missing there.",
        "http://www.example.org/help/links",
        """\
  <!-- seokit-ignore heading-skipped: The theme has no h3. -->
  <h1>Help</h1>
  <h2 id="links">Links</h2>
  <p><a href="#pictures-2">Pictures</a>, <a href="http://example.org/learn">questions</a>,
    <a href="http://localhost:4000/blog">the blog</a>, <a href="/learn" rel="nofollow">all answers</a>,
    <a href="javascript:history.back()">back</a>, <a href="/blog"></a>
    <a href="/help/embed">embed</a> <a href="/help/moved">moved</a>
    <a href="/help/search">search</a> <a href="/help/khleb">bread in Russian</a> <a href="/private/list">our list</a>
    <a href="/private/drafts">drafts</a> <a href="/learn/bread/questions/how-hot-should-the-oven-be">ovens</a></p>
  <h4>Pictures</h4>
  <p id="links"><img src="/uploads/slice.png"> <img src="/uploads/oven.svg" alt="oven.svg" width="64" height="64">
    <img src="http://example.org/uploads/slice.png" width="64" height="64" alt="A slice of bread on a wooden board beside
    a knife with a long handle, a jar of jam without its lid, and a cup of tea that somebody forgot there"></p>
  <h2></h2>
  <h2>Questions</h2>
  <p>Write to us.</p>
  <h2>Questions</h2>
  <p>Or write to somebody else.</p>""",
    ),
    # Another language than the one that is declared, and a counter's image, which ends the head too early.
    "help/khleb.html": leftover(
        "Как хранить ржаной хлеб дома",
        "Где и как долго хранится ржаной хлеб дома, и почему не стоит класть его в холодильник.",
        "https://example.net/khleb",
        f'  <h1>Как хранить ржаной хлеб</h1>\n  <p>{LETTERS} <a href="/help/links">Помощь</a></p>',
        '  <img src="https://example.org/uploads/slice.png" alt="" width="1" height="1">\n'
        '  <meta name="author" content="Spare Hours">\n',
    ),
    # robots.txt keeps robots away from both; the second asks for noindex, which then nobody sees.
    "private/drafts.html": leftover(
        "Drafts that wait for a baker to read them",
        "What we wrote and nobody has read yet: three answers on rye, and one on pumps.",
        "https://example.org/private/list",
        """\
  <header><nav><a href="/">Spare Hours, bread, bicycles, houseplants and what else comes up</a> <a href="/learn">All
    of our questions and answers at a glance, from sourdough to tyres</a> <a href="/blog">The blog of people with spare
    hours and much patience</a></nav></header>
  <h1>Drafts that wait</h1>
  <p>Come back later.</p>""",
    ),
    "private/list.html": leftover(
        "The list of people who read what we write",
        "Bakers, mechanics and gardeners who read our answers before anybody else does so.",
        "https://example.org/help/print",
        "  <h1>People who read what we write</h1>\n"
        '  <p>Their names are on the wall. <a href="/help/links">Help</a></p>',
        '  <meta name="robots" content="noindex">\n',
    ),
    # A page among the answers that no source has.
    f"{BREAD}how-hot-should-the-oven-be.html": leftover(
        "How hot should the oven be for bread? | Spare Hours",
        "As hot as it gets at first, then less: what a thermometer says, and what flour says.",
        "https://example.org/learn/bread/questions/how-hot-should-the-oven-be",
        "  <h1>How hot should the oven be for bread?</h1>\n"
        '  <p>As hot as it gets. <a href="/help/links">Help</a></p>',
        '  <meta name="robots" content="nosnippet">\n  <script type="application/ld+json">'
        '{"@context": "https://schema.org", "@type": "Article", "headline": "Oven"}</script>\n',
    ),
    # The second line has a slip, and the sitemap has moved; the demo's limit for its size is low.
    "robots.txt": "User-agent: *\nDisallow: /private/\nDissallow: /tmp/\n\n"
    "Sitemap: https://example.org/sitemap-of-2019.xml\n",
    # A page was renamed since.
    "llms.txt": "# Spare Hours\n\n> Questions and answers for the weekend.\n\n"
    "- [What is a starter?](/learn/bread/questions/what-is-a-starter): the first question\n",
    # The index that robots.txt does not name.
    "sitemap.xml": """\
<?xml version="1.0" encoding="UTF-8"?>
<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
  <sitemap><loc>https://example.org/sitemap-pages.xml</loc></sitemap>
</sitemapindex>
""",
}

# A page for the printer, with another title and a word more, made of a page that is there.
COPY = ("blog/weekend-loaves.html", "blog/weekend-loaves-on-paper.html", "weekend-loaves", [
    ("<title>Weekend loaves", "<title>Weekend loaves on paper, to be hung up beside the oven"),
    ("</p>\n", " Enjoy.</p>\n"),
])  # fmt: skip

# The sitemap of what is to be indexed, all changed on one day, but for what is taken out and put in.
SITEMAP_DAY = "2026-06-01"
SITEMAP_WITHOUT = ("https://example.org/blog/summer-fair",)  # sitemap-page-missing
SITEMAP_WITH = (  # loc, lastmod
    ("https://example.org/learn/bread/questions/what-is-a-starter", "2026-06-01"),  # url-missing-page
    ("https://example.org/help/search", "2026-06-01"),  # noindex-listed
    ("http://example.org/learn", "2026-06-01"),  # other-host, duplicate
    ("https://www.example.org/blog", "2026-06-01"),  # other-host
    ("https://example.org/help/khleb", "2999-01-01"),  # lastmod-future
    ("https://example.org/help/links", "1 June 2026"),  # lastmod-invalid, noncanonical-listed
    ("", "2026-06-01"),  # invalid-xml
)
