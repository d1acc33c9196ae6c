"""`fields:` of a procedure: what a case records, with its checks."""

from collections.abc import Mapping

from portal.rules.cell import BadText, parse_expression
from portal.rules.cell.values import nearest
from portal.rules.load import scalars
from portal.rules.load.faults import Faults
from portal.rules.load.tree import Entries, Node, Scalar
from portal.rules.procedures.shape import FIELD_TYPES, Field, Must

_KEYS = ("label", "type", "values", "max", "personal", "hint", "must")
# How an expression sees a field; what is not here it cannot use.
KINDS = {
    "text": "text?",
    "choice": "text?",
    "staff": "text?",
    "number": "number?",
    "money": "money?",
    "integer": "integer?",
    "boolean": "boolean?",
    "date": "date?",
    "datetime": "datetime?",
}


def read_fields(node: Node | None, faults: Faults) -> dict[str, Field]:
    """Fields by name, in the order written."""
    found = scalars.entries(node, faults, "fields ")
    if found is None:
        return {}
    names = {name: _kind(found.values[name]) for name in found.values}
    kinds = {name: kind for name, kind in names.items() if kind}
    fields = {}
    for key in found.keys.values():
        name = scalars.read_name(key, faults, "栏目名")
        field = _field(name, key, found.values[key.text], kinds, faults)
        if name and field:
            fields[name] = field
    return fields


def expression_kinds(fields: Mapping[str, Field]) -> dict[str, str]:
    """The fields an expression may use, with their kinds."""
    return {n: KINDS[f.type] for n, f in fields.items() if f.type in KINDS}


def _kind(node: Node) -> str:
    type_ = node.values.get("type") if isinstance(node, Entries) else None
    return KINDS.get(type_.text, "") if isinstance(type_, Scalar) else ""


def _field(
    name: str, key: Scalar, node: Node, kinds: Mapping[str, str], faults: Faults
) -> Field | None:
    body = scalars.entries(node, faults, f"栏目 {name} ")
    if body is None:
        return None
    given = scalars.only_keys(body, _KEYS, faults, needed=("label", "type"))
    type_ = scalars.read_text(given.get("type"), faults, "类型")
    if type_ not in FIELD_TYPES:
        fix = nearest(type_, FIELD_TYPES) or f"可用:{'、'.join(FIELD_TYPES)}。"
        faults.add(key.at, "type", f"没有栏目类型 {type_}", fix)
        return None
    values = _values(given.get("values"), faults)
    if (type_ == "choice") != bool(values):
        faults.add(key.at, "type", "选择栏才有 values,而且必须有", "请核对 type。")
    if type_ == "text" and "max" not in given:
        faults.add(key.at, "column", f"文字栏 {name} 没有写 max", "写最多几个字。")
    return Field(
        name=name,
        label=scalars.read_text(given.get("label"), faults, "label "),
        type=type_,
        at=key.at,
        values=values or None,
        max=_whole(given.get("max"), faults),
        personal=scalars.read_text(given.get("personal"), faults, "personal "),
        hint=scalars.read_text(given.get("hint"), faults, "hint "),
        must=_must(given.get("must"), kinds, faults),
    )


def _values(node: Node | None, faults: Faults) -> dict[str, str]:
    found = scalars.entries(node, faults, "values ")
    if found is None:
        return {}
    return {
        scalars.read_text(key, faults, "值"): scalars.read_text(
            found.values[code], faults, "名称"
        )
        for code, key in found.keys.items()
    }


def _whole(node: Node | None, faults: Faults) -> int | None:
    if node is None:
        return None
    if isinstance(node, Scalar) and node.plain and node.text.isdecimal():
        return int(node.text)
    faults.add(node.at, "type", "max 应是整数", "例如 300。")
    return None


def _must(node: Node | None, kinds: Mapping[str, str], faults: Faults) -> Must | None:
    body = scalars.entries(node, faults, "must ")
    if body is None:
        return None
    given = scalars.only_keys(body, ("is", "else"), faults, needed=("is", "else"))
    holds = given.get("is")
    if not isinstance(holds, Scalar) or not holds.text.startswith("="):
        faults.add(body.at, "cell", "is 应是 = 开头的算式", '如 "= to > from"。')
        return None
    try:
        expression = parse_expression(holds.text, kinds)
    except BadText as bad:
        faults.add_bad(holds, "cell", bad)
        return None
    if expression.kind != "boolean":
        faults.add(holds.at, "type", "is 的结果应是是或否", "请写一个比较。")
    return Must(expression, scalars.read_text(given.get("else"), faults, "else "))
