"""Which files are templates, and whose."""

from __future__ import annotations

import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from seokit.extract.engines import engine_of

PAGE = "<!doctype html>\n<html>\n<head>\n{head}\n</head>\n<body>\n{body}\n</body>\n</html>\n"


def page(head: str = "<title>Rye bread</title>", body: str = "<p>Bread.</p>") -> str:
    return PAGE.replace("{head}", head).replace("{body}", body)


TEMPLATES = [
    # by suffix, whatever is in them
    ("a/page.j2", "<p>", "jinja2"),
    ("head.html.j2", "<p>", "jinja2"),
    ("page.jinja", "<p>", "jinja2"),
    ("page.jinja2", "<p>", "jinja2"),
    ("page.njk", "<p>", "nunjucks"),
    ("theme.LIQUID", "<p>", "liquid"),
    # by how they begin
    ("a.html", "{% extends 'base.html' %}\n{% block head %}{% endblock %}", "jinja2"),
    ("a.html", "\ufeff\n{# the page #}\n{% extends 'base.html' %}", "jinja2"),
    ("a.html", '{% extends "base.njk" %}', "nunjucks"),
    ("a.html", "---\nlayout: base\n---\n{% assign a = 1 %}<p>", "liquid"),
    ("a.html", '{{ define "main" }}<p>{{ end }}', "hugo"),
    ("a.html", "{{- /* the page */ -}}\n<p>{{ .Title }}", "hugo"),
    # by what stands in the head
    ("a.html", page("{% block head %}\n<title>x</title>\n{% endblock %}"), "jinja2"),
    ("a.html", page("{% include 'meta.html' %}"), "jinja2"),
    ("a.html", page('{{ partial "head.html" . }}'), "hugo"),
    ("a.html", page("{{ head_tags() }}"), "jinja2"),
    ("a.html", page("{% include meta.html %}"), "liquid"),
    ("a.html", page("{% assign a = 1 %}"), "liquid"),
    ("a.html", "<html {% if x %}lang=en{% endif %}><head></head></html>", "jinja2"),
    ("a.html", page('{% load static %}<link href="{% static "a.css" %}">'), "django"),
    # by blocks on lines of their own
    ("a.html", page(body="<ul>\n{% for x in y %}\n<li>{{ x }}</li>\n{% endfor %}\n</ul>"), "jinja2"),
    ("a.html", "<nav>{% for x in y %}<a>{{ x }}</a>{% endfor %}</nav>", "jinja2"),
    # by folder
    ("_layouts/a.html", page("<title>{{ page.title }}</title>", "{{ content }}"), "liquid"),
    ("_includes/a.html", page("{% block head %}{% endblock %}"), "nunjucks"),
    ("site/layouts/_default/baseof.html", page("<title>{{ .Title }}</title>"), "hugo"),
    ("layouts/a.html", page("<title>{{ title }}</title>"), "hugo"),
    ("app/templates/a.html", page("<title>{{ title }}</title>"), "jinja2"),
    ("app\\templates\\a.html", page("<title>{{ title }}</title>"), "jinja2"),
    ("themes/plain/a.html", page("<title>{{ title }}</title>"), "jinja2"),
]

PAGES = [
    ("a.html", page()),
    ("templates/a.html", page()),
    # a placeholder that nobody filled in
    ("a.html", page("<title>{{ page.title }}</title>")),
    ("a.html", page("<title>{% if x %}</title>")),
    ("a.html", page('<title>x</title><meta name="description" content="{{ .Description }}">')),
    ("a.html", page('<title>x</title><meta name="description" content="How {% include %} works">')),
    ("a.html", page("<title>x</title>", "<h1>{{ title }}</h1><p>{{ .Content }}</p>")),
    ("a.html", page("<title>x</title>", '<a href="{% post_url 2024-01-01-a %}">a</a>')),
    ("a.html", page("<title>x</title>", "<p>{% highlight ruby %}\nputs\n{% endhighlight %}</p>")),
    # a page about templates
    ("a.html", page(body="<pre>\n{% for x in y %}\n{{ x }}\n{% endfor %}\n</pre>")),
    ("a.html", page(body="<p>Write <code>{% extends 'base.html' %}</code>, then {% block head %}.</p>")),
    ("public/templates/invoice/index.html", page("<title>{{ title }}</title>")),
    # what is no template syntax
    ("a.html", page("<style>@media print{#a{color:red}}</style>", "<p>{{ x }}</p>")),
    ("a.html", page("<title>x</title><script>let a = {b:{{}}, c: '{% if %}'}</script>")),
    ("a.html", page("<!-- {% if x %} -->")),
    ("a.html", "{% never closed"),
    ("a.html", "{{ never closed"),
    ("a.html", ""),
]


@pytest.mark.parametrize(("path", "text", "engine"), TEMPLATES)
def test_a_template(path: str, text: str, engine: str) -> None:
    assert engine_of(path, text) == engine


@pytest.mark.parametrize(("path", "text"), PAGES)
def test_a_built_page_is_no_template(path: str, text: str) -> None:
    assert engine_of(path, text) == ""


PIECES = [
    "{%",
    "%}",
    "{{",
    "}}",
    "{#",
    "#}",
    "'",
    '"',
    "`",
    " if ",
    " endif ",
    "<head>",
    "<p>",
    "\r\n",
    "\\",
    "é",
]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
@example("{% ' " * 20_000)
@example('{{ " ' * 20_000)
@example("{% if x %}" * 10_000)
@example("{# " * 30_000 + "#}")
def test_no_text_is_too_odd(text: str) -> None:
    assert engine_of("a.html", text) in ("", "jinja2", "liquid", "hugo", "nunjucks", "django")


def test_without_turbohtml_suffix_folder_and_beginning_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seokit.extract.engines.turbo_is_there", lambda: False)
    monkeypatch.setitem(sys.modules, "turbohtml", None)
    assert engine_of("public/a.html", page(body="<p>Write {% if x %} and {{ f(y) }}.</p>")) == ""
    assert engine_of("_layouts/a.html", page(head="{{ page.title }}")) == "liquid"
    assert engine_of("a.html", "{% extends 'base.html' %}") == "jinja2"
