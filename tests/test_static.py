"""What is served as it stands: vendored files, style sheets, scripts, templates."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

PORTAL = Path(__file__).parent.parent / "portal"
STATIC = PORTAL / "static"
TEMPLATES = PORTAL / "templates"
LINES_PER_SHEET = 300


def templates() -> list[Path]:
    return sorted(TEMPLATES.rglob("*.html"))


def lines_with(pattern: str, files: list[Path]) -> Iterator[str]:
    wanted = re.compile(pattern)
    for file in files:
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            if wanted.search(line):
                yield f"{file.relative_to(PORTAL)}:{number}: {line.strip()[:80]}"


def test_vendored_files_are_the_ones_that_were_published() -> None:
    rows = re.findall(
        r"^\| ([\w.-]+\.js) .*\| `([0-9a-f]{64})` \|$",
        (STATIC / "vendor" / "README.md").read_text("utf-8"),
        re.MULTILINE,
    )
    served = {file.name for file in (STATIC / "vendor").glob("*.js")}
    assert served == {name for name, _ in rows}
    for name, digest in rows:
        content = (STATIC / "vendor" / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == digest, name


@pytest.mark.parametrize(
    ("why", "pattern"),
    [
        ("an inline style", r"\sstyle\s*="),
        ("a style element", r"<style\b"),
        ("an inline script", r"<script(?![^>]*\bsrc=)"),
        ("an event attribute", r"\son[a-z]+\s*="),
        ("an hx-on attribute", r"\shx-on\b"),
        ("a js: value", r"""["']\s*(?:js|javascript):"""),
        ("a trigger filter", r"""hx-trigger=["'][^"']*\["""),
    ],
)
def test_no_template_needs_what_the_content_policy_forbids(
    why: str, pattern: str
) -> None:
    assert list(lines_with(pattern, templates())) == [], why


def test_every_template_is_read_without_a_syntax_error() -> None:
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
    )
    assert templates()
    for file in templates():
        env.parse(file.read_text("utf-8"), filename=str(file))


def test_every_static_file_a_template_names_exists() -> None:
    for file in templates():
        for name in re.findall(r"/static/([\w./-]+)", file.read_text("utf-8")):
            assert (STATIC / name).is_file(), f"{file.name} names {name}"


def test_style_sheets_use_only_tokens_that_exist() -> None:
    sheets = {file: file.read_text("utf-8") for file in STATIC.glob("*.css")}
    known = set(re.findall(r"(--[\w-]+)\s*:", sheets[STATIC / "tokens.css"]))
    for file, text in sheets.items():
        assert set(re.findall(r"var\((--[\w-]+)", text)) <= known, file.name


def test_style_sheets_and_scripts_stay_short_and_fetch_nothing_from_elsewhere() -> None:
    own = [*STATIC.glob("*.css"), *STATIC.glob("js/*.js")]
    assert own
    for file in own:
        text = file.read_text("utf-8")
        assert len(text.splitlines()) <= LINES_PER_SHEET, file.name
        assert not re.search(r"https?://|@import|url\(", text), file.name
