"""The structured data of a page: one @graph, whose nodes are joined by @id = canonical URL + "#…".

| a page | says |
| --- | --- |
| any | WebPage |
| with a date | Article |
| with question and answer, qa = "community" | QAPage with its Question; the WebPage is the QAPage |
| with question and answer, qa = "education" | Quiz with one flashcard |
| below other pages of the site | BreadcrumbList over those that there are |
| the home page | WebSite and Organization |

Only what is known is said: nothing is guessed to please a validator. FAQPage is never written; its rich
results ended on 2026-05-07. Without a canonical URL there are no @ids, and no graph.
Sources: https://developers.google.com/search/docs/appearance/structured-data/article, …/qapage,
…/education-qa, …/breadcrumb, https://developers.google.com/search/docs/appearance/site-names
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import msgspec

from seokit.extract.markdown import shown_text
from seokit.generate.authors import Author
from seokit.generate.head_values import Picture, Values
from seokit.generate.site import Crumb
from seokit.generate.texts import clean, clean_lines

CONTEXT = "https://schema.org"
Node = dict[str, Any]

# Inside a script element these may end it or begin a comment (< >), end a line in JavaScript (U+2028, U+2029),
# or be read as an entity by an XML parser (&). In JSON they stand in strings only, where an escape says the same.
_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in ("<", ">", "&", "\u2028", "\u2029")}
_UNSAFE = re.compile("[<>&\u2028\u2029]")


def graph(values: Values, known: frozenset[str] = frozenset()) -> Node | None:
    """What the page says of itself; breadcrumbs are added by `with_trail`. None without a canonical URL.

    An article that is among the `known` names (`inject.plan.names`) is not worked out.
    """
    canonical = values.canonical.content
    if not canonical:
        return None
    page = web_page(values, canonical)
    nodes = [page]
    main = None if values.is_home else main_node(values, canonical, page, known)
    if main is not None:
        nodes.append(main)
    if values.is_home:
        nodes += site_nodes(values)
    return {"@context": CONTEXT, "@graph": nodes}


def with_trail(made: Node, name: str, trail: Iterable[Crumb]) -> Node:
    """The graph with a BreadcrumbList over the pages above; as it is where there are none."""
    above = list(trail)
    if not above or not name:
        return made
    page, *rest = made["@graph"]
    url = page["url"]
    items = [
        {"@type": "ListItem", "position": at, "name": crumb.name, "item": crumb.url}
        for at, crumb in enumerate((*above, Crumb(name, url)), 1)
    ]
    crumbs = {"@type": "BreadcrumbList", "@id": f"{url}#breadcrumb", "itemListElement": items}
    page = {**page, "breadcrumb": {"@id": crumbs["@id"]}}
    return {**made, "@graph": [page, *rest, crumbs]}


def script(made: Node) -> str:
    """The graph as JSON that can stand in a script element of HTML or XHTML: nothing in it can end that."""
    text = msgspec.json.encode(made).decode("utf-8")
    return text.translate(_ESCAPES) if _UNSAFE.search(text) else text


# -- nodes ---------------------------------------------------------------------------------------------


def web_page(values: Values, canonical: str) -> Node:
    """The page itself. What other nodes refer to by @id stands on the home page."""
    page: Node = {"@type": "WebPage", "@id": f"{canonical}#webpage", "url": canonical}
    page["name"] = values.title.content
    if values.lang:
        page["inLanguage"] = values.lang.content
    if clean(values.settings.site_name) and values.home:
        page["isPartOf"] = {"@id": f"{values.home}#website"}
    return page


def main_node(values: Values, canonical: str, page: Node, known: frozenset[str]) -> Node | None:
    """What the page is about: a question, a flashcard or an article. Changes `page` to refer to it."""
    qa = values.settings.qa
    question, answer = asked(values) if qa != "none" else ("", "")
    if question and answer:
        if qa == "community":
            page["@type"] = "QAPage"
            node = question_node(values, canonical, question, answer)
        else:
            node = quiz_node(values, canonical, question, answer)
        page["mainEntity"] = {"@id": node["@id"]}
        return node
    if known and ("Article" in known or f"@{canonical}#article" in known):
        return None
    if not values.published_time or not values.headline:
        return None
    return article_node(values, canonical, page["@id"])


def article_node(values: Values, canonical: str, page: str) -> Node:
    """An article: everything is recommended, nothing required."""
    node: Node = {
        "@type": "Article",
        "@id": f"{canonical}#article",
        "mainEntityOfPage": {"@id": page},
        "headline": values.headline.content,
    }
    if (picture := values.picture).url and not picture.site_wide:
        node["image"] = image_node(picture)
    node["datePublished"] = values.published_time.content
    node["dateModified"] = values.modified_time.content
    if authors := [author_node(author, values) for author in values.authors]:
        node["author"] = authors[0] if len(authors) == 1 else authors
    if values.organization:
        node["publisher"] = publisher_node(values)
    if subject := values.section:
        node["articleSection"] = subject.content
    if values.lang:
        node["inLanguage"] = values.lang.content
    return node


def question_node(values: Values, canonical: str, question: str, answer: str) -> Node:
    """A question with its one answer. Who asked, who answered and how many voted is not known here."""
    node: Node = {"@type": "Question", "@id": f"{canonical}#question", "name": question}
    node["text"] = question
    node["answerCount"] = 1
    if values.published_time:
        node["datePublished"] = values.published_time.content
    if changed := values.date(values.page.modified):
        node["dateModified"] = changed.content
    node["acceptedAnswer"] = {"@type": "Answer", "text": answer, "url": canonical}
    return node


def quiz_node(values: Values, canonical: str, question: str, answer: str) -> Node:
    """A quiz of one flashcard."""
    node: Node = {"@type": "Quiz", "@id": f"{canonical}#quiz"}
    if subject := values.section:
        node["about"] = {"@type": "Thing", "name": subject.content}
        node["educationalAlignment"] = [
            {
                "@type": "AlignmentObject",
                "alignmentType": "educationalSubject",
                "targetName": subject.content,
            }
        ]
    card = {"@type": "Question", "eduQuestionType": "Flashcard", "text": question}
    node["hasPart"] = [{**card, "acceptedAnswer": {"@type": "Answer", "text": answer}}]
    return node


def site_nodes(values: Values) -> list[Node]:
    """WebSite and Organization, as far as they have a name: for the home page alone."""
    head, home, found = values.settings.head, values.home, []
    if name := clean(values.settings.site_name):
        site: Node = {"@type": "WebSite", "@id": f"{home}#website", "url": home, "name": name}
        if head.alternate_name:
            site["alternateName"] = clean(head.alternate_name)
        if values.organization:
            site["publisher"] = {"@id": f"{home}#organization"}
        found.append(site)
    if values.organization:
        node = publisher_node(values)
        if same := [address for one in head.same_as if (address := values.address(one))]:
            node["sameAs"] = same
        found.append(node)
    return found if home else []


def publisher_node(values: Values) -> Node:
    """The site's organization; its @id is the same on every page."""
    node: Node = {"@type": "Organization", "name": values.organization}
    if values.home:
        node = {"@type": "Organization", "@id": f"{values.home}#organization", "name": values.organization}
        node["url"] = values.home
    if logo := values.logo:
        node["logo"] = image_node(logo)
    return node


def author_node(author: Author, values: Values) -> Node:
    """An author; one with the site's own name is its organization."""
    if author.name not in (clean(values.settings.site_name), values.organization):
        node: Node = {"@type": "Person", "name": author.name}
        return {**node, "url": author.url} if author.url else node
    if not values.home or not values.organization:
        return {"@type": "Organization", "name": author.name}
    known = {"@id": f"{values.home}#organization", "name": values.organization, "url": values.home}
    return {"@type": "Organization", **known}


def image_node(picture: Picture) -> Node | str:
    """An image with its size, or the bare address where that is not known."""
    if not picture.width:
        return picture.url.content
    return {
        "@type": "ImageObject",
        "url": picture.url.content,
        "width": picture.width,
        "height": picture.height,
    }


def asked(values: Values) -> tuple[str, str]:
    """The question, and its answer in full as the page shows it; empty where the page has none."""
    page = values.page
    if page.question is None or page.answer is None:
        return "", ""
    question = clean(page.question.value)
    if not question or page.answer.blank:
        return "", ""
    field = page.text_field
    if field is None or field.field != page.answer.field:
        return question, clean_lines(shown_text(page.answer.value))
    # The text leaves code and math out: where there is some, it is read once more with them.
    whole = page.text if page.text is not None and not page.code and not page.math else None
    return question, clean_lines(shown_text(field.value) if whole is None else whole)
