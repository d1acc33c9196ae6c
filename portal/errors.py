"""What can go wrong with an act: raised by services, turned into pages by routes.

A refusal by a rule is not here: that is an answer (`portal.services.answers.Refused`).
"""

from collections.abc import Mapping
from datetime import datetime

from portal.words import format_datetime
from portal.words import gettext as _


class PortalError(Exception):
    """Anything that ends an act and rolls it back."""


class NotFound(PortalError):
    """Nothing of that kind has this number."""

    def __init__(self, what: str, key: object) -> None:
        super().__init__(_("没有找到%(what)s：%(key)s。", what=what, key=key))


class NotAllowed(PortalError):
    """This person may not do this; `who_may` names the roles that may, in words."""

    def __init__(self, action: str, who_may: str = "") -> None:
        text = _("您没有“%(action)s”的权限。", action=action)
        if who_may:
            text += _("可以办的有：%(roles)s。", roles=who_may)
        super().__init__(text)
        self.action = action
        self.who_may = who_may


class NotLoggedIn(PortalError):
    """No session or token that counts."""

    def __init__(self) -> None:
        super().__init__(_("请先登录。"))


class BadSignature(PortalError):
    """A delivery that does not prove where it comes from."""


class BadInput(PortalError):
    """What was typed cannot be used: field name -> sentence."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(problems.values()))
        self.problems = dict(problems)


class LostRace(PortalError):
    """Somebody else was faster; nothing of this act was written.

    winner: a name, "" where it is not known. at: when; both stand in the sentence.
    """

    def __init__(self, message: str, winner: str, at: datetime | None) -> None:
        values = {"what": message, "who": winner, "at": format_datetime(at, short=True)}
        if winner and at:
            message = _("%(what)s先办的是%(who)s，%(at)s。", **values)
        elif at:
            message = _("%(what)s那是在 %(at)s。", **values)
        super().__init__(message)
        self.winner = winner
        self.at = at


class KeyReused(PortalError):
    """The same request key came with another content."""

    def __init__(self) -> None:
        super().__init__(
            _("这张表单的编号已经用过，而内容不同。请刷新页面后再交一次。")
        )
