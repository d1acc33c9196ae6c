"""What people do all day, form by form, at desks without scripts."""

from portal.models.cases import Case
from portal.models.decisions import Decision
from portal.models.lead import Lead
from portal.services.dispatch.offers import Offered, offer_lead
from portal.services.lead.claims import ClaimForm
from tests.browser.journeys_from_outside import FROM_OUTSIDE
from tests.people import NOON, PASSWORD, acting

WANG = {
    "client_name": "王丽华",
    "phone": "139 0013 4471",
    "site_address": "锦绣花园12栋2单元601",
    "floor_area": "128",
    "renovation_date": "12-10",
    "estimated_amount": "4.8万",
    "channel": "walk_in",
}
OUTING = {"staff": "2001", "destination": "工地", "purpose": "量房"}
VISIT = {"client_name": "沈桂芳", "phone": "137 0013 4472", "showroom": "东湖春晓"}
NOTE = {
    "role": "store_manager",
    "delegator": "1003",
    "delegate": "1004",
    "from_day": "2025-11-07",
    "until_day": "2025-11-09",
    "departments": "市场部、设计部",
    "reason": "出差",
}
LOST = {
    "followable": "no",
    "contract": "none",
    "reason": "unreachable",
    "verified_reason": "号码停机，三次未通",
    "decision": "作无效单",
}


def by_the_manager(desk):
    return acting(desk.shop.house, "customer_manager")


def the_door(desk):
    desk.sit(None, "/login")
    desk.send("/login", {"login": "u1007", "password": PASSWORD}).sees("来单登记")
    desk.send("/logout").sees("登录名")


def the_counter(desk):
    shop = desk.shop
    desk.sit("receptionist", "/counter").send("/counter/leads", WANG).sees("已存")
    assert shop.latest(Lead).client_name == "王丽华"
    elsewhere = {**WANG, "phone": "139 0013 4499", "site_address": "翠湖苑 1 号"}
    desk.sit("salesperson", "/leads/new").send("/leads/new", elsewhere).sees("已存")
    desk.sit("receptionist", "/counter/calls")
    desk.send("/counter/calls", {"rings": "4", "purpose": "enquiry"}).sees("4 声")
    desk.sit("receptionist", "/counter/outings")
    desk.send("/counter/outings", {**OUTING, "expected_back": "16:30"})
    desk.send("/return").sees("已回")
    desk.sit("receptionist", "/counter/showroom")
    desk.send("/counter/showroom", {**VISIT, "appointment_at": "15:00"}).sees("沈桂芳")


def another_language(desk):
    desk.sit("receptionist", "/leads?q=nobody")
    for code, tag, word in (("en", "en", "Leads"), ("zh_Hans", "zh-Hans", "来单")):
        desk.send("/language", button=f'button[value="{code}"]')
        desk.sees(word, f"html[lang={tag}] .strip nav")
        assert desk.page.url.endswith("/leads?q=nobody")


def searching(desk):
    desk.sit("receptionist", "/counter").page.fill("#q", "王丽华")
    desk.page.press("#q", "Enter")
    desk.page.wait_for_url("**/search?q=*")
    desk.sees("王丽华").sit("receptionist", "/leads").page.fill("[name=q]", "翠湖苑")
    desk.page.click(".filters button")
    desk.page.wait_for_url("**/leads?*")
    desk.sees("翠湖苑")


def a_lead_to_its_contract(desk):
    shop = desk.shop
    tied = [
        ClaimForm(principle="first_contact", staff=staff, at=NOON, evidence="来访")
        for staff in ("1006", "1005")
    ]
    lead = shop.lead("medium", name="赵春梅", claims=tied, estimated_amount=None)
    page = f"/leads/{lead.id}"
    if lead.state == "registered":
        ruling = {"staff": "1006", "reason": "先见面的是他"}
        desk.sit("customer_manager", page).send("/attribution", ruling)
    desk.sit("customer_manager", page)
    evidence = {"principle": "invited", "staff": "1006", "at": "11-05 16:20"}
    desk.send("/claims", {**evidence, "evidence": "通话"})
    desk.send("/facts", {"estimated_amount": "4.6万"})
    desk.send("/follow-ups", {"note": "客户说下周来"}).sees("客户说下周来")
    given = offer_lead(by_the_manager(desk), lead.id)
    assert isinstance(given, Offered), given
    desk.sit(given.designer, "/my").send("/accept")
    desk.sit("customer_manager", page).send("/measured")
    desk.sit(given.designer, page)
    desk.send("/signing-report", {"amount": "4.8万"}).sees("签约已报")
    desk.sit("customer_manager", page)
    desk.send("/contract", {"amount": "4.8万"}).sees("48,000.00")
    desk.send("/contract/cancel", {"reason": "家里有变故"})
    assert shop.row(Lead, lead.id).state != "signed"


def more_time_for_a_lead(desk):
    lead = desk.shop.lead("small", name="吴秀英")
    page, given = f"/leads/{lead.id}", offer_lead(by_the_manager(desk), lead.id)
    assert isinstance(given, Offered), given
    desk.sit(given.designer, "/my").send(f"{given.offer}/accept")
    desk.sit(given.designer, page)
    desk.send("/extension", {"reason": "客户出差"}).sees("续期已申请")
    desk.sit("customer_manager", page).sees("申请续期：客户出差", "#owner")
    desk.send("/extension/answer", {"answer": "yes"}).sees("准予续期", ".log")
    desk.sit(given.designer, page).sees("含续期", "#owner")
    desk.send("/contact", {"note": "周末来店"}).sees("周末来店", ".log")


def a_look_behind_the_mask(desk):
    lead = desk.shop.lead(name="欧阳倩倩")
    desk.sit("general_manager", f"/leads/{lead.id}").sees("欧阳**")
    desk.send("/reveal").sees("欧阳倩倩")


def dispatching(desk):
    shop = desk.shop
    lead = shop.lead("small", name="刘桂芳")
    desk.sit("customer_manager", f"/dispatch/{lead.id}").send("/offers")
    first = shop.offers(lead)[-1]
    desk.send(f"{first.id}/reassign", {"reason": "两位经理商定"})
    offer = shop.offers(lead)[-1]
    assert first.designer_id != offer.designer_id
    desk.sit("customer_manager", f"/dispatch/{lead.id}")
    desk.send(f"{offer.id}/withdraw", {"reason": "客户改期"})
    for answer, state in (("disagree", "withdrawn"), ("agree", "offered")):
        desk.sit("customer_manager", f"/dispatch/{lead.id}")
        desk.page.locator("#force summary").click()
        forced = desk.page.locator("#force form")
        desk.type(forced, {"designer": "2003", "reason": "客户等了三天"})
        forced.locator("button").click()
        desk.sit("design_manager", "/dispatch").send(f"/{answer}")
        assert shop.offers(lead)[-1].state == state


def answering(desk):
    shop = desk.shop
    for answer, typed in (("accept", {}), ("decline", {"reason": "两户同时开工"})):
        lead = shop.lead("small", name="孙志强")
        offer_lead(by_the_manager(desk), lead.id, "2002", "客户点名")
        offer = shop.offers(lead)[-1]
        desk.sit("2002", "/my").send(f"{offer.id}/{answer}", typed)
        assert shop.offers(lead)[-1].state in ("accepted", "declined")


def on_the_phone(desk):
    shop = desk.shop
    lead = shop.lead("small", name="宋佳")
    given = offer_lead(by_the_manager(desk), lead.id)
    assert isinstance(given, Offered), given
    desk.sit(given.designer, "/my").send(f"{given.offer}/accept").sees("已接单")
    desk.send(f"{lead.id}/contact", {"note": "约了周六"}).sees("首次联系已记下")
    desk.send(f"{lead.id}/extension", {"reason": "客户出差"}).sees("续期已申请")
    desk.send(f"{lead.id}/measured", {"note": "三室两厅"}).sees("已登记量房")
    desk.send(f"{lead.id}/follow-ups", {"note": "说月底签"}).sees("回访已记下")
    desk.send(f"{lead.id}/signing-report", {"amount": "5.2万"}).sees("52,000.00")


def a_slip(desk):
    shop = desk.shop
    lead = shop.lead("medium", channel="market", name="马文娟")
    desk.sit("salesperson", "/slips/new")
    desk.send("/slips/new", {"lead": lead.no, "remarks": "急着入住"})
    page = f"/slips/{shop.latest(Case).no}"
    for role, step in (
        ("market_manager", "market_sign"),
        ("store_manager", "store_sign"),
        ("salesperson", "split"),
    ):
        desk.sit(role, page).send(f"/{step}")
    desk.sit("salesperson", f"/my/leads/{lead.id}").send("/designer")
    assert shop.row(Lead, lead.id).chosen_designer is not None
    desk.sit("market_manager", "/inbox").send("/meet")


def cases_of_other_kinds(desk):
    shop = desk.shop
    desk.sit("store_manager", "/cases/new/delegation")
    desk.send("/cases/new/delegation", NOTE)
    desk.sit("store_manager", f"/cases/{shop.latest(Case).no}").send("/issue")
    lead = shop.lead(name="孙丽")
    desk.sit("customer_manager", "/lost/new")
    desk.send("/lost/new", {"lead": lead.no, **LOST})
    page = f"/lost/{shop.latest(Case).no}"
    desk.sit("receptionist", page)
    desk.send("/record_account", {"client_account": "“我不装了。”"}).sees("我不装了")


def people_come_and_go(desk):
    desk.sit("admin", "/people")
    desk.send("/people", {"staff_no": "3001", "name": "新来的", "position": "designer"})
    desk.sees("新来的").send("/roles", {"role": "designer"})
    desk.send("/account", {"login": "u3001", "password": PASSWORD})
    desk.send("/account/end-sessions").send("/account/close")
    desk.send("/end").send("/leave", {"left_on": "11-30"})
    desk.sit("design_manager", "/people/2006")
    desk.send("/grades", {"grade": "fa_principal", "reason": "考评"})
    desk.send("/away", {"starts_at": "14:00", "ends_at": "18:00", "reason": "调休"})
    desk.send("/cancel")


def replaying(desk):
    decision = desk.shop.latest(Decision).id
    desk.sit("technician", f"/decisions/{decision}").send("/replay").sees("一样")


def the_desks_sheets(desk):
    desk.sit("receptionist", "/reports").sees("日报")
    desk.send("/reports/submit", {"remark": "下午停电一小时"})
    desk.sees("周敏").sees("下午停电一小时")
    desk.sit("receptionist", "/leads")
    assert desk.download("/exports/leads", "csv").suggested_filename.endswith(".csv")


JOURNEYS = (
    the_door,
    the_counter,
    another_language,
    searching,
    a_lead_to_its_contract,
    more_time_for_a_lead,
    a_look_behind_the_mask,
    dispatching,
    answering,
    on_the_phone,
    a_slip,
    cases_of_other_kinds,
    people_come_and_go,
    replaying,
    the_desks_sheets,
    *FROM_OUTSIDE,
)
