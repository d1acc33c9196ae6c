"""A look at the whole file: what each row means, what is wrong, what is left out."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
from sqlmodel import Session

from portal.models.imports import PhoneEntry
from portal.rules.evaluate import Decision
from portal.rules.table import Row as TableRow
from portal.services.contact import normal_phone
from portal.services.importing.fields import LEADS, NEEDED, PHONES, bound
from portal.services.importing.meant import meant_words
from portal.services.importing.rows import (
    WRONG,
    Findings,
    LeadRow,
    PhoneRow,
    Problem,
    SampleRow,
    Struck,
    Understood,
)
from portal.services.importing.standing import (
    Asker,
    Standing,
    letters_of_a_home,
    long_enough,
    standing_of,
)
from portal.services.importing.typist import Typist
from portal.services.periods import figure
from portal.services.reception.forms import Colleagues, Reading
from portal.services.reception.lead_form import lead_of
from portal.services.use_case import Act
from portal.words import gettext as _

Lines = Sequence[tuple[int, list[str]]]
Row = LeadRow | PhoneRow
TABLE, CHANNEL = "imports.row", "channel"


class Look:
    """Reads the rows of one file with one mapping, and tells what it found."""

    def __init__(
        self,
        session: Session,
        act: Act,
        kind: str,
        columns: Sequence[str],
        mapping: Mapping[str, int],
        channel: str,
    ) -> None:
        self.session = session
        self.act = act
        self.kind = kind
        self.mapping = mapping
        self.channel = channel
        self.typist = Typist(act, kind, mapping, columns, channel)
        self.asker = Asker(act.rules, act.today)
        self.colleagues = Colleagues(session, act)
        self.region = str(figure(act.rules, "lead.settings", "phone_region", act.today))
        self.problems: list[Problem] = []
        self.problem_count = 0
        self.rows: list[Row] = []

    def over(self, lines: Lines) -> Findings:
        """Look at every row; `rows` then holds those that could be read."""
        missing = [one for one in NEEDED[self.kind] if one not in self.mapping]
        if self.kind == LEADS and not (self.channel or CHANNEL in self.mapping):
            missing.append(CHANNEL)
        if missing:
            return Findings(rows=len(lines), missing=missing)
        readable = [row for one in lines if (row := self._read(*one)) is not None]
        self.rows = strike(self.session, self.act, self.asker, self.kind, readable)
        struck = Counter(one.struck for one in self.rows if one.struck)
        held = [one for one in self.rows if isinstance(one, PhoneRow) and one.held]
        return Findings(
            rows=len(lines),
            taken=sum(not one.struck for one in self.rows),
            held=len(held),
            struck=[*self._left_out(struck), *self._not_called(held)],
            problem_count=self.problem_count,
            problems=self.problems,
            sample=self._sample(lines),
        )

    def _read(self, line: int, cells: Sequence[str]) -> Row | None:
        typed, problems = self.typist.type(cells)
        read = Reading(typed, self.act, self.colleagues)
        row = self._lead(line, read) if self.kind == LEADS else self._phone(line, read)
        problems = {**read.problems, **problems}
        if not problems:
            return row
        self.problem_count += len(problems)
        room = bound(self.act, "problems_kept") - len(self.problems)
        told = [self._problem(line, cells, *one) for one in problems.items()]
        told.sort(key=lambda one: one.column)
        self.problems += told[: max(room, 0)]
        return None

    def _problem(
        self, line: int, cells: Sequence[str], field: str, sentence: str
    ) -> Problem:
        at = self.mapping.get(field, -1)
        text = cells[at] if 0 <= at < len(cells) else ""
        return Problem(line, at, field, text, sentence)

    def _lead(self, line: int, read: Reading) -> LeadRow:
        form = lead_of(read)
        phone = normal_phone(form.phone, self.region) or ""
        return LeadRow(line, phone, "", form)

    def _phone(self, line: int, read: Reading) -> PhoneRow:
        text = read.typed["phone"]
        phone = normal_phone(text, self.region)
        if phone is None:
            read.problems["phone"] = (
                _("这不像一个电话号码，例如 138 0013 4471。")
                if text
                else _("请填这一项。")
            )
        name, address, remarks = (
            read.text(field, PhoneEntry)
            for field in ("client_name", "site_address", "remarks")
        )
        return PhoneRow(line, phone or "", "", name, address, remarks, False, False)

    def _left_out(self, struck: Mapping[str, int]) -> Iterator[Struck]:
        for row in rows_of(self.act):
            if struck.get(row.id):
                yield Struck(row.id, struck[row.id], list(row.clauses))

    def _not_called(self, held: Sequence[PhoneRow]) -> Iterator[Struck]:
        answers = {one.held: phone_answer(self.asker, one) for one in held}
        for why, rows in Counter(one.held for one in held).items():
            yield Struck(why, rows, answers[why].clauses)

    def _sample(self, lines: Lines) -> list[SampleRow]:
        shown = lines[: bound(self.act, "preview_rows")]
        by_line = {one.line: one for one in self.rows}
        return [self._shown(line, cells, by_line.get(line)) for line, cells in shown]

    def _shown(self, line: int, cells: Sequence[str], row: Row | None) -> SampleRow:
        meant = meant_words(self.act, row)
        understood = [
            Understood(
                field, cells[at] if at < len(cells) else "", meant.get(field, "")
            )
            for field, at in self.mapping.items()
        ]
        return SampleRow(line, understood, *self._verdict(row))

    def _verdict(self, row: Row | None) -> tuple[str, list[str]]:
        if row is None:
            return WRONG, []
        if row.struck:
            [found] = [one for one in rows_of(self.act) if one.id == row.struck]
            return row.struck, list(found.clauses)
        if isinstance(row, PhoneRow) and row.held:
            return row.held, phone_answer(self.asker, row).clauses
        return "", []


def rows_of(act: Act) -> Sequence[TableRow]:
    """The rows of imports.row in force."""
    version = act.rules[TABLE].table.version_on(act.today)
    return version.rows if version else ()


def phone_answer(asker: Asker, row: PhoneRow) -> Decision:
    """What lead.phone_list says of a number just handed in: nothing is reported yet."""
    return asker.ask(
        "lead.phone_list",
        visited_store=row.visited,
        signed=row.signed,
        reported_in_advance=False,
    )


def strike(
    session: Session, act: Act, asker: Asker, kind: str, rows: Sequence[Row]
) -> list[Row]:
    """The rows with those marked that imports.row leaves out, as things stand now."""
    phones = {one.phone for one in rows}
    least = letters_of_a_home(act)
    keys = {one.line: _address_key(one, least) for one in rows}
    standing = standing_of(session, act, asker, phones, set(keys.values()) - {""})
    seen: set[str] = set()
    return [_struck(kind, asker, one, keys[one.line], standing, seen) for one in rows]


def _address_key(row: Row, least: int) -> str:
    return long_enough(row.site_address, least) if isinstance(row, PhoneRow) else ""


def _struck(
    kind: str, asker: Asker, row: Row, key: str, standing: Standing, seen: set[str]
) -> Row:
    decided = asker.ask(
        TABLE,
        kind=kind,
        repeated=row.phone in seen,
        open_lead=row.phone in standing.open,
        listed=row.phone in standing.listed,
    )
    seen.add(row.phone)
    changed: dict[str, Any] = {
        "struck": "" if decided.one["taken"] else decided.rows[0]
    }
    if kind == PHONES:
        known = {row.phone, key}
        changed["visited"] = bool(known & standing.visited)
        changed["signed"] = bool(known & standing.signed)
    return msgspec.structs.replace(row, **changed)
