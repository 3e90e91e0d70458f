"""The tag goes into a template once, at the right place, and comes out without a trace."""

from __future__ import annotations

import re

import jinja2
import jinja2.ext
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from seokit.generate.template_tags import (
    PARTIALS,
    TAGS,
    TemplateError,
    has_head,
    inject_template,
    partial_for,
    remove_template,
    rivals,
)

BASE = """<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width">
  @
  <title>{{ title }}</title>
</head>
<body>{{ content }}</body>
</html>
"""

# (engine, template with @ for a tag in a line of its own, ~ for one within a line)
PLACES = {
    "behind charset and viewport": ("jinja2", BASE),
    "in Liquid": ("liquid", BASE),
    "in Hugo": ("hugo", BASE),
    "in Nunjucks": ("nunjucks", BASE),
    "in an empty head": ("jinja2", "<head>\n  @\n</head>\n"),
    "at the end of the file": ("jinja2", "<head>\n  <meta charset=utf-8>\n  @"),
    "with CRLF": ("liquid", "<HEAD>\r\n\t<META CHARSET=utf-8>\r\n\t@\r\n\t<TITLE>x</TITLE>\r\n</HEAD>\r\n"),
    "with CR": ("liquid", "<head>\r  <meta charset=utf-8>\r  @\r</head>\r"),
    "with BOM": ("jinja2", "\ufeff<head>\n  @\n</head>"),
    "within a line": ("jinja2", "<head><meta charset=utf-8>~<title>x</title></head>"),
    "before blanks": ("jinja2", "<head>\n  <meta charset=utf-8>\n  @   \n  <title>x</title></head>"),
    "behind a policy": (
        "jinja2",
        "<head>\n  <title>x</title>\n"
        '  <meta http-equiv="Content-Security-Policy" content="a">\n  @\n  <link>\n</head>\n',
    ),
    "behind the block in which the charset stands": (
        "jinja2",
        "<head>\n  {% block head %}\n    <meta charset=utf-8>\n  {% endblock %}\n  @\n</head>\n",
    ),
    "behind a condition": (
        "hugo",
        "<head>\n\t{{ if .x }}\n\t\t<meta charset=utf-8>\n\t{{ else }}\n\t{{ end }}\n\t@\n</head>\n",
    ),
    "before what ends the head": (
        "jinja2",
        "<head>\n  <meta charset=utf-8>\n  @\n  <div></div>\n  <meta name=viewport>\n</head>\n",
    ),
    "in the head block": (
        "jinja2",
        "{% extends 'base.html' %}\n{% block head %}\n  @\n  <title>x</title>\n{% endblock %}\n",
    ),
    "in an empty head block": ("jinja2", "{% extends 'a' %}\n{%- block head -%}\n  @\n{%- endblock -%}\n"),
    "behind the parent's head": (
        "jinja2",
        "{% extends 'a' %}\n{% block head %}\n  {{ super() }}\n  @\n  <title>x</title>\n{% endblock %}\n",
    ),
    "in Hugo's block": ("hugo", '{{ define "head" }}\n  @\n  <title>x</title>\n{{ end }}\n'),
    "not where <head> only seems to be": (
        "jinja2",
        '{# <head> #}{% raw %}<head>{% endraw %}{{ "<head>" }}{% set a = "%}<head>" %}\n'
        "<!-- <head> --><script>'<head>'</script><html title='<head>'>\n<head>\n  @\n</head>\n",
    ),
    "not in Liquid's comment": (
        "liquid",
        "{% comment %}<head>{% endcomment %}{% raw %}<head>{% endraw %}<head>\n  @\n</head>",
    ),
    "not in Hugo's comment": (
        "hugo",
        "{{/* <head> */}}{{ `<head>` }}{{- /* }}<head> */ -}}<head>\n  @\n</head>",
    ),
    "behind tags with statements in them": (
        "jinja2",
        "<html {% if a > b %}lang='>'{% endif %}>\n<head {{ x }}>\n  @\n</head>\n",
    ),
}


@pytest.mark.parametrize("name", PLACES)
def test_the_place(name: str) -> None:
    engine, marked = PLACES[name]
    original = re.sub(r"(?:\r\n|\r|\n)[ \t]*@|~", "", marked)
    made = re.sub("[@~]", TAGS[engine], marked)
    assert inject_template(original, engine) == made
    assert inject_template(made, engine) == made
    assert remove_template(made, engine) == original


NO_PLACE = [
    ("jinja2", "<p>Bread.</p>\n", "line 1: no <head> and no block"),
    ("jinja2", "{% extends 'base.html' %}\n", "put the tag into 'base.html'"),
    ("liquid", "<head></head>\n<head></head>\n", r"line 2: a second <head> \(the first is in line 1\)"),
    ("hugo", "{{ <head>", "never closed"),
    ("hugo", "{{/* <head> */}}", "no <head>"),
    ("django", "<head>", "no tag for the template engine 'django'"),
    ("", "<head>", "no tag for the template engine ''"),
]


@pytest.mark.parametrize(("engine", "text", "reason"), NO_PLACE)
def test_no_place_is_a_sentence(engine: str, text: str, reason: str) -> None:
    with pytest.raises(TemplateError, match=reason):
        inject_template(text, engine)


OURS = [
    ("jinja2", "{%- seo -%}"),
    ("jinja2", "{% seo page %}"),
    ("jinja2", "{{ seo(page) }}"),
    ("liquid", '{%- include "seokit/head.html" -%}'),
    ("liquid", "{% render 'seokit/head' %}"),
    ("hugo", "{{- partial `seokit/head.html` . -}}"),
    ("hugo", '{{ partialCached "seokit/head.html" . .Path }}'),
    ("nunjucks", "{%- include 'seokit/head.njk' -%}"),
]


@pytest.mark.parametrize(("engine", "tag"), OURS)
def test_a_tag_put_in_by_hand_counts(engine: str, tag: str) -> None:
    text = f"<head>\n  {tag}\n</head>\n"
    assert inject_template(text, engine) == text


def test_a_tag_in_a_comment_does_not_count() -> None:
    text = "{# {% seo %} #}<head>\n</head>\n"
    made = inject_template(text, "jinja2")
    assert made == "{# {% seo %} #}<head>\n  {% seo %}\n</head>\n"
    assert remove_template(made, "jinja2") == text


def test_what_would_stand_twice_is_named() -> None:
    text = (
        "<head>\n<title>{{ t }}</title>\n<meta name=Description content=x>\n<meta property='og:title'>\n"
        "<link rel='canonical' href=x>\n<script type='application/ld+json'></script>\n<script></script>\n"
        "<meta name=theme-color>\n{% seo %}\n</head>"
    )
    assert rivals(text, "liquid") == (
        (2, "<title>"),
        (3, "<meta description>"),
        (4, "<meta og:title>"),
        (5, "<link canonical>"),
        (6, "<script JSON-LD>"),
        (9, "{% seo %}"),
    )
    internal = '{{ template "_internal/opengraph.html" . }}'
    assert rivals(f"<head>{internal}", "hugo") == ((1, "_internal/opengraph"),)


def test_which_templates_have_a_head() -> None:
    assert has_head("<HEAD>", "jinja2")
    assert not has_head("{% extends 'a' %}{% block head %}{% endblock %}{# <head> #}", "jinja2")


@pytest.mark.parametrize("engine", PARTIALS)
def test_the_tag_names_the_file_that_it_includes(engine: str) -> None:
    path, text = partial_for(engine)
    assert path.split("/", 2 if engine == "hugo" else 1)[-1].strip() in TAGS[engine]
    assert text.endswith("\n")
    assert partial_for("jinja2") == ("", "")


# -- any text --------------------------------------------------------------------------------------

PIECES = [
    "<head>", "</head>", "<HEAD\n>", "<meta charset=utf-8>", "<title>", "</title>", "<script>", "</script>",
    "<!--", "-->", "<div>", "{%", "%}", "{{", "}}", "{#", "#}", "{% if a %}", "{% else %}", "{% endif %}",
    "{% block head %}", "{%- endblock -%}", "{% raw %}", "{% endraw %}", "{% comment %}", "{% endcomment %}",
    '{{ define "head" }}', "{{ if }}", "{{ end }}", "{{/*", "*/}}", "'", '"', "`", "\\", "\n", "\r\n", "\r",
    "  ", "\t", "é\U0001f600", "\ufeff", "\0", "<", ">", "{", "}", "x=",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


@given(texts, st.sampled_from(sorted(TAGS)))
@example("{{ <head>\n", "hugo")
@example("{# <head>\n#}", "jinja2")
@example("{% raw %}<head>\n", "jinja2")
def test_a_second_run_changes_nothing_and_removal_restores(text: str, engine: str) -> None:
    try:
        made = inject_template(text, engine)
    except TemplateError:
        return
    assert made.count(TAGS[engine]) == 1
    assert inject_template(made, engine) == made
    assert remove_template(made, engine) == text


@given(texts)
def test_the_tag_is_one_that_the_engine_runs(text: str) -> None:
    """Where Jinja2 can read the template, it still can, and meets the tag once."""
    env = jinja2.Environment(extensions=[Probe])
    try:
        env.parse(text)
        made = inject_template(text, "jinja2")
    except (jinja2.TemplateSyntaxError, TemplateError):
        return
    nodes = env.parse(made).find_all(jinja2.nodes.ExprStmt)
    assert len(list(nodes)) == 1


class Probe(jinja2.ext.Extension):
    """Reads the tag."""

    tags = {"seo"}  # noqa: RUF012

    def parse(self, parser: jinja2.parser.Parser) -> jinja2.nodes.Node:
        line = next(parser.stream).lineno
        return jinja2.nodes.ExprStmt(jinja2.nodes.Const("seo"), lineno=line)
