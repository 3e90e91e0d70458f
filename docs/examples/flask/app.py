"""A site of two pages, whose heads seokit writes: run it with `flask --app docs/examples/flask/app.py run`."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, abort, render_template

PAGES = {
    "rye-bread": {
        "title": "How rye bread is made",
        "description": "Flour, water, salt and a day of patience: a dark loaf in three steps.",
        "date": "2024-05-01T10:00:00+00:00",
        "author": "Ada Baker",
        "tags": ["bread", "rye"],
        "text": "Mix the flour and the water, and wait.",
    },
    "houseplants": {
        "title": 'Ferns & "Friends"',
        "description": "Which houseplants stand a dark corner.",
        "text": "Most of them do not.",
    },
}

app = Flask(__name__)
app.jinja_env.add_extension("seokit.jinja.SeoExtension")
app.jinja_env.seo_settings = Path(__file__).with_name("seokit.toml")  # type: ignore[attr-defined]


@app.get("/<name>/")
def page(name: str) -> str:
    """One page; `{% seo %}` takes its URL from the request."""
    return render_template("page.html", page=PAGES.get(name) or abort(404))


@app.get("/")
def home() -> str:
    """The home page: WebSite and Organization stand in its JSON-LD."""
    return render_template("home.html", title="Bread and plants", description="Two pages.", pages=PAGES)
