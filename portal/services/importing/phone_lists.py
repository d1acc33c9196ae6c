"""The market department's numbers: who may be called, who was reported in advance.

lead.phonelist.market-runs, lead.phonelist.exclude, lead.phonelist.prereport. Whether a
client has come or signed since is asked each time: nothing has to be awake for it.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, or_, select

from portal.access import may
from portal.errors import LostRace, NotFound
from portal.models.imports import Import, PhoneEntry
from portal.rules.evaluate import Decision
from portal.services.answers import Done, Refused
from portal.services.audit import Subject
from portal.services.clauses import clause_refs
from portal.services.contact import address_key
from portal.services.decisions import verdict_of
from portal.services.importing.shapes import PhoneLine, PhonesPage
from portal.services.importing.standing import (
    Asker,
    Standing,
    letters_of_a_home,
    long_enough,
    standing_of,
)
from portal.services.lead.finding import is_phone
from portal.services.lead.own import Eyes
from portal.services.paging import page_rows
from portal.services.use_case import Act, Tx, use_case
from portal.words import format_datetime, format_phone
from portal.words import gettext as _

HERE = "/phone-lists"
TABLE = "lead.phone_list"
REPORT = "phones.report"
CALLABLE, REPORTED, STRUCK = "callable", "reported", "struck"


def phones_page(act: Act, typed: Mapping[str, str], page: int = 1) -> PhonesPage:
    """One page of the numbers, those of the latest list first."""
    values = {name: typed.get(name, "").strip() for name in ("q", "state", "list")}
    with act.house.db.reading() as session:
        rows, pager = page_rows(session, act, _listed(act, values), page, HERE, values)
        asker = Asker(act.rules, act.today)
        standing = _standing(session, act, asker, [entry for entry, _no in rows])
    return PhonesPage(
        title=_("小区电话名单"),
        query=values["q"],
        state=values["state"],
        states=[
            ("", _("全部")),
            (CALLABLE, _("可拨打")),
            (REPORTED, _("已报备")),
            (STRUCK, _("划掉的")),
        ],
        rows=[_line(act, asker, standing, *row) for row in rows],
        pager=pager,
        filtered=any(values.values()),
        may_import=may(act.rules, act.by, "import.phones", act.today),
    )


def _listed(act: Act, values: Mapping[str, str]) -> Any:
    found = (
        select(PhoneEntry, Import.no)
        .join(Import, col(Import.id) == col(PhoneEntry.import_id))
        .where(PhoneEntry.site_id == act.by.site_id)
        .order_by(col(Import.no).desc(), col(PhoneEntry.line))
    )
    if values["list"]:
        found = found.where(Import.no == values["list"])
    states = {
        CALLABLE: col(PhoneEntry.callable).is_(True),
        REPORTED: col(PhoneEntry.reported_at).is_not(None),
        STRUCK: col(PhoneEntry.callable).is_(False),
    }
    if values["state"] in states:
        found = found.where(states[values["state"]])
    return found.where(_matching(act, values["q"])) if values["q"] else found


def _matching(act: Act, text: str) -> Any:
    """By a part of the number, the name or the address; never by what is masked."""
    eyes, digits = Eyes(act), "".join(filter(str.isdecimal, text))
    found = []
    if is_phone(act, text) and eyes.full("phone"):
        found.append(col(PhoneEntry.phone).contains(digits))
    if eyes.full("client_name"):
        found.append(col(PhoneEntry.client_name).contains(text, autoescape=True))
    if eyes.full("site_address") and address_key(text):
        key = address_key(text)
        found.append(col(PhoneEntry.address_key).contains(key, autoescape=True))
    return or_(*found) if found else col(PhoneEntry.id).is_(None)


def _standing(
    session: Session, act: Act, asker: Asker, entries: Sequence[PhoneEntry]
) -> Standing:
    phones = {one.phone for one in entries}
    least = letters_of_a_home(act)
    keys = {long_enough(one.site_address, least) for one in entries}
    return standing_of(session, act, asker, phones, keys - {""})


def _answer(act: Act, asker: Asker, standing: Standing, entry: PhoneEntry) -> Decision:
    """lead.phone_list for this number as things stand now."""
    known = {entry.phone, long_enough(entry.site_address, letters_of_a_home(act))}
    return asker.ask(
        TABLE,
        visited_store=bool(known & standing.visited),
        signed=bool(known & standing.signed),
        reported_in_advance=entry.reported_at is not None,
    )


def _line(
    act: Act, asker: Asker, standing: Standing, entry: PhoneEntry, list_no: str
) -> PhoneLine:
    eyes, answer = Eyes(act), _answer(act, asker, standing, entry)
    kind, word = _state(entry, answer)
    can_report = kind == "go" and entry.reported_at is None
    return PhoneLine(
        id=entry.id,
        phone=format_phone(
            eyes.show("list_phone" if kind != "stop" else "phone", entry.phone)
        ),
        client=eyes.show("client_name", entry.client_name),
        address=eyes.show("site_address", entry.site_address),
        remarks=entry.remarks,
        state_kind=kind,
        state=word,
        clauses=clause_refs(act.rules, answer.clauses),
        decision=f"/decisions/{entry.decision_id}",
        can_report=can_report and may(act.rules, act.by, REPORT, act.today),
        reported=format_datetime(entry.reported_at, short=True)
        if entry.reported_at
        else "",
        list_no=list_no,
        list_href=f"/imports/{entry.import_id}",
    )


def _state(entry: PhoneEntry, answer: Decision) -> tuple[str, str]:
    """Kind and word; somebody reported before he came is the market's, come or not."""
    if entry.reported_at is not None:
        came = not answer.one["callable"]
        return ("turn", _("已报备，已到店")) if came else ("turn", _("已报备"))
    if not entry.callable:
        return "stop", _("划掉")
    if not answer.one["callable"]:
        return "stop", _("名单之后到了店，不再拨打")
    return "go", _("可拨打")


@use_case
def report_in_advance(tx: Tx, entry_id: UUID) -> Done | Refused:
    """The client behind the number will come (lead.phonelist.prereport).

    Reporting after he has come does not count: the table says so.
    """
    tx.need(REPORT)
    entry = _locked(tx, entry_id)
    asker = Asker(tx.rules, tx.today)
    standing = _standing(tx.s, tx.act, asker, [entry])
    answer = _answer(tx.act, asker, standing, entry)
    subject = Subject("phone", entry.id, "")
    kept = tx.keep(verdict_of(answer, tx.today), subject)
    if not (entry.callable and answer.one["callable"]):
        tx.audit("phones.refused", subject, decision=str(kept.id))
        return Refused(
            reason=_("这位客户已到店或已签约，到店后补报不算。"),
            clauses=answer.clauses,
            lifts_when=_("如果名单之前就谈过，请在来单上登记归属凭据。"),
            decision_id=kept.id,
        )
    entry.reported_at, entry.reported_by = tx.now, tx.by.staff_id
    entry.decision_id = kept.id
    tx.s.add(entry)
    tx.audit(REPORT, subject)
    tx.event("phones")
    return Done(id=entry.id, message=_("已报备。"))


def _locked(tx: Tx, entry_id: UUID) -> PhoneEntry:
    entry: PhoneEntry | None = tx.lock(
        select(PhoneEntry).where(
            PhoneEntry.site_id == tx.site_id, PhoneEntry.id == entry_id
        )
    ).first()
    if entry is None:
        raise NotFound(_("号码"), entry_id)
    if entry.reported_at is not None:
        raise LostRace(_("这个号码已经报备过了。"), "", entry.reported_at)
    return entry
