"""Pieces of an expression: each knows its kind and is evaluated by one closure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.rules.cell import kinds
from portal.rules.cell.operators import BINARY, FUNCTIONS, ROUNDING
from portal.rules.cell.tokens import Token
from portal.rules.cell.values import BadText

Code = Callable[[Mapping[str, Any]], Any]


@dataclass(frozen=True, slots=True)
class Node:
    """A piece that can be evaluated: its kind, and whether it may be null."""

    kind: str
    nullable: bool
    code: Code
    constant: Any = None


def constant(value: Any, kind: str) -> Node:
    return Node(kind, False, lambda _: value, value)


def opposite(value: bool | None) -> bool | None:
    return None if value is None else not value


def join(sign: Token, left: Node, right: Node) -> Node:
    if sign.text in ("and", "or"):
        return _logic(sign, left, right)
    if sign.text in ("=", "!="):
        return _equality(sign, left, right)
    if sign.text in ("<", "<=", ">", ">="):
        kinds.must_be_comparable(
            kinds.common_kind(left.kind, right.kind, sign.at), sign.at
        )
        kind = "boolean"
    else:
        kind = kinds.arithmetic_kind(sign.text, left.kind, right.kind, sign.at)
    nullable = left.nullable or right.nullable or _may_fail(sign.text, right)
    return Node(kind, nullable, _strict(BINARY[sign.text], left.code, right.code))


def _may_fail(sign: str, right: Node) -> bool:
    """Division by what may be zero, and powers, may have no result."""
    return (sign == "/" and not right.constant) or sign == "**"


def _strict(work: Callable[[Any, Any], Any], left: Code, right: Code) -> Code:
    def run(values: Mapping[str, Any]) -> Any:
        one = left(values)
        two = right(values)
        return None if one is None or two is None else work(one, two)

    return run


def _logic(sign: Token, left: Node, right: Node) -> Node:
    for node in (left, right):
        kinds.must_be(node.kind, "boolean", sign.at)
    decisive = sign.text == "or"
    one, two = left.code, right.code

    def run(values: Mapping[str, Any]) -> Any:
        first, second = one(values), two(values)
        if first is decisive or second is decisive:
            return decisive
        return None if first is None or second is None else not decisive

    return Node("boolean", left.nullable or right.nullable, run)


def _equality(sign: Token, left: Node, right: Node) -> Node:
    kinds.common_kind(left.kind, right.kind, sign.at)
    wanted = sign.text == "="
    one, two = left.code, right.code
    return Node("boolean", False, lambda values: (one(values) == two(values)) is wanted)


def apply(token: Token, arguments: list[Node]) -> Node:
    work, fewest, most, takes = FUNCTIONS[token.text]
    if not fewest <= len(arguments) <= most:
        raise BadText(
            f"{token.text} 的参数个数不对", f"要 {fewest} 到 {most} 个。", token.at
        )
    kind = "null"
    for argument in arguments:
        kind = kinds.common_kind(kind, argument.kind, token.at)
    if kind not in (*takes, "null"):
        kinds.must_be(kind, takes[0], token.at)
    codes = [argument.code for argument in arguments]

    def run(values: Mapping[str, Any]) -> Any:
        given = [code(values) for code in codes]
        return None if None in given else work(*given)

    loose = token.text in ROUNDING and arguments[-1].constant is None
    nullable = loose and len(arguments) > 1
    return Node(kind, nullable or any(one.nullable for one in arguments), run)
