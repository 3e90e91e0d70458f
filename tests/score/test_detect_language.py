"""Ten languages: detected where none is declared, cheaply, and only contradicted where it is certain."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import seokit
from seokit.score.detect_language import agreed, contradicts, language_of, share_of_stop_words
from seokit.score.link_faults import generic_texts
from seokit.score.stop_words import stop_words

TEXTS = {
    "en": "The bread has to rest in a warm place for an hour, and then it is put into the oven, which has to be hot. "
          "If you do not have an oven, a pot with a lid will do, as long as it is heavy.",
    "de": "Das Brot muss eine Stunde an einem warmen Ort ruhen, und dann kommt es in den Ofen, der heiß sein muss. "
          "Wenn du keinen Ofen hast, geht auch ein Topf mit einem Deckel, solange er schwer ist.",
    "fr": "Le pain doit reposer une heure dans un endroit chaud, et puis on le met dans le four, qui doit être chaud. "
          "Si vous n'avez pas de four, une cocotte avec un couvercle suffit, tant qu'elle est lourde.",
    "es": "El pan tiene que reposar una hora en un lugar cálido, y después se pone en el horno, que debe estar caliente. "
          "Si no tienes horno, también sirve una olla con tapa, siempre que sea pesada.",
    "it": "Il pane deve riposare per un'ora in un luogo caldo, e poi si mette nel forno, che deve essere ben caldo. "
          "Se non hai un forno, va bene anche una pentola con il coperchio, purché sia pesante.",
    "pt": "O pão tem de descansar uma hora num lugar quente, e depois vai para o forno, que deve estar bem quente. "
          "Se você não tem forno, uma panela com tampa também serve, desde que seja pesada.",
    "nl": "Het brood moet een uur op een warme plek rusten, en dan gaat het in de oven, die heet moet zijn. "
          "Als je geen oven hebt, kan het ook in een pan met een deksel, zolang die maar zwaar is.",
    "pl": "Chleb musi odpocząć przez godzinę w ciepłym miejscu, a potem wkłada się go do pieca, który musi być gorący. "
          "Jeśli nie masz pieca, wystarczy też garnek z pokrywką, o ile jest ciężki.",
    "sv": "Brödet måste vila en timme på en varm plats, och sedan ställs det in i ugnen, som måste vara het. "
          "Om du inte har någon ugn går det också med en gryta med lock, så länge den är tung.",
    "ru": "Хлеб должен час постоять в тёплом месте, а потом его ставят в печь, которая должна быть горячей. "
          "Если у вас нет печи, подойдёт и кастрюля с крышкой, если только она тяжёлая.",
}  # fmt: skip


@pytest.mark.parametrize("code", TEXTS)
def test_each_language_is_told(code: str) -> None:
    assert language_of(TEXTS[code]) == code
    shares = {other: share_of_stop_words(TEXTS[code], other) for other in TEXTS}
    assert max(shares, key=lambda other: shares[other]) == code


@pytest.mark.parametrize("code", TEXTS)
def test_a_wrong_declaration_is_found_and_a_right_one_is_not(code: str) -> None:
    text = " ".join([TEXTS[code]] * 4)
    assert contradicts(text, code) == ""
    other = "fr" if code == "en" else "en"
    assert contradicts(text, other) in ("", code)
    if code in ("de", "fr", "en", "ru", "pl"):
        assert contradicts(text, other) == code
    assert contradicts(text, "fi") == "", "a language whose stop words are not known is never contradicted"


def test_a_sample_that_does_not_agree_says_nothing() -> None:
    assert agreed([]) == ""
    assert agreed([TEXTS["de"], TEXTS["fr"]]) == ""
    assert agreed([TEXTS["de"]] * 3 + [TEXTS["fr"]]) == "de"


def write(folder: Path, name: str, text: str, front: str = "") -> None:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"---\ntitle: Titel\n{front}keywords: Ofen\n---\n{text}\n", "utf-8")


@pytest.mark.parametrize("jobs", [1, 2])
def test_sections_have_their_own_language(jobs: int, tmp_path: Path) -> None:
    for number in range(4):
        write(tmp_path, f"de/{number}.md", f"{TEXTS['de']} {TEXTS['de']} {number}")
        write(tmp_path, f"en/{number}.md", f"{TEXTS['en']} {number}")
        write(tmp_path, f"fr/{number}.md", f"{TEXTS['fr']} {number}", "lang: fr\n")
    audit = seokit.audit(tmp_path, jobs=jobs)
    assert audit.config.languages == {"de": "de"}


def test_keywords_are_supported_by_the_stems_of_their_language(tmp_path: Path) -> None:
    write(tmp_path, "de/a.md", TEXTS["de"] * 2 + " In zwei Öfen backen Bäcker.", "")
    text = (
        (tmp_path / "de" / "a.md").read_text("utf-8").replace("keywords: Ofen", "keywords: warme Orte, Töpfe")
    )
    (tmp_path / "de" / "a.md").write_text(text, "utf-8")
    audit = seokit.audit(tmp_path, select=["keywords-unsupported"])
    assert audit.config.languages == {"de": "de"}
    assert audit.pages[0].keywords_supported is not None
    assert audit.pages[0].keywords_supported >= 1


def test_an_english_site_does_not_load_the_model(tmp_path: Path) -> None:
    for number in range(4):
        write(tmp_path, f"{number}.md", TEXTS["en"])
    code = f"import sys, seokit\nseokit.audit({str(tmp_path)!r})\nprint('py3langid' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_generic_anchors_are_those_of_the_language() -> None:
    assert "hier" in generic_texts("de")
    assert "hier" not in generic_texts("sv")
    assert "click here" in generic_texts("sv")
    assert generic_texts("fi") >= generic_texts("de") | generic_texts("sv")


def test_ten_languages_have_stop_words() -> None:
    assert all(len(stop_words(code)) > 100 for code in TEXTS)
    assert stop_words("fi") == frozenset()


@pytest.mark.parametrize(
    ("text", "least"),
    [("日本語の文章には空白がありません。" * 40, 200), ("ภาษาไทยไม่มีช่องว่างระหว่างคำ" * 40, 200)],
)
def test_texts_without_spaces_are_not_thin(text: str, least: int, tmp_path: Path) -> None:
    write(tmp_path, "a.md", text, "lang: ja\n")
    audit = seokit.audit(tmp_path, select=["content-thin"])
    assert audit.pages[0].word_count is not None
    assert audit.pages[0].word_count >= least
    assert audit.findings == ()
