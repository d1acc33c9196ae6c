"""The steps of the idle clock: first contact, more time asked for, and its answer."""

from sqlmodel import Session, col, select

from portal.models.lead import Lead, LeadState
from portal.models.obligations import Obligation
from portal.services.lead.clocks import CLOCKS
from portal.services.lead.extending import open_request
from portal.services.lead.owning import owner_now
from portal.services.lead.page.shapes import Offered, StepField
from portal.services.lead.steps import ANSWER_EXTENSION, ASK_EXTENSION, CONTACT
from portal.services.use_case import Act
from portal.words import gettext as _


def first_contact(session: Session, lead: Lead) -> list[Offered]:
    """One press with a note, as long as the client was not reached."""
    owner = owner_now(session, lead)
    if lead.state != LeadState.ASSIGNED or (owner and owner.contacted_at):
        return []
    return [
        Offered(
            key=CONTACT,
            permission="lead.contact",
            label=_("已联系客户"),
            path="contact",
            fields=[StepField(name="note", label=_("客户怎么说"))],
        )
    ]


def extension_steps(session: Session, act: Act, lead: Lead) -> list[Offered]:
    """The owner may ask once at a time; then a manager has to answer."""
    asked = open_request(session, lead)
    if asked is not None:
        return [_answer()]
    return [_ask()] if _runs_for(session, act, lead) else []


def _runs_for(session: Session, act: Act, lead: Lead) -> bool:
    """Whether a clock of this person runs on the lead."""
    found = select(Obligation.id).where(
        Obligation.site_id == lead.site_id,
        Obligation.subject_id == lead.id,
        Obligation.staff_id == act.by.staff_id,
        col(Obligation.code).in_(CLOCKS),
        col(Obligation.met_at).is_(None),
        col(Obligation.dropped_at).is_(None),
    )
    return act.by.staff_id is not None and session.exec(found).first() is not None


def _ask() -> Offered:
    return Offered(
        key=ASK_EXTENSION,
        permission="lead.extension_ask",
        label=_("申请续期"),
        path="extension",
        by_the_way=True,
        fields=[
            StepField(
                name="reason",
                label=_("理由"),
                required=True,
                hint=_("经理批了才算；没有批以前钟照走。"),
            )
        ],
    )


def _answer() -> Offered:
    return Offered(
        key=ANSWER_EXTENSION,
        permission="lead.extension_answer",
        label=_("答复续期"),
        path="extension/answer",
        by_the_way=True,
        fields=[
            StepField(
                name="answer",
                label=_("准不准"),
                required=True,
                options=[("yes", _("准予续期")), ("no", _("不准"))],
            ),
            StepField(name="reason", label=_("不准要写理由")),
        ],
    )
