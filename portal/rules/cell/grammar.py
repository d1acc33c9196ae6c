"""The grammar of FEEL expressions: tokens to closures, kinds checked on the way."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from portal.rules.cell import kinds
from portal.rules.cell.nodes import Node, apply, constant, join, opposite
from portal.rules.cell.operators import FUNCTIONS, minus
from portal.rules.cell.tokens import Token
from portal.rules.cell.values import BadText, nearest, read_value

# Binding strength, weakest first; all group to the left.
_LEVELS: tuple[tuple[str, ...], ...] = (
    ("or",),
    ("and",),
    ("=", "!=", "<", "<=", ">", ">="),
    ("+", "-"),
    ("*", "/"),
    ("**",),
)
_RESERVED = frozenset(
    {"if", "then", "else", "and", "or", "not", "true", "false", "null"}
)
_LITERALS = frozenset({"date", "time", "datetime", "duration"})
DEEPEST = 30


class Grammar:
    """One pass over the tokens; `used` gathers the column names met."""

    def __init__(self, tokens: list[Token], names: Mapping[str, str]) -> None:
        self.tokens = tokens
        self.names = names
        self.used: set[str] = set()
        self.place = 0
        self.depth = 0

    def parse(self) -> Node:
        node = self._expression()
        if self._next.kind != "end":
            raise self._bad(f"“{self._next.text}”是多出来的")
        return node

    @property
    def _next(self) -> Token:
        return self.tokens[self.place]

    def _bad(self, message: str, fix: str = "请核对写法。") -> BadText:
        return BadText(message, fix, self._next.at)

    def _take(self, text: str) -> bool:
        token = self._next
        if token.kind not in ("sign", "word") or token.text != text:
            return False
        self.place += 1
        return True

    def _expect(self, text: str) -> None:
        if not self._take(text):
            raise self._bad(f"这里应是 {text}")

    def _expression(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self._bad("括号套得太深", "请拆成几列。")
        node = self._condition() if self._take("if") else self._binary(0)
        self.depth -= 1
        return node

    def _condition(self) -> Node:
        at = self._next.at
        test = self._expression()
        kinds.must_be(test.kind, "boolean", at)
        self._expect("then")
        yes = self._expression()
        self._expect("else")
        at = self._next.at
        no = self._expression()
        kind = kinds.common_kind(yes.kind, no.kind, at)
        ask, so, other = test.code, yes.code, no.code
        return Node(
            kind,
            yes.nullable or no.nullable,
            lambda values: so(values) if ask(values) is True else other(values),
        )

    def _binary(self, level: int) -> Node:
        if level == len(_LEVELS):
            return self._unary()
        left = self._binary(level + 1)
        while (sign := self._next).text in _LEVELS[level] and sign.kind != "text":
            self.place += 1
            left = join(sign, left, self._binary(level + 1))
        return left

    def _unary(self) -> Node:
        at = self._next.at
        if not self._take("-"):
            return self._primary()
        self.depth += 1
        if self.depth > DEEPEST:
            raise self._bad("负号太多")
        inner = self._unary()
        self.depth -= 1
        if inner.kind not in ("number", "duration", "null"):
            kinds.must_be(inner.kind, "number", at)
        code = inner.code

        def negate(values: Mapping[str, Any]) -> Any:
            value = code(values)
            return None if value is None else minus(value)

        return Node(inner.kind, inner.nullable, negate)

    def _primary(self) -> Node:
        token = self._next
        self.place += 1
        if token.kind == "number":
            return constant(Decimal(token.text), "number")
        if token.kind == "text":
            return constant(token.text, "text")
        if token.kind == "sign" and token.text == "(":
            node = self._expression()
            self._expect(")")
            return node
        if token.kind == "word":
            return self._word(token)
        self.place -= 1
        raise self._bad("这里应有一个值")

    def _word(self, token: Token) -> Node:
        if token.text in ("true", "false"):
            return constant(token.text == "true", "boolean")
        if token.text == "null":
            return Node("null", True, lambda _: None)
        if self._take("("):
            return self._call(token)
        if token.text in _RESERVED or token.text not in self.names:
            fix = (
                nearest(token.text, self.names)
                or f"可用：{'、'.join(self.names) or '（无）'}。"
            )
            raise BadText(f"没有名为 {token.text} 的列", fix, token.at)
        return self._column(token.text)

    def _column(self, name: str) -> Node:
        self.used.add(name)
        type_ = self.names[name]
        return Node(
            kinds.kind_of(type_), type_.endswith("?"), lambda values: values[name]
        )

    def _call(self, token: Token) -> Node:
        if token.text == "not":
            node = self._expression()
            kinds.must_be(node.kind, "boolean", token.at)
            self._expect(")")
            code = node.code
            return Node("boolean", node.nullable, lambda values: opposite(code(values)))
        if token.text in _LITERALS:
            return self._literal(token)
        if token.text not in FUNCTIONS:
            fix = nearest(token.text, FUNCTIONS) or f"可用：{'、'.join(FUNCTIONS)}。"
            raise BadText(f"没有名为 {token.text} 的函数", fix, token.at)
        return apply(token, self._arguments())

    def _literal(self, token: Token) -> Node:
        inner = self._next
        if inner.kind != "text":
            raise self._bad("这里应是双引号里的文字", f'如 {token.text}("...")。')
        self.place += 1
        try:
            value = read_value(inner.text, token.text)
        except BadText as bad:
            raise BadText(bad.message, bad.fix, inner.at) from None
        self._expect(")")
        return constant(value, token.text)

    def _arguments(self) -> list[Node]:
        if self._take(")"):
            return []
        found = [self._expression()]
        while self._take(","):
            found.append(self._expression())
        self._expect(")")
        return found
