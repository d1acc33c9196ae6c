"""The promises the tree keeps: names, sizes, and what may stand in which file."""

import ast
import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[1]
TOP_LEVEL = {
    *("README.md", "README.zh.md", "CONTRIBUTING.md", "CHANGELOG.md", "DECISIONS.md"),
    *("SECURITY.md", "LICENSE", "Makefile", "pyproject.toml", "babel.cfg"),
    *("requirements.lock", "requirements-dev.lock", "requirements-bench.lock"),
    *(".ci", ".gitattributes", ".gitignore"),
    *("rules", "portal", "tests", "bench", "docs"),
}
FEATURES = {
    *("reception", "dispatch", "lead", "slip", "lost", "cases", "schedule", "my"),
    *("attendance", "leave", "handover", "inspection", "pay", "fine", "credit"),
    *("care", "visit", "survey", "training", "kpi", "rule_edits"),
    *("people", "obligations", "decisions", "audit", "board", "search", "health"),
    *("api", "devices", "reports", "exporting"),
    *("imports", "importing", "webhooks"),
}
# Beside the features, what every file of a layer leans on.
SHARED = {
    "routes": {"case_pages", "frame", "home", "live", "types"},
    "services": {
        *(
            "answers",
            "auditing",
            "gathering",
            "house",
            "live",
            "numbers",
            "periods",
            "upkeep",
            "use_case",
            "watch",
        ),
        *("clauses", "contact", "masking", "pages", "paging", "presence", "sessions"),
        *("explaining", "replaying", "why"),
    },
    "models": {"base"},
    "templates": {"errors", "macros"},
}
LONGEST_MODULE, LONGEST_TEMPLATE, LONGEST_FUNCTION = 300, 150, 60
PLAIN_NUMBERS = {0, 1, -1, 2, 100}
HTTP_STATUSES = set(range(200, 600))


def modules(*folders):
    """Every Python file below the folders, migrations (written by a tool) left out."""
    found = [path for name in folders for path in (ROOT / name).rglob("*.py")]
    assert found, f"nothing below {folders}: the test looks in the wrong place"
    return sorted(path for path in found if "versions" not in path.parts)


def templates():
    found = sorted((ROOT / "portal/templates").rglob("*.html"))
    assert found, "no templates: the test looks in the wrong place"
    return found


def name(path):
    return str(path.relative_to(ROOT))


def trees(*folders):
    return {
        name(path): ast.parse(path.read_text("utf-8")) for path in modules(*folders)
    }


def ignored_at_the_top():
    lines = (ROOT / ".gitignore").read_text("utf-8").split()
    return [line.strip("/") for line in lines]


def test_nothing_stands_at_the_top_that_the_plan_does_not_name():
    ignored = ignored_at_the_top()
    found = {
        path.name
        for path in ROOT.iterdir()
        if path.name != ".git" and not any(path.match(line) for line in ignored)
    }
    assert found - TOP_LEVEL == set()


@pytest.mark.parametrize("layer", ["routes", "services", "models", "templates"])
def test_every_layer_uses_the_same_feature_words(layer):
    entries = (ROOT / "portal" / layer).iterdir()
    if layer == "templates":
        words = {path.name for path in entries if path.is_dir()}
    else:
        words = {path.stem for path in entries if not path.name.startswith("__")}
    assert words, f"portal/{layer} is empty"
    assert words - FEATURES - SHARED[layer] == set()


def test_no_file_is_a_room_too_big_to_live_in():
    sizes = {path: LONGEST_MODULE for path in modules("portal", "tests")}
    sizes |= {path: LONGEST_TEMPLATE for path in templates()}
    too_long = {
        name(path): lines
        for path, longest in sizes.items()
        if (lines := path.read_text("utf-8").count("\n")) > longest
    }
    assert too_long == {}


def test_no_function_is_longer_than_a_screen():
    too_long = {
        f"{file}:{node.lineno} {node.name}": node.end_lineno - node.lineno + 1
        for file, tree in trees("portal", "tests").items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    }
    assert too_long == {}


def test_every_module_says_what_it_is_for():
    silent = [
        file
        for file, tree in trees("portal", "tests").items()
        if tree.body and not ast.get_docstring(tree)
    ]
    assert silent == []


def numbers(tree):
    """The numbers written in the code, with their lines; booleans are not numbers."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and type(node.value) in (int, float, complex):
            yield node.lineno, node.value


@pytest.mark.parametrize(
    ("layer", "allowed"),
    [
        ("portal/services", PLAIN_NUMBERS),
        ("portal/routes", PLAIN_NUMBERS | HTTP_STATUSES),
    ],
)
def test_no_business_number_stands_in_python(layer, allowed):
    found = [
        f"{file}:{line} {number!r}"
        for file, tree in trees(layer).items()
        for line, number in numbers(tree)
        if isinstance(number, float) or number not in allowed
    ]
    assert found == [], "a figure a manager could change is a row in rules/"


def test_services_reckon_without_floats():
    found = [
        f"{file}:{node.lineno}"
        for file, tree in trees("portal/services", "portal/models").items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and node.id == "float"
    ]
    assert found == []


def roles():
    file = ROOT / "rules/access/permission.yaml"
    return set(YAML(typ="safe").load(file)["inputs"]["role"]["values"])


def field_names(tree):
    """Constants that name a field of a form or record: `designer` is a role as well."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "name":
            yield node.value
        elif isinstance(node, ast.Dict):
            yield from node.keys
        elif isinstance(node, ast.Call) and re.search(
            r"^form\.\w+$|\bfields\.get$", ast.unparse(node.func)
        ):
            yield from node.args
        elif isinstance(node, ast.Compare) and ast.unparse(node).endswith(".fields"):
            yield node.left


def test_no_role_is_named_in_python():
    known = roles()
    found = [
        f"{file}:{node.lineno} {node.value!r}"
        for file, tree in trees("portal/services", "portal/routes").items()
        for node in set(ast.walk(tree)) - set(field_names(tree))
        if isinstance(node, ast.Constant) and node.value in known
    ]
    assert found == [], "who may do what is a row of access.permission"


def test_no_role_is_named_in_a_template():
    quoted = re.compile("|".join(f"""['"]{role}['"]""" for role in sorted(roles())))
    blocks = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
    found = [
        f"{name(path)}: {block}"
        for path in templates()
        for block in blocks.findall(path.read_text("utf-8"))
        if quoted.search(block)
    ]
    assert found == []


def is_page(path):
    """It stands on a base, or is a whole document of its own, as paper is."""
    return re.search(r"\{% extends|<!doctype html>", path.read_text("utf-8"), re.I)


def test_only_fragments_start_with_an_underscore():
    wrong = [
        name(path)
        for path in templates()
        if path.parent.name != "macros"
        and bool(is_page(path)) == path.name.startswith("_")
    ]
    assert wrong == []


def test_every_text_of_a_template_can_be_translated():
    marked = re.compile(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
    bare = [
        f"{name(path)}: {text}"
        for path in templates()
        for text in marked.sub("", path.read_text("utf-8")).splitlines()
        if re.search(r"[\u4e00-\u9fff]", text)
    ]
    assert bare == [], "wrap it in _()"


def test_what_is_not_ours_carries_its_version_in_its_name():
    scripts = list((ROOT / "portal/static/vendor").glob("*.js"))
    assert scripts
    unversioned = [
        path.name for path in scripts if not re.search(r"-\d+\.\d+\.\d+", path.name)
    ]
    assert unversioned == []


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


def test_only_the_engine_touches_durable_rules():
    found = {
        file
        for file, tree in trees("portal", "tests").items()
        if any(module.startswith("durable") for module in imported(tree))
    }
    assert found <= {"portal/rules/engine.py"}


def test_the_locks_install_from_any_index():
    for lock in ROOT.glob("requirements*.lock"):
        text = lock.read_text("utf-8")
        assert "--hash=sha256:" in text
        assert not re.search(r"://|--(index|extra|find|trusted)|^/| @ ", text, re.M)
