"""What waits for me besides offers: designers to choose, slips to move on."""

from sqlmodel import Session, col, or_, select

from portal.models.cases import Case
from portal.models.lead import WAITING, Lead
from portal.rules.evaluate import decide
from portal.services.cases.facts import About
from portal.services.cases.files import procedure_of, version_of
from portal.services.cases.listing import paths
from portal.services.cases.scene import Scene, scene_for
from portal.services.cases.situation import answer_for
from portal.services.dispatch.choosing import QUEUE
from portal.services.dispatch.wording import label
from portal.services.lead.own import Eyes
from portal.services.my.shapes import Choices, MyCase, MyChoice
from portal.services.paging import page_size, phone_page_size
from portal.services.use_case import Act
from portal.words import listed, ngettext, rule_text


def my_choices(session: Session, act: Act) -> Choices:
    """Leads I brought where the salesperson chooses (dispatch.market.choice).

    Who has waited longest comes first; what a phone has no room for stands below.
    """
    leads = session.exec(
        select(Lead)
        .where(
            Lead.site_id == act.by.site_id,
            Lead.brought_by == act.by.staff_id,
            col(Lead.state).in_(WAITING),
            col(Lead.chosen_designer).is_(None),
        )
        .order_by(col(Lead.registered_at))
    )
    eyes, size = Eyes(act), phone_page_size(act)
    mine = [lead for lead in leads if his_to_choose(act, lead)]
    rest = len(mine) - size
    more = ngettext(
        "另 %(num)s 单在下面“我带来的”里。", "另 %(num)s 单在下面“我带来的”里。", rest
    )
    return Choices(
        total=len(mine),
        rows=[_choice(act, eyes, lead) for lead in mine[:size]],
        more=more if rest > 0 else "",
    )


def his_to_choose(act: Act, lead: Lead) -> bool:
    """Whether whoever brought the lead chooses before the customer manager offers."""
    asked = decide(act.rules["dispatch.offer"], {"channel": lead.channel}, act.today)
    return bool(asked.one["chooser"] != QUEUE)


def _choice(act: Act, eyes: Eyes, lead: Lead) -> MyChoice:
    tier = label(act.rules, "dispatch.tier", "tier", lead.tier)
    address = eyes.show("site_address", lead.site_address, own=True)
    return MyChoice(
        no=lead.no,
        client=eyes.show("client_name", lead.client_name, own=True),
        href=f"/my/leads/{lead.id}",
        summary=f"{tier}　{address}",
    )


def my_cases(session: Session, act: Act) -> list[MyCase]:
    """Open cases of mine or of my leads that move on by a step of mine."""
    rows = session.exec(
        select(Case, Lead)
        .outerjoin(Lead, col(Lead.id) == col(Case.lead_id))
        .where(
            Case.site_id == act.by.site_id,
            col(Case.closed_at).is_(None),
            or_(
                col(Case.opened_by) == act.by.staff_id,
                col(Case.owner_id) == act.by.staff_id,
                col(Lead.brought_by) == act.by.staff_id,
                col(Lead.designer_id) == act.by.staff_id,
            ),
        )
        .order_by(col(Case.changed_at))
        .limit(page_size(act))
    )
    scene, eyes = scene_for(session, act), Eyes(act)
    found = [_case(scene, act, eyes, case, lead) for case, lead in rows]
    return [one for one in found if one is not None]


def _case(
    scene: Scene, act: Act, eyes: Eyes, case: Case, lead: Lead | None
) -> MyCase | None:
    version = version_of(scene.s, act.house, act.by.site_code, case)
    offers = answer_for(scene, About(version, case.state, case, lead)).offers
    # A step that leads nowhere (a remark corrected) is nothing that waits.
    steps = [rule_text(o.step.label) for o in offers if o.allowed and o.step.targets]
    if not steps:
        return None
    return MyCase(
        no=case.no,
        href=f"{paths().get(case.kind, '/cases')}/{case.no}",
        title=rule_text(procedure_of(act.house, act.by.site_code, case.kind).title),
        client=eyes.show("client_name", lead.client_name, own=True) if lead else "",
        word=rule_text(version.states[case.state].label),
        steps=listed(steps),
    )
