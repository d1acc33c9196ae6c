"""`portal rules ...`: read, check, ask and replay the rule tables."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING

from portal.cli.output import day
from portal.cli.rules import asking, coverage, reading
from portal.words import gettext as _

if TYPE_CHECKING:
    # Known to type checkers only; at run time argparse's class takes no parameter.
    from argparse import _SubParsersAction

    Actions = _SubParsersAction[ArgumentParser]


def add(parser: ArgumentParser) -> None:
    """Declare the command's own commands."""
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    _reading(actions)
    _asking(actions)
    _coverage(actions)
    _replaying(actions)


def _reading(actions: "Actions") -> None:
    parser = _action(actions, "list", _("列出全部规则表"), reading.list_tables)
    _site(parser)
    parser = _action(actions, "show", _("显示一张规则表"), reading.show_table)
    parser.add_argument("table", metavar="TABLE")
    parser.add_argument("--on", type=day, help=_("哪一天的版本，默认今天"))
    _site(parser)
    _action(actions, "check", _("检查全部规则文件"), reading.check_tables)


def _asking(actions: "Actions") -> None:
    parser = _action(actions, "eval", _("拿事实问一张规则表"), asking.evaluate)
    parser.add_argument("table", metavar="TABLE", nargs="?")
    parser.add_argument("--facts", metavar="JSON", help=_("事实，一个 JSON 对象"))
    parser.add_argument(
        "--cases", metavar="FILE", help=_("一批问题的文件，- 为标准输入")
    )
    parser.add_argument("--on", type=day, help=_("哪一天，默认今天"))
    _site(parser)


def _coverage(actions: "Actions") -> None:
    text = _("列出每一条原文由哪些规则承载")
    _action(actions, "coverage", text, coverage.show_coverage)


def _replaying(actions: "Actions") -> None:
    words = _("重算留存的决定，看答案是否相同")
    parser = _action(actions, "replay", words, _replay)
    parser.add_argument("decision", metavar="NO", nargs="?", help=_("决定的编号"))
    parser.add_argument("--all", action="store_true", help=_("重算全部决定"))


def _replay(arguments: Namespace) -> int:
    # Replaying needs the database and all that belongs to it; the others do not.
    from portal.cli.rules.replaying import replay_kept

    return replay_kept(arguments)


def _action(
    actions: "Actions", name: str, words: str, run: Callable[[Namespace], int]
) -> ArgumentParser:
    parser = actions.add_parser(name, help=words, description=words)
    parser.add_argument("--json", action="store_true", help=_("输出 JSON"))
    parser.set_defaults(run=run)
    return parser


def _site(parser: ArgumentParser) -> None:
    parser.add_argument("--site", metavar="SITE", help=_("哪一个店，默认总部规则"))
