"""YAML text to a small tree of positioned nodes, built from events without recursion.

Anchors, aliases, tags, directives, duplicate keys and deep nesting end here: a rule
file is what its reader sees.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from portal.rules.errors import BadRuleFile, Finding, Position
from portal.rules.load.source import has_unseen

DEEPEST = 30


@dataclass(frozen=True, slots=True)
class Scalar:
    """One word or text; `plain` = without quotes, `folded` = over several lines."""

    text: str
    plain: bool
    at: Position
    folded: bool = False


@dataclass(slots=True)
class Items:
    """A list."""

    at: Position
    items: list["Node"] = field(default_factory=list)


@dataclass(slots=True)
class Entries:
    """A mapping: what each key leads to, and where the key itself stands."""

    at: Position
    values: dict[str, "Node"] = field(default_factory=dict)
    keys: dict[str, Scalar] = field(default_factory=dict)


Node = Scalar | Items | Entries


def parse_tree(text: str, file: str) -> Node:
    """The one document of `text`; raises BadRuleFile with file, line and column."""
    builder = _Builder(file)
    try:
        for event in _events(text):
            builder.feed(event)
    except MarkedYAMLError as bad:
        mark = bad.problem_mark or bad.context_mark
        at = builder.position(mark) if mark else Position(file, 1, 1)
        raise _refused(
            at, f"YAML 写法不通（{bad.problem}）", "请核对缩进和引号。"
        ) from None
    except YAMLError:
        at = Position(file, 1, 1)
        raise _refused(at, "YAML 写法不通", "请核对缩进和引号。") from None
    return builder.result()


def _events(text: str) -> Iterator[Any]:
    yield from YAML(typ="safe", pure=True).parse(text)


def _refused(at: Position, message: str, fix: str, kind: str = "yaml") -> BadRuleFile:
    return BadRuleFile([Finding(at, kind, message, fix)])


class _Builder:
    """Puts events together; `stack` holds the open lists and mappings."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.stack: list[Items | Entries] = []
        self.pending: list[Scalar | None] = []
        self.root: Node | None = None
        self.documents = 0

    def position(self, mark: Any) -> Position:
        return Position(self.file, mark.line + 1, mark.column + 1)

    def result(self) -> Node:
        if self.root is None:
            raise _refused(Position(self.file, 1, 1), "文件是空的", "请写上表的内容。")
        return self.root

    def feed(self, event: Any) -> None:
        at = self.position(event.start_mark)
        if isinstance(event, DocumentStartEvent):
            self._start_document(event, at)
        elif isinstance(event, AliasEvent):
            raise _refused(at, "不能用锚点或引用（& 和 *）", "请把内容照写一遍。")
        elif isinstance(event, ScalarEvent | MappingStartEvent | SequenceStartEvent):
            self._refuse_marks(event, at)
            self._add(event, at)
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            self.stack.pop()
            self.pending.pop()

    def _start_document(self, event: Any, at: Position) -> None:
        self.documents += 1
        if self.documents > 1:
            raise _refused(at, "一个文件里只能有一张表", "请删去 --- 之后的内容。")
        if event.version or event.tags:
            raise _refused(at, "不能用 % 开头的 YAML 指令", "请删去这一行。")

    def _refuse_marks(self, event: Any, at: Position) -> None:
        if event.anchor is not None:
            raise _refused(at, "不能用锚点或引用（& 和 *）", "请把内容照写一遍。")
        if event.tag is not None:
            raise _refused(at, "不能用 ! 开头的 YAML 标记", "请删去标记。")
        if isinstance(event, ScalarEvent) and has_unseen(event.value):
            raise _refused(at, "有看不见的字符", "请删去它。")
        if len(self.stack) >= DEEPEST:
            raise _refused(at, f"嵌套超过 {DEEPEST} 层", "请写得平一些。", "size")

    def _add(self, event: Any, at: Position) -> None:
        node = self._node(event, at)
        if self._is_key():
            self._keep_key(node)
            return
        self._attach(node)
        if not isinstance(node, Scalar):
            self.stack.append(node)
            self.pending.append(None)

    def _node(self, event: Any, at: Position) -> Node:
        if isinstance(event, MappingStartEvent):
            return Entries(at)
        if isinstance(event, SequenceStartEvent):
            return Items(at)
        folded = event.end_mark.line != event.start_mark.line or "\\" in event.value
        return Scalar(event.value, event.style is None, at, folded)

    def _is_key(self) -> bool:
        top = self.stack[-1] if self.stack else None
        return isinstance(top, Entries) and self.pending[-1] is None

    def _keep_key(self, node: Node) -> None:
        top = self.stack[-1]
        if not isinstance(node, Scalar) or not isinstance(top, Entries):
            raise _refused(node.at, "键只能是一个词", "请核对括号。")
        if node.text in top.keys:
            raise _refused(
                node.at, f"{node.text} 写了两次", "请删去一处。", "duplicate"
            )
        top.keys[node.text] = node
        self.pending[-1] = node

    def _attach(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        if isinstance(top, Items):
            top.items.append(node)
            return
        key = self.pending[-1]
        if key is None:
            return
        if _goes_on(top, key, node):
            _join(top, key)
        else:
            top.values[key.text] = node
        self.pending[-1] = None


def _goes_on(top: Entries, key: Scalar, node: Node) -> bool:
    """Whether the key is the rest of a Chinese text, cut off by its own comma.

    In { } YAML ends an unquoted text at a comma; who writes 先按小单,提示补录 there
    means a sentence and no key without a value.
    """
    cut = next(reversed(top.values.values()), None)
    if not isinstance(cut, Scalar) or not isinstance(node, Scalar):
        return False
    next_column = cut.at.column + len(cut.text) + len(",")
    return (
        (cut.plain and key.plain and node.plain and node.text == "")
        and (key.at.line, key.at.column) == (cut.at.line, next_column)
        and not (cut.folded or cut.text.isascii() or key.text.isascii())
    )


def _join(top: Entries, key: Scalar) -> None:
    name, cut = next(reversed(top.values.items()))
    assert isinstance(cut, Scalar)
    top.values[name] = replace(cut, text=f"{cut.text},{key.text}")
    del top.keys[key.text]
