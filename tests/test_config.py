from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from seokit.config import ConfigError, find_config, load, load_settings, show_settings
from seokit.config_check import Faults, key_lines
from seokit.config_rules import TOPICS, rule_settings
from seokit.config_write import toml
from seokit.extract.sandbox import environment
from seokit.extract.sections import Sections, section_of
from seokit.model import SectionSettings, Settings
from seokit.presets import PRESETS, ROLES, load_preset
from seokit.score.registry import ALIASES, RULES

TODAY = dt.date(2026, 3, 1)
WHOLE = """
preset   = "cloudcannon-qa"
base_url = "https://allotment.example"
title    = "Question: {{ title }} | {{ subject }} | Allotment"
description = "Read on - {{ description }}"
site_name = "Allotment"
entry    = ["/", "/learn"]
qa       = "none"
include  = ["content/**"]
exclude  = ["**/drafts/**"]

[fields]
title    = ["title"]
noindex  = ["no_index", "noIndex"]
noindex_read_by_template = ["noIndex"]

[[section]]
name = "blog"
files = ["content/posts/*.md"]
preset = "cloudcannon-blog"
url = "/blog/{{ stem }}"

[rules]
select = ["default"]
ignore = ["keywords-missing"]
[rules.title-too-long]
limit = 65
severity = "info"

[sitemap]
lastmod = "field"
"""


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


def write(text: str, file: str = "seokit.toml") -> Path:
    path = Path(file)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path.resolve()


def faults_of(text: str, **options: object) -> list[str]:
    write(text)
    with pytest.raises(ConfigError) as caught:
        load_settings(["."], **options)  # type: ignore[arg-type]
    assert str(caught.value).splitlines() == list(caught.value.messages)
    return list(caught.value.messages)


# -- a whole config --------------------------------------------------------------------------------


def test_the_whole_config_is_read() -> None:
    file = write(WHOLE)
    settings = load_settings(["."], today=TODAY)
    assert settings.file == str(file)
    assert settings.root == str(file.parent)
    assert settings.base_url == "https://allotment.example"
    assert settings.entry == ("/", "/learn")
    assert settings.today == TODAY
    assert settings.preset_reason == "preset cloudcannon-qa, from seokit.toml"
    blog, rest = settings.sections
    assert (blog.name, blog.files, blog.preset) == ("blog", ("content/posts/*.md",), "cloudcannon-blog")
    assert blog.url == "/blog/{{ stem }}"
    assert blog.title == "", "a section with its own preset has a template of its own"
    assert not blog.escaped_newlines
    assert blog.fields["text"] == ("@body",)
    assert rest.files == ()
    assert rest.title.startswith("Question: ")
    assert rest.escaped_newlines
    assert rest.fields["description"] == ("seo.page_description",)
    assert rest.fields["text"] == ("answer",)
    assert len(rest.fields["related"]) == 5
    assert settings.rules.severity["title-too-long"] == "info"
    assert settings.rules.options["title-too-long"]["limit"] == 65
    assert "keywords-missing" not in settings.rules.severity
    assert list(settings.rules.options) == list(settings.rules.severity)


def test_every_option_of_a_running_rule_is_filled_in() -> None:
    write('preset = "generic"\n[rules]\nselect = ["all"]')
    rules = load_settings(["."]).rules
    assert list(rules.severity) == list(RULES)
    for name, rule in RULES.items():
        assert rules.severity[name] == rule.severity
        assert rules.options[name] == rule.options


def test_a_section_without_a_preset_starts_from_the_top_level() -> None:
    write(
        WHOLE
        + '\n[[section]]\nname = "maths"\nfiles = ["content/maths/**"]\n'
        + '[section.fields]\nsubject = ["topic"]\n'
    )
    maths = load_settings(["."]).sections[1]
    assert maths.preset == "cloudcannon-qa"
    assert maths.title.startswith("Question: ")
    assert maths.fields["subject"] == ("topic",)
    assert maths.fields["answer"] == ("answer",)


def test_a_section_of_one_glob_needs_no_list() -> None:
    write('[[section]]\nfiles = "content/posts/*.md"\npreset = "hugo"\n')
    assert load_settings(["."]).sections[0].files == ("content/posts/*.md",)
    (fault,) = faults_of('[[section]]\nfiles = "/content/*.md"\n')
    assert "absolute" in fault


def test_an_empty_list_takes_a_role_away() -> None:
    write('preset = "generic"\n[fields]\nkeywords = []\n')
    assert "keywords" not in load_settings(["."]).sections[-1].fields


def test_options_of_the_caller_win() -> None:
    write(WHOLE)
    settings = load_settings(["."], preset="hugo", base_url="https://other.example/")
    assert settings.sections[-1].preset == "hugo"
    assert settings.base_url == "https://other.example/"
    assert settings.preset_reason == "preset hugo, as --preset says"


# -- where it is found -----------------------------------------------------------------------------


def test_the_nearest_ancestor_wins() -> None:
    outer = write("", "seokit.toml")
    inner = write("[tool.seokit]\n", "site/pyproject.toml")
    write('[project]\nname = "x"\n', "site/content/pyproject.toml")
    write("", "site/content/a.md")
    assert find_config("site/content/a.md") == inner
    assert find_config("site/content") == inner
    assert find_config("site/content/**/*.md") == inner
    assert find_config(".") == outer
    assert find_config("-") == outer


def test_a_name_too_long_for_a_file_has_no_config() -> None:
    assert find_config("x" * 5000) is None
    with pytest.raises(ConfigError, match="is not a file"):
        load_settings(["."], config="x" * 5000)


def test_both_in_one_folder_is_an_error() -> None:
    write("")
    write("[tool.seokit]\n", "pyproject.toml")
    with pytest.raises(ConfigError, match="both"):
        find_config(".")
    write("[tool.other]\n", "pyproject.toml")
    assert find_config(".") == Path("seokit.toml").resolve()


def test_a_broken_pyproject_that_never_names_us_does_not_count() -> None:
    write("[[[", "pyproject.toml")
    assert find_config(".") is None or find_config(".") != Path("pyproject.toml").resolve()
    write("[tool.seokit]\n[[[", "pyproject.toml")
    with pytest.raises(ConfigError, match=r"pyproject\.toml:2: not valid TOML"):
        find_config(".")


def test_pyproject_holds_a_config() -> None:
    write('[project]\nname = "x"\n\n[tool.seokit]\npreset = "hugo"\nqa = "no"\n', "pyproject.toml")
    with pytest.raises(ConfigError, match=r"^pyproject\.toml:6: qa: must be one of"):
        load_settings(["."])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"preset = \xff", "not UTF-8"),
        (b"preset = ", ":1: not valid TOML"),
        (b"a = " + b"[" * 100_000, "not valid TOML"),
    ],
)
def test_a_config_that_is_no_toml(content: bytes, words: str) -> None:
    Path("seokit.toml").write_bytes(content)
    with pytest.raises(ConfigError, match=re.escape(words)):
        load_settings(["."])


def test_config_names_a_file() -> None:
    file = write('preset = "jekyll"\n', "other/site.toml")
    settings = load_settings(["."], config="other/site.toml")
    assert (settings.file, settings.root) == (str(file), str(file.parent))
    with pytest.raises(ConfigError, match=r"--config: none\.toml is not a file"):
        load_settings(["."], config="none.toml")
    write("", "pyproject.toml")
    with pytest.raises(ConfigError, match=r"no table \[tool\.seokit\]"):
        load_settings(["."], config="pyproject.toml")


# -- every fault at once ---------------------------------------------------------------------------


def test_all_faults_at_once_with_line_and_nearest_name() -> None:
    messages = faults_of(
        """presett = "hugo"
preset = "cloudcanon-qa"
base_url = "allotment.example"
title = "{{ title }"
description = 5
entry = "/learn"
qa = "comunity"
include = ["/content/**"]
exclude = ["../drafts/**"]
[fields]
titel = ["title"]
noindex = "no_index"
[[section]]
name = "blog"
[[section]]
name = "recipes"
files = ["recipes/*.md"]
colour = 3
[section.fields]
foo = ["a"]
[rules]
select = ["defalt"]
ignore = ["keywords-mising"]
sellect = 3
[rules.title-too-long]
limti = 65
limit = "long"
severity = "error"
[rules.titel-missing]
[sitemap]
lastmod = "gitt"
""",
        select=["descripton"],
    )
    for expected in (
        '1: presett: unknown key; did you mean "preset"?',
        '2: preset: no preset is called "cloudcanon-qa"; did you mean "cloudcannon-qa"?',
        '3: base_url: "allotment.example" is not an absolute http(s) URL such as "https://example.org"',
        "4: title: not a Jinja2 expression: unexpected '}'",
        '5: description: must be a text in quotes ("…"), not a number (5)',
        "6: entry: must be a list of texts, not a text ('/learn'); write [\"/learn\"]",
        "7: qa: must be one of none, community, education, not 'comunity'; did you mean \"community\"?",
        '8: include: "/content/**" is absolute; a glob is relative to the config\'s folder, as "content/**"',
        '9: exclude: "../drafts/**" leaves the config\'s folder; '
        "put the config into a folder above all files",
        '11: fields.titel: unknown key; did you mean "title"?',
        "12: fields.noindex: must be a list of texts, not a text ('no_index'); write [\"no_index\"]",
        '13: section[0].files: a section needs files, such as files = ["content/posts/*.md"]',
        "18: section[1].colour: unknown key; known: name, files, preset, url, title, description, fields",
        '22: rules.select: no rule or topic is called "defalt"; did you mean "default"?',
        '23: rules.ignore: no rule or topic is called "keywords-mising"; did you mean "keywords-missing"?',
        '24: rules.sellect: unknown key; did you mean "select"?',
        '26: rules.title-too-long.limti: unknown option; did you mean "limit"?',
        "27: rules.title-too-long.limit: must be a whole number, not a text ('long')",
        '29: rules.titel-missing: no rule is called "titel-missing"; did you mean "title-missing"?',
        "31: sitemap.lastmod: must be one of field, git, none, not 'gitt'; did you mean \"git\"?",
    ):
        assert f"seokit.toml:{expected}" in messages
    assert '--select: no rule or topic is called "descripton"; did you mean "description"?' in messages
    assert any(m.startswith("seokit.toml:20: section[1].fields.foo: unknown key") for m in messages)
    assert any(
        m.startswith("seokit.toml:28: rules.title-too-long.severity:") and "convention" in m for m in messages
    )
    assert len(messages) == 23


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[rules.title-too-long]\nlimit = -1", "from 0 up, not -1"),
        ("[rules.title-too-long]\nlimit = true", "must be a whole number, not true or false"),
        ("[rules.title-too-long]\nlimit = 1.5", "must be a whole number"),
        ('[rules.title-too-long]\nseverity = "off"', "write it into rules.ignore"),
        ('[rules.title-too-long]\nseverity = "warn"', 'did you mean "warning"'),
        ("rules = 3", "rules: must be a table"),
        ("fields = 3", "fields: must be a table"),
        ("sitemap = []", "sitemap: must be a table"),
        ("section = 3", "[[section]]"),
        ("section = [3]", "section[0]: must be a table"),
        ("[section]\nname = 'x'", "[[section]]"),
        ("[rules]\ntitle-too-long = 3", "rules.title-too-long: must be a table"),
        ("[rules]\nselect = 'title'", "must be a list of texts"),
        ('include = ["C:/x"]', "is absolute"),
        ('include = [""]', "empty text"),
        ('include = ["!"]', "is no glob"),
        ('exclude = ["[z-a]"]', "is no glob"),
        ('base_url = "https://x.example/?a=1"', "query or a fragment"),
        ('base_url = "https://x.example:port"', "not an absolute"),
        ('base_url = "ftp://x.example"', "not an absolute"),
        ('title = "{{ title | shout }}"', "shout"),
        ('title = """a\nb {% if %}"""', ":2: title: not a Jinja2 expression in line 2"),
        ("qa = 3", "must be one of"),
        ("title = 2024-01-01", "not a date or time"),
        ('baseline = "\\u0000"', ":2: baseline: must be the name of a file or folder, and none holds a NUL"),
        ('templates = "\\u0000"', ":2: templates: must be the name of a file or folder"),
    ],
)
def test_faults(text: str, words: str) -> None:
    messages = faults_of('preset = "generic"\n' + text if not text.startswith('title = """') else text)
    assert any(words in message for message in messages if "\n" not in message), messages


def test_a_clock_that_is_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    write('preset = "generic"')
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert load_settings(["."]).today == dt.date(1970, 1, 2)
    assert load_settings(["."], today=TODAY).today == TODAY
    for bad in ("yesterday", "1.5", "9" * 30):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", bad)
        with pytest.raises(ConfigError, match="SOURCE_DATE_EPOCH"):
            load_settings(["."])


# -- which rules run -------------------------------------------------------------------------------


def chosen(text: str = "", select: tuple[str, ...] = (), ignore: tuple[str, ...] = ()) -> set[str]:
    faults, command = Faults(), Faults()
    rules, warnings = rule_settings(tomllib.loads(text), select, ignore, faults, command)
    assert faults.messages + command.messages + warnings == []
    return set(rules.severity)


DEFAULT = {name for name, rule in RULES.items() if rule.default}
TITLE = {name for name, rule in RULES.items() if rule.topic == "title"}


def test_select_and_ignore() -> None:
    assert chosen() == DEFAULT
    assert chosen('select = ["all"]') == set(RULES)
    assert chosen('select = ["title"]') == TITLE
    assert chosen('select = ["default"]\nignore = ["title"]') == DEFAULT - TITLE
    assert chosen('select = ["title-too-long", "date-missing"]') == {"title-too-long", "date-missing"}
    assert chosen("select = []") == set()


def test_the_command_line_selects_anew_and_ignores_more() -> None:
    config = 'select = ["date"]\nignore = ["title-too-long"]'
    assert chosen(config, select=("title",)) == TITLE - {"title-too-long"}
    assert chosen(config, select=("title-too-long",)) == {"title-too-long"}
    assert chosen('ignore = ["title"]', ignore=("date",)) == DEFAULT - TITLE - chosen('select = ["date"]')


def test_an_old_name_works_and_warns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ALIASES, "title-overlong", "title-too-long")
    write('preset = "generic"\n[rules]\nselect = ["title-overlong"]\n[rules.title-overlong]\nlimit = 44\n')
    settings, warnings = load(["."])
    assert settings.rules.options == {"title-too-long": {**RULES["title-too-long"].options, "limit": 44}}
    assert all('the rule "title-overlong" is called "title-too-long" now' in warning for warning in warnings)
    assert len(warnings) == 2
    with pytest.warns(FutureWarning, match="title-overlong"):
        load_settings(["."])
    faults = faults_of(
        'preset = "generic"\n[rules.title-overlong]\nlimit = 44\n[rules.title-too-long]\nlimit = 45\n'
    )
    assert "second table" in faults[0]


def test_topics_are_the_catalogue_s() -> None:
    topics = {"title", "description", "keywords", "question", "content", "link", "url", "canonical", "field"}
    assert topics <= set(TOPICS)
    assert set(TOPICS["answer"]) < set(TOPICS["question"])
    assert chosen('select = ["answer"]') == set(TOPICS["answer"])


# -- written back ----------------------------------------------------------------------------------


def same(settings: Settings) -> Settings:
    return replace(settings, file="", preset_reason="")


def test_what_is_shown_loads_to_the_same_settings() -> None:
    write(WHOLE.replace('select = ["default"]', 'select = ["all"]'))
    settings = load_settings(["."], today=TODAY)
    shown = show_settings(settings)
    assert shown.startswith(f"# The effective configuration; file: {settings.file}\n")
    write(shown)
    again = load_settings(["."], today=TODAY)
    assert same(again) == same(settings)
    assert show_settings(again).splitlines()[3:] == shown.splitlines()[3:]


@given(
    title=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="{")),
    keys=st.lists(
        st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip), max_size=3
    ),
    preset=st.sampled_from(PRESETS),
    role=st.sampled_from(ROLES),
)
def test_any_settings_round_trip(title: str, keys: list[str], preset: str, role: str) -> None:
    fields = f"[fields]\n{role} = {toml(keys)}\n"
    write(f"preset = {toml(preset)}\ntitle = {toml(title)}\n{fields}[rules]\nselect = []")
    settings = load_settings(["."], today=TODAY)
    assert settings.sections[-1].title == title
    write(show_settings(settings))
    assert same(load_settings(["."], today=TODAY)) == same(settings)


@given(
    st.recursive(st.text(st.characters(exclude_categories=["Cs"])) | st.booleans() | st.integers(), st.lists)
)
def test_values_are_written_as_toml(value: object) -> None:
    assert tomllib.loads(f"x = {toml(value)}") == {"x": value}


def test_lines_of_keys() -> None:
    text = 'a = 1\n"b.c" = """\nd = 4\n"""\n[e.f] # x\ng.h = 1\n[[s]]\nx = 1\n[[s]]\n[s.y]\nz = 2\n'
    lines = key_lines(text)
    assert {
        "a": 1,
        "b.c": 2,
        "e.f": 5,
        "e.f.g.h": 6,
        "s[0].x": 8,
        "s[1]": 9,
        "s[1].y.z": 11,
    }.items() <= lines.items()
    assert "d" not in lines


@given(st.text())
def test_lines_of_keys_of_anything(text: str) -> None:
    assert all(1 <= line <= len(text.splitlines()) for line in key_lines(text).values())


# -- presets and sections --------------------------------------------------------------------------


@pytest.mark.parametrize("name", PRESETS)
def test_presets_are_whole(name: str) -> None:
    preset = load_preset(name)
    assert set(preset.fields) <= set(ROLES)
    assert all(preset.fields.values())
    assert {"title", "description", "text", "noindex", "date"} <= set(preset.fields)
    assert set(preset.noindex_read_by_template) <= set(preset.fields["noindex"])
    assert preset.description
    environment().compile(preset.url)


@pytest.mark.parametrize(
    ("preset", "names", "url"),
    [
        (
            "hugo",
            {"section": "repairs", "stem": "oil a Chain", "slug": "oil a Chain"},
            "/repairs/oil-a-chain/",
        ),
        ("hugo", {"section": "repairs/tyres", "stem": "", "slug": "index"}, "/repairs/tyres/"),
        ("hugo", {"section": "", "stem": "", "slug": "_index"}, "/"),
        ("hugo", {"section": "rides", "stem": "2024-05-01-sea", "slug": "sea"}, "/rides/2024-05-01-sea/"),
        ("hugo", {"section": "rides", "stem": "a", "slug": "along-the-sea"}, "/rides/along-the-sea/"),
        (
            "jekyll",
            {
                "stem": "2024-05-01-rye",
                "slug": "rye",
                "date": dt.datetime(2024, 5, 1),
                "categories": "Bread Rye",
            },
            "/bread/rye/2024/05/01/rye.html",
        ),
        (
            "jekyll",
            {"stem": "2024-05-01-rye", "slug": "rye", "categories": ["Slow Bread"]},
            "/slow-bread/2024/05/01/rye.html",
        ),
        ("jekyll", {"section": "", "stem": "", "slug": "index"}, "/"),
        ("jekyll", {"section": "_recipes", "stem": "crackers", "slug": "crackers"}, "/recipes/crackers.html"),
        ("generic", {"section": "herbs", "stem": "mint", "slug": "mint"}, "/herbs/mint/"),
        ("generic", {"section": "", "stem": "", "slug": "index"}, "/"),
        ("cloudcannon-blog", {"stem": "first-loaf"}, "/blog/first-loaf"),
    ],
)
def test_url_patterns(preset: str, names: dict[str, object], url: str) -> None:
    assert environment().from_string(load_preset(preset).url).render(names).strip() == url


def sections_settings(*files: tuple[str, ...], root: str | None = None) -> Settings:
    made = [SectionSettings(name=f"s{number}", files=globs) for number, globs in enumerate(files)]
    return Settings(root=root or str(Path.cwd()), sections=(*made, SectionSettings(name="rest")))


def test_the_first_section_that_matches_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings = sections_settings(
        ("content/posts/*.md", "!content/posts/index.md"), ("content/**", "notes"), ("*.html",)
    )
    sections = Sections(settings)
    assert sections.of("content/posts/a.md").name == "s0"
    assert sections.of("content/posts/index.md").name == "s1"
    assert sections.of("content/posts/deep/a.md").name == "s1"
    assert sections.of("notes/a/b.md").name == "s1"
    assert sections.of("pages/a.html").name == "s2"
    assert sections.of("a.md").name == "rest"
    assert sections.of(str(tmp_path / "content" / "posts" / "a.md")).name == "s0"
    assert sections.of("./content/posts/a.md").name == "s0"
    assert section_of("elsewhere/../content/x.md", settings).name == "s1"
    (tmp_path / "content").mkdir()
    monkeypatch.chdir(tmp_path / "content")
    assert section_of("posts/a.md", settings).name == "s0"
    assert section_of("../a.md", settings).name == "rest"
    assert section_of("posts/a..b.md", settings).name == "s0"
