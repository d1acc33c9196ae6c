"""Colleagues as they are named in a form: 1032, 马超 or 1032 马超."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, or_, select

from portal.access import role_labels
from portal.models.people import Staff
from portal.services.use_case import Act
from portal.words import gettext as _
from portal.words import listed


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works at the site; `post` is the label of the position."""

    id: UUID
    staff_no: str
    name: str
    post: str


class Colleagues:
    """Everybody who works at the site now, by number."""

    def __init__(self, session: Session, act: Act) -> None:
        labels = role_labels(act.rules)
        found = session.execute(
            select(Staff.id, Staff.staff_no, Staff.name, Staff.position)
            .where(
                Staff.site_id == act.by.site_id,
                or_(col(Staff.left_on).is_(None), col(Staff.left_on) >= act.today),
            )
            .order_by(Staff.staff_no)
        )
        self.all = [
            Colleague(id, no, name, labels.get(post, post))
            for id, no, name, post in found
        ]

    def named(self, text: str) -> Sequence[Colleague]:
        """Those the text can mean: a number, a name, or both with a blank between."""
        words = text.split()
        return [
            one
            for one in self.all
            if words in ([one.staff_no], [one.name], [one.staff_no, one.name])
        ]

    def pairs(self) -> list[tuple[str, str]]:
        """For a list of suggestions: what is put into the field, what is shown."""
        return [(f"{one.staff_no} {one.name}", one.post) for one in self.all]

    def options(self) -> list[tuple[str, str]]:
        """For a select: number, then number, name and post."""
        return [
            (one.staff_no, f"{one.staff_no} {one.name}　{one.post}") for one in self.all
        ]

    def problem(self, text: str) -> str:
        """What is wrong with the text, "" when it means exactly one person."""
        found = self.named(text)
        if len(found) == 1:
            return ""
        if not found:
            return _("没有叫“%(text)s”的同事，请填工号或姓名。", text=text)
        numbers = listed(one.staff_no for one in found)
        return _("有几位同名的同事，请填工号：%(numbers)s。", numbers=numbers)
