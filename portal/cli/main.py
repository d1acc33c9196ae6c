"""Reads the command line, runs one command, and turns its end into an exit code."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from portal.cli.output import BAD_USAGE, FINDINGS, Stop, say
from portal.errors import BadInput, PortalError
from portal.rules.errors import BadRuleFile, RuleError
from portal.settings import BadSetting, language
from portal.words import gettext as _
from portal.words import use_locale


def main(argv: Sequence[str] | None = None) -> int:
    """0: done; 1: there is something to mend; 2: the command cannot be run."""
    given = sys.argv[1:] if argv is None else list(argv)
    try:
        with use_locale(language(os.environ)):
            return _run(given)
    except BadSetting as bad:
        say(str(bad))
        return BAD_USAGE


def _run(given: list[str]) -> int:
    arguments = _parser(given).parse_args(given)
    try:
        return int(arguments.run(arguments))
    except Stop as stop:
        say(str(stop))
        return stop.code
    except BadRuleFile as bad:
        say(str(bad))
        return FINDINGS
    except BadInput as bad:
        for name, problem in bad.problems.items():
            say(f"{name}: {problem}")
        return BAD_USAGE
    except (BadSetting, PortalError, RuleError) as refused:
        say(str(refused))
        return BAD_USAGE
    except KeyboardInterrupt:
        return BAD_USAGE


def _parser(given: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="portal", description=_("前台门户"))
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name, words in _commands().items():
        command = commands.add_parser(name, help=words, description=words)
        # Only the command that is asked for is loaded: a question to a rule table
        # should not wait for the web server's code.
        if name in given[:1]:
            import_module(f"portal.cli.{name}").add(command)
    return parser


def _commands() -> dict[str, str]:
    return {
        "serve": _("开起门户"),
        "demo": _("装满一家示范店，开起来看"),
        "rules": _("读、查、问、重算规则表"),
        "procedures": _("读、查流程文件"),
        "db": _("建库、查库、备份、恢复"),
        "site": _("店：新开、列出"),
        "user": _("账号：新增、改密码、给角色"),
        "token": _("给其他程序用的令牌：新增、作废"),
        "device": _("挂在墙上的屏幕：配对、列出、停用"),
        "doctor": _("看看这台机器和这个店缺什么"),
    }
