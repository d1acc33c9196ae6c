"""Rule files rewritten while the portal was stopped: what has decided stays."""

from dataclasses import replace
from datetime import date

import pytest

from portal.rules.errors import BadRuleFile
from portal.rules.evaluate import decide
from tests.rules.folder import DAY, LIMITS, LOAD, TIER, Folder, version_lines

NAME = "rules/dispatch/tier.yaml"
REWRITTEN = TIER.replace("50000", "60000")
LATER = date(2025, 9, 1)


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path).house()


@pytest.fixture
def start(folder):
    """start(texts) -> a library of the folder, held to the texts of earlier runs."""
    opened = []

    def run(*texts, today=DAY):
        library = folder.open()
        opened.append(library)
        library.hold_to(texts, today)
        return library

    yield run
    for library in opened:
        library.close()


def decided(library, *tables):
    """The texts of a run in which these tables gave answers."""
    return [replace(one, decided=one.table in tables) for one in library.texts()]


def row_for(library, amount, on=DAY):
    return decide(library.rules()["dispatch.tier"], {"amount": amount}, on).rows


def test_a_version_that_decided_stays_as_it_was(folder, start):
    before = decided(start(), "dispatch.tier")
    folder.write("dispatch/tier.yaml", REWRITTEN)
    library = start(*before)
    assert row_for(library, 55000) == ["large"]
    assert set(library.texts()) == {replace(one, decided=False) for one in before}


def test_it_is_told_in_the_words_of_an_edit_while_running(folder, start):
    running = start()
    before = decided(running, "dispatch.tier")
    folder.write("dispatch/tier.yaml", REWRITTEN)
    running.refresh(DAY, lambda table, _: table == "dispatch.tier")
    assert start(*before).kept_back == running.kept_back != {}


def test_what_never_decided_is_as_the_file_says(folder, start):
    before = decided(start(), "dispatch.limits")
    folder.write("dispatch/tier.yaml", REWRITTEN)
    library = start(*before)
    assert row_for(library, 55000) == ["medium"]
    assert library.kept_back == {}


def test_an_untouched_house_starts_without_a_word(start):
    first = start()
    second = start(*decided(first, "dispatch.tier", "dispatch.limits", "dispatch.load"))
    assert second.kept_back == {}
    assert second.texts() == first.texts()


def test_the_file_put_right_is_taken_and_the_banner_goes(folder, start):
    library = start()
    before = decided(library, "dispatch.tier")
    folder.write("dispatch/tier.yaml", REWRITTEN)
    library = start(*before)
    folder.write("dispatch/tier.yaml", TIER)
    library.refresh(DAY, lambda *_: True)
    assert library.kept_back == {}
    assert row_for(library, 55000) == ["large"]


def test_the_lines_it_offers_make_a_good_new_version(folder, start):
    before = decided(start(), "dispatch.tier")
    folder.write("dispatch/tier.yaml", REWRITTEN)
    library = start(*before, today=LATER)
    lines = library.kept_back[NAME][0].fix.partition("\n")[2]
    folder.write("dispatch/tier.yaml", f"{TIER}{lines}\n")
    assert len(library.refresh(LATER, lambda *_: True)) == 1
    assert (row_for(library, 55000), library.kept_back) == (["large"], {})
    assert row_for(library, 55000, LATER) == ["medium"]


def test_other_words_are_taken_but_never_open_the_rows(folder, start):
    before = decided(start(), "dispatch.tier")
    worded = TIER.replace("派单分级", "单子分级")
    folder.write("dispatch/tier.yaml", worded)
    library = start(*before)
    assert library.kept_back == {}
    assert library.rules()["dispatch.tier"].title == "单子分级"
    folder.write("dispatch/tier.yaml", worded.replace("50000", "60000"))
    assert library.refresh(DAY, lambda *_: False) == []
    assert NAME in library.kept_back


def test_a_version_taken_out_of_the_file_stays(folder, start):
    later = version_lines(REWRITTEN, "2025-06-01")
    folder.write("dispatch/tier.yaml", TIER + later)
    before = decided(start(), "dispatch.tier")
    folder.write("dispatch/tier.yaml", TIER)
    library = start(*before)
    assert "不能删去" in library.kept_back[NAME][0].message
    assert row_for(library, 55000) == ["medium"]
    assert row_for(library, 55000, date(2025, 5, 1)) == ["large"]


def test_a_new_version_of_the_same_file_goes_along(folder, start):
    before = decided(start(), "dispatch.tier")
    later = version_lines(TIER.replace("50000", "70000"), "2025-09-01")
    folder.write("dispatch/tier.yaml", REWRITTEN + later)
    library = start(*before)
    assert row_for(library, 55000) == ["large"]
    assert row_for(library, 55000, LATER) == ["medium"]


def test_a_version_under_columns_of_its_own_waits_if_new_and_is_put_back_if_known(
    folder, start
):
    first = decided(start(), "dispatch.tier")
    later = version_lines(TIER.replace("50000", "70000"), "2025-09-01")
    folder.write("dispatch/tier.yaml", TIER + later)
    second = start().texts()
    renamed = (REWRITTEN + later).replace("amount", "price")
    folder.write("dispatch/tier.yaml", renamed)
    assert row_for(start(*first), 55000, LATER) == ["large"]
    assert row_for(start(*first, *second), 55000, LATER) == ["medium"]


def test_tables_that_ask_one_another_are_put_back_together(folder, start):
    before = decided(start(), "dispatch.limits", "dispatch.load")
    folder.write("dispatch/limits.yaml", LIMITS.replace("day:", "most:"))
    folder.write("dispatch/load.yaml", LOAD.replace("limits.day", "limits.most"))
    library = start(*before)
    assert len(library.kept_back) == 2
    facts = {"season": "low", "received_today": 2}
    assert decide(library.rules()["dispatch.load"], facts, DAY).rows == ["full"]


def test_a_table_that_cannot_work_with_what_decided_stops_the_start(folder, start):
    before = decided(start(), "dispatch.limits")
    folder.write("dispatch/limits.yaml", LIMITS.replace("day:", "most:"))
    folder.write("dispatch/load.yaml", LOAD.replace("limits.day", "limits.most"))
    with pytest.raises(BadRuleFile) as refused:
        start(*before)
    told = [(one.at.file, one.kind) for one in refused.value.findings]
    assert told[0] == ("rules/dispatch/limits.yaml", "decided")
    assert {file for file, _ in told[1:]} == {"rules/dispatch/load.yaml"}


def test_a_site_is_held_to_its_own_file(folder, start):
    path = "sites/nanmen/dispatch/limits.yaml"
    folder.write(path, LIMITS.replace("day: 2", "day: 1"))
    before = [replace(one, decided=one.site == "nanmen") for one in start().texts()]
    folder.write(path, LIMITS.replace("day: 2", "day: 9"))
    folder.write("dispatch/limits.yaml", LIMITS.replace("day: 3", "day: 4"))
    library = start(*before)
    assert list(library.kept_back) == [f"rules/{path}"]
    facts = {"season": "low", "received_today": 1}
    assert decide(library.rules("nanmen")["dispatch.load"], facts, DAY).rows == ["full"]
    limits = library.rules()["dispatch.limits"]
    assert decide(limits, {"season": "high"}, DAY).one["day"] == 4


def test_a_table_whose_file_is_gone_stays_until_the_file_is_back(folder, start):
    path = folder.write(
        "sites/nanmen/dispatch/limits.yaml", LIMITS.replace("day: 2", "day: 1")
    )
    before = [replace(one, decided=one.site == "nanmen") for one in start().texts()]
    kept = path.read_text("utf-8")
    path.unlink()
    library = start(*before)
    facts = {"season": "low", "received_today": 1}
    assert decide(library.rules("nanmen")["dispatch.load"], facts, DAY).rows == ["full"]
    [[finding]] = library.kept_back.values()
    assert "不见了" in finding.message
    path.write_text(kept, encoding="utf-8")
    library.refresh(DAY, lambda *_: True)
    assert library.kept_back == {}


def test_the_texts_of_procedures_are_no_tables_that_went(start):
    [one] = decided(start(), "dispatch.tier")[:1]
    kept = replace(one, table="procedures.slip", decided=True)
    assert start(kept).kept_back == {}


def test_a_table_nobody_decided_by_goes_with_its_file(folder, start):
    path = folder.write("sites/nanmen/dispatch/limits.yaml", LIMITS)
    before = start().texts()
    path.unlink()
    library = start(*before)
    assert library.kept_back == {}
    assert library.rules("nanmen")["dispatch.limits"].table.file.count("nanmen") == 0


def test_a_new_version_for_days_already_decided_waits(folder, start):
    before = decided(start(), "dispatch.tier")
    early = version_lines(REWRITTEN, "2025-05-01")
    folder.write("dispatch/tier.yaml", TIER + early)
    library = start(*before)
    assert "早于今天" in library.kept_back[NAME][0].message
    assert row_for(library, 55000) == ["large"]
    today = version_lines(REWRITTEN, str(DAY))
    folder.write("dispatch/tier.yaml", TIER + today)
    assert row_for(start(*before), 55000) == ["medium"]


def test_a_kept_text_that_was_changed_is_not_put_in_force(folder, start):
    [tier] = [one for one in decided(start(), "dispatch.tier") if one.decided]
    folder.write("dispatch/tier.yaml", REWRITTEN)
    with pytest.raises(BadRuleFile, match="被改动过"):
        start(replace(tier, text=tier.text.replace("50000", "99999")))


def test_the_texts_are_told_before_they_are_in_force(folder, start):
    library = start()
    folder.write("dispatch/tier.yaml", REWRITTEN)
    heard = []

    def keep(texts):
        heard.append(({one.hash for one in texts}, row_for(library, 55000)))

    library.refresh(DAY, before_swap=keep)
    assert heard == [({one.hash for one in library.texts()}, ["large"])]
    assert row_for(library, 55000) == ["medium"]


def test_texts_that_cannot_be_kept_are_not_in_force_but_tried_again(folder, start):
    library = start()
    folder.write("dispatch/tier.yaml", REWRITTEN)
    folder.write("lead/tier.yaml", TIER)

    def full_disk(_):
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        library.refresh(DAY, before_swap=full_disk)
    assert row_for(library, 55000) == ["large"]
    assert "lead.tier" not in library.rules()
    assert len(library.refresh(DAY)) == 2
    assert row_for(library, 55000) == ["medium"]
