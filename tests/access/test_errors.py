"""What people and programs are told when something does not work."""

from uuid import uuid4

from sqlalchemy import text

HTMX = {"HX-Request": "true"}


def test_an_unknown_page_says_so_with_a_way_home(desk_of, browser_client):
    page = desk_of("receptionist").get("/nowhere")
    assert page.status_code == 404
    assert "没有这一页" in page.text
    assert 'href="/"' in page.text
    assert browser_client().get("/nowhere").status_code == 404
    unknown = browser_client().get("/api/nowhere")
    assert unknown.json()["status"] == 404


def test_a_part_of_a_page_gets_a_part_of_an_answer(desk_of):
    desk = desk_of("receptionist")
    part = desk.get("/audit", headers=HTMX)
    assert part.status_code == 403
    assert "<html" not in part.text
    assert 'class="banner' in part.text
    assert "<html" in desk.get("/audit").text


def test_a_part_asked_for_after_the_log_in_ended_leads_to_the_log_in(browser_client):
    part = browser_client().get("/counter/duplicates", headers=HTMX)
    assert part.status_code == 401
    assert part.headers["hx-redirect"] == "/login"
    assert "<html" not in part.text


def test_the_way_back_from_an_error_is_the_page_the_form_stood_on(desk_of):
    desk = desk_of("design_manager")
    own = str(desk.client.base_url).rstrip("/")
    form = {"starts_at": "9:00", "ends_at": "10:00"}
    path = "/people/none/away"
    page = desk.post(path, form, headers={"Referer": f"{own}/people?q=a"})
    assert page.status_code == 404
    assert 'href="/people?q=a"' in page.text
    outside = {"Referer": "https://evil.example/people"}
    assert "evil" not in desk.post(path, form, headers=outside).text


def test_a_wrong_way_of_asking_is_not_a_fault(desk_of, program):
    assert desk_of("admin").client.delete("/people").status_code == 405
    assert program("admin").get("/api/leads/7/candidates").status_code == 404
    assert program("admin").get(f"/api/leads/{uuid4()}").status_code in (403, 404)


def test_a_form_number_used_for_something_else_is_refused(desk_of):
    admin = desk_of("admin")
    form = {"staff_no": "3001", "name": "钱多多", "position": "hr", "_key": "one-form"}
    assert admin.post("/people", form).status_code == 303
    other = admin.post("/people", {**form, "staff_no": "3002"})
    assert other.status_code == 422
    assert "编号已经用过" in other.text
    assert admin.get("/people/3002").status_code == 404


def test_a_database_that_is_gone_is_told_as_such(desk_of, house):

    desk = desk_of("admin")
    with house.db.engine.begin() as connection:
        connection.execute(text("ALTER TABLE absence RENAME TO hidden"))
    page = desk.get("/people")
    assert page.status_code == 503
    assert page.headers["retry-after"]
    assert "absence" not in page.text
