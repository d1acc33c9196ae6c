"""No text stands bare: whatever somebody reads goes through gettext."""

import ast
import re
from pathlib import Path

import pytest
from jinja2 import nodes

from portal.routes.frame.environment import environment

PORTAL = Path(__file__).parents[2] / "portal"
CHINESE = re.compile(r"[\u3001-\u300b\u3400-\u9fff\uff00-\uffef]")
SPEAKS = frozenset({"_", "gettext", "ngettext", "N_"})
# What people and files write in Chinese is read by these; they say nothing with it.
READ_CHINESE = {
    "services/cases/fields.py",
    "services/cases/shares.py",
    "services/importing/header.py",
    "services/importing/typist.py",
    "services/masking.py",
    "services/reception/forms/moments.py",
    "services/reception/forms/reading.py",
    "routes/api/schema.py",  # the product's name
}


def bare_in_template(tree):
    """Chinese constants and text of a parsed template, outside of _()."""
    said = {
        constant
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name in SPEAKS
        for constant in call.find_all(nodes.Const)
    }
    texts = [(one.lineno, one.data) for one in tree.find_all(nodes.TemplateData)]
    texts += [
        (one.lineno, one.value)
        for one in tree.find_all(nodes.Const)
        if isinstance(one.value, str) and one not in said
    ]
    return [(line, text) for line, text in texts if CHINESE.search(text)]


def bare_in_code(tree):
    """Chinese literals of a module outside of _() and of docstrings."""
    fine = set()
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and ast.unparse(node.func).split(".")[-1] in SPEAKS
        ):
            fine |= {below for one in node.args for below in ast.walk(one)}
        elif isinstance(node, ast.Expr):
            fine.add(node.value)
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and CHINESE.search(node.value)
        and node not in fine
    ]


def test_no_template_says_anything_past_gettext():
    jinja = environment()
    bare = [
        f"{path.name}:{line} {text.strip()}"
        for path in sorted((PORTAL / "templates").rglob("*.html"))
        for line, text in bare_in_template(jinja.parse(path.read_text("utf-8")))
    ]
    assert bare == []


@pytest.mark.parametrize("layer", ["services", "routes", "models", "live"])
def test_no_module_says_anything_past_gettext(layer):
    bare = [
        f"{path.relative_to(PORTAL)}:{line} {text!r}"
        for path in sorted((PORTAL / layer).rglob("*.py"))
        if str(path.relative_to(PORTAL)) not in READ_CHINESE
        for line, text in bare_in_code(ast.parse(path.read_text("utf-8")))
    ]
    assert bare == []


def test_scripts_take_their_words_from_the_page():
    comment = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
    bare = [
        path.name
        for path in sorted((PORTAL / "static" / "js").glob("*.js"))
        if CHINESE.search(comment.sub("", path.read_text("utf-8")))
    ]
    assert bare == []


def test_bare_words_are_found_where_they_stand():
    jinja = environment()
    found = bare_in_template(jinja.parse('<p title="是">{{ "单" }}{{ _("好") }}</p>'))
    assert [text for _line, text in found] == ['<p title="是">', "单"]
    code = ast.parse('"""文"""\na = _("好")\nb = f"单{a}"\n')
    assert [text for _line, text in bare_in_code(code)] == ["单"]
