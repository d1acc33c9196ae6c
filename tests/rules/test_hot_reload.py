"""Rule files edited while the portal runs: what is taken over and what is kept back."""

from datetime import date

import pytest

from portal.rules import engine
from portal.rules.evaluate import decide
from tests.rules.folder import DAY, LIMITS, LOAD, TIER, Folder, version_lines

TOMORROW = date(2025, 6, 2)
NAME = "rules/dispatch/tier.yaml"


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path).house()


@pytest.fixture
def library(folder):
    library = folder.open()
    yield library
    library.close()


def row_for(library, amount, on=DAY):
    return decide(library.rules()["dispatch.tier"], {"amount": amount}, on).rows


def decided(table, _hash):
    return table == "dispatch.tier"


def test_nothing_happens_while_no_file_changes(library):
    before = library.rules()
    assert library.refresh(DAY) == []
    assert library.rules() is before


def test_a_good_change_is_in_force_after_the_refresh(folder, library):
    before = library.rules()
    old = before["dispatch.tier"].versions[0].hash
    folder.write("dispatch/tier.yaml", TIER.replace("50000", "60000"))
    (change,) = library.refresh(DAY)
    assert (change.file, change.table, change.site) == (NAME, "dispatch.tier", None)
    new = library.rules()["dispatch.tier"].versions[0].hash
    assert change.before == {"2025-01-01": old}
    assert change.after == {"2025-01-01": new}
    assert row_for(library, 55000) == ["medium"]
    assert library.kept_back == {}


def test_a_snapshot_that_is_still_held_goes_on_answering_the_old_way(folder, library):
    held = library.rules()["dispatch.tier"]
    folder.write("dispatch/tier.yaml", TIER.replace("50000", "60000"))
    library.refresh(DAY)
    assert decide(held, {"amount": 55000}, DAY).rows == ["large"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("hit: unique", "hit: uniqe", "没有命中方式"),
        ("< 30000", "< 20000", "无归属"),
        (">= 50000", ">= 40000", "同时中"),
        ("given: {amount: 30000}", "given: {amount: 3}", "不成立"),
        ("title:", "title", "YAML"),
    ],
)
def test_a_bad_change_is_kept_back_until_it_is_mended(folder, library, old, new, says):
    folder.write("dispatch/tier.yaml", TIER.replace(old, new))
    assert library.refresh(DAY) == []
    assert says in " ".join(map(str, library.kept_back[NAME]))
    assert row_for(library, 30000) == ["medium"]
    assert library.refresh(DAY) == []
    assert NAME in library.kept_back
    folder.write("dispatch/tier.yaml", TIER)
    assert library.refresh(DAY) == []
    assert library.kept_back == {}


def test_a_version_the_engine_does_not_take_is_kept_back(folder, library, monkeypatch):
    def broken(_):
        raise RuntimeError("error code: 303")

    with monkeypatch.context() as patch:
        patch.setattr(engine, "_build", broken)
        folder.write("dispatch/tier.yaml", TIER.replace("50000", "60000"))
        library.refresh(DAY)
    assert library.kept_back[NAME][0].kind == "engine"
    assert row_for(library, 55000) == ["large"]


def test_bytes_that_are_no_text_are_kept_back(folder, library):
    (folder.root / "dispatch/tier.yaml").write_bytes(b"\xff\xfe\x00")
    library.refresh(DAY)
    assert "UTF-8" in library.kept_back[NAME][0].message
    assert row_for(library, 30000) == ["medium"]


def test_a_file_that_vanishes_stays_in_force_and_is_told(folder, library):
    (folder.root / "dispatch/tier.yaml").unlink()
    assert library.refresh(DAY) == []
    assert "不见了" in library.kept_back[NAME][0].message
    assert row_for(library, 30000) == ["medium"]
    folder.write("dispatch/tier.yaml", TIER)
    library.refresh(DAY)
    assert library.kept_back == {}


def test_a_new_version_from_today_on_is_taken_though_the_old_one_has_decided(
    folder, library
):
    later = version_lines(TIER, "2025-06-01").replace("50000", "60000")
    folder.write("dispatch/tier.yaml", TIER + later)
    assert len(library.refresh(DAY, decided)) == 1
    assert row_for(library, 55000) == ["medium"]
    assert row_for(library, 55000, date(2025, 5, 31)) == ["large"]


def test_a_version_that_has_decided_is_not_changed(folder, library):
    folder.write("dispatch/tier.yaml", TIER.replace("50000", "60000"))
    assert library.refresh(TOMORROW, decided) == []
    (finding,) = library.kept_back[NAME]
    assert (finding.kind, finding.version) == ("decided", "2025-01-01")
    assert row_for(library, 55000) == ["large"]


def test_the_lines_it_offers_make_a_good_new_version(folder, library):
    folder.write("dispatch/tier.yaml", TIER.replace("50000", "60000"))
    library.refresh(TOMORROW, decided)
    lines = library.kept_back[NAME][0].fix.partition("\n")[2]
    folder.write("dispatch/tier.yaml", f"{TIER}{lines}\n")
    assert len(library.refresh(TOMORROW, decided)) == 1
    assert library.kept_back == {}
    assert row_for(library, 55000, DAY) == ["large"]
    assert row_for(library, 55000, TOMORROW) == ["medium"]


@pytest.mark.parametrize(
    "text",
    [
        TIER.replace("2025-01-01", "2025-02-01"),
        TIER + version_lines(TIER, "2025-05-31"),
        TIER.replace("{id: large,", "{id: big,"),
    ],
)
def test_the_past_of_a_decided_table_cannot_be_rewritten(folder, library, text):
    folder.write("dispatch/tier.yaml", text)
    assert library.refresh(DAY, decided) == []
    assert NAME in library.kept_back


def test_words_of_a_decided_version_may_change_but_never_open_its_rows(folder, library):
    first = {library.rules()["dispatch.tier"].versions[0].hash}
    worded = TIER.replace("派单分级", "单子分级").replace("note: 定", "note: 本店定")
    folder.write("dispatch/tier.yaml", worded)
    assert len(library.refresh(DAY, lambda _, digest: digest in first)) == 1
    folder.write("dispatch/tier.yaml", worded.replace("50000", "60000"))
    assert library.refresh(DAY, lambda _, digest: digest in first) == []
    assert NAME in library.kept_back


def test_a_table_others_ask_is_not_taken_when_their_examples_break(folder, library):
    folder.write("dispatch/limits.yaml", LIMITS.replace("day: 2", "day: 9"))
    assert library.refresh(DAY) == []
    (finding,) = library.kept_back["rules/dispatch/limits.yaml"]
    assert finding.at.file == "rules/dispatch/load.yaml"
    assert finding.kind == "example"


def test_a_table_others_ask_is_not_taken_when_they_would_have_a_hole(folder, library):
    gone = LIMITS.replace("  day:", "  week:").replace("{day:", "{week:")
    folder.write("dispatch/limits.yaml", gone)
    assert library.refresh(DAY) == []
    messages = [str(f) for f in library.kept_back["rules/dispatch/limits.yaml"]]
    assert any("没有名为 limits.day 的列" in message for message in messages)
    facts = {"season": "low", "received_today": 2}
    assert decide(library.rules()["dispatch.load"], facts, DAY).rows == ["full"]


def test_two_files_that_need_each_other_s_change_are_taken_together(folder, library):
    more = LIMITS.replace(
        "outputs:\n", "outputs:\n  week: {label: 周上限, type: integer}\n"
    )
    folder.write("dispatch/limits.yaml", more.replace("{day:", "{week: 6, day:"))
    used = LOAD.replace("= limits.day -", "= limits.week + limits.day - limits.week -")
    folder.write("dispatch/load.yaml", used)
    tables = [change.table for change in library.refresh(DAY)]
    assert tables == ["dispatch.limits", "dispatch.load"]
    assert library.kept_back == {}


def test_a_new_table_and_a_new_site_appear(folder, library):
    text = LIMITS.replace("day: 2", "day: 1")
    folder.write("sites/nanmen/dispatch/limits.yaml", text)
    folder.write("lead/tier.yaml", TIER)
    assert {c.table for c in library.refresh(DAY)} == {"dispatch.limits", "lead.tier"}
    facts = {"season": "low", "received_today": 1}
    assert decide(library.rules("nanmen")["dispatch.load"], facts, DAY).rows == ["full"]
    assert decide(library.rules()["dispatch.load"], facts, DAY).rows == ["open"]
    assert "lead.tier" in library.rules("nanmen")


def test_a_site_s_first_table_may_not_rewrite_what_the_house_decided(folder, library):
    def house_decided(table, _hash):
        return table == "dispatch.limits"

    path = "sites/nanmen/dispatch/limits.yaml"
    text = LIMITS.replace("day: 2", "day: 1")
    folder.write(path, text)
    assert library.refresh(DAY, house_decided) == []
    assert f"rules/{path}" in library.kept_back
    later = version_lines(LIMITS, "2025-06-01").replace("day: 2", "day: 1")
    folder.write(path, LIMITS + later)
    assert len(library.refresh(DAY, house_decided)) == 1


def test_a_ring_of_tables_is_kept_back(folder, library):
    ring = LIMITS.replace("outputs:", "requires: {load: dispatch.load}\noutputs:")
    today = "  received_today: {label: 今日, type: integer, min: 0}\n"
    ring = ring.replace("inputs:\n", f"inputs:\n{today}")
    folder.write("dispatch/limits.yaml", ring)
    assert library.refresh(DAY) == []
    messages = [f.message for f in library.kept_back["rules/dispatch/limits.yaml"]]
    assert "互相等着对方" in " ".join(messages)


def test_a_misplaced_file_is_told_and_hurts_nobody(folder, library):
    path = folder.write("tier.yaml", TIER)
    library.refresh(DAY)
    assert list(library.kept_back) == ["rules/tier.yaml"]
    path.unlink()
    library.refresh(DAY)
    assert library.kept_back == {}


def test_a_clause_that_rows_cite_cannot_vanish(tmp_path):
    folder = Folder(tmp_path)
    clause = "- {id: %s, doc: '000', where: 一, says: 二, en: two, kind: decision}\n"
    folder.write("clauses/a.yaml", clause % "a.one" + clause % "a.two")
    folder.write("a/b.yaml", TIER.replace("note: 未填先按小单", "clauses: [a.one]"))
    library = folder.open()
    folder.write("clauses/a.yaml", clause % "a.two" + clause % "a.three")
    library.refresh(DAY)
    assert "a.one" in library.kept_back["rules/clauses/a.yaml"][0].message
    assert library.rules().clause("a.one") is not None
    folder.write("clauses/a.yaml", clause % "a.one" + clause % "a.four")
    library.refresh(DAY)
    assert library.kept_back == {}
    assert set(library.rules().clauses) == {"a.one", "a.four"}
