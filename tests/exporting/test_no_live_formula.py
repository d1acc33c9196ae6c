"""No text anybody typed is ever reckoned by a spreadsheet, and none is lost."""

import csv
import io
import zipfile
from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from portal.services.exporting.comma_file import guarded, to_csv, unguarded
from portal.services.exporting.sheets import MONEY, NUMBER, Column, Sheet
from portal.services.exporting.workbook import to_xlsx

AT = datetime(2025, 11, 6, 2, 0, tzinfo=UTC)
COLUMNS = [Column("姓名"), Column("铃声", NUMBER), Column("金额", MONEY)]
# What spreadsheets take for the beginning of a formula, with what they skip before it.
TRIGGERS = "=+-@＝＋－＠﹦﹢﹣﹫⁺₌"
SKIPPED = ["", " ", "　", "\t", "\r", "\n", "\x01", "\u200b", "\ufeff", "'", "''"]
LONGEST = 500

anything = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\0\ufffe\uffff"),
    max_size=40,
)
dangerous = st.builds(
    "".join,
    st.tuples(st.sampled_from(SKIPPED), st.sampled_from(TRIGGERS), anything),
)
texts = anything | dangerous
counts = st.none() | st.integers(-(10**9), 10**9)
amounts = st.none() | st.decimals(-(10**9), 10**9, places=2)
rows = st.lists(st.tuples(texts, counts, amounts), min_size=1, max_size=5)


def sheet(found):
    return Sheet(title="表", columns=COLUMNS, rows=found, by="周敏 & 他", at=AT)


def is_live(cell):
    """Whether a spreadsheet could reckon the cell, blanks and marks before it skipped.

    Told apart from the writer's own code: by the signs alone.
    """
    if cell[:1] in ("\t", "\r", "\n"):
        return True
    bare = cell.lstrip(" \u3000\t\r\n\x01\u200b\ufeff")
    return bare[:1] in set("=+-@＝＋－＠")


@settings(max_examples=300, deadline=None)
@given(rows)
def test_no_text_in_a_csv_begins_like_a_formula(found):
    content = to_csv(sheet(found)).decode("utf-8-sig")
    written = list(csv.reader(io.StringIO(content, newline="")))
    assert len(written) == len(found) + 1
    assert not [row[0] for row in written[1:] if is_live(row[0])]


@settings(max_examples=300, deadline=None)
@given(texts)
def test_what_we_put_before_a_text_comes_off_again_and_nothing_else(text):
    assert unguarded(guarded(text)) == text
    assert guarded(text) in (text, f"'{text}")


@settings(max_examples=100, deadline=None)
@given(rows)
def test_a_csv_of_ours_reads_back_as_it_was(found):
    content = to_csv(sheet(found)).decode("utf-8-sig")
    _labels, *written = csv.reader(io.StringIO(content, newline=""))
    for (text, count, amount), cells in zip(found, written, strict=True):
        assert unguarded(cells[0]) == text
        assert cells[1] == ("" if count is None else str(count))
        assert cells[2] == ("" if amount is None else f"{amount:f}")


@settings(max_examples=100, deadline=None)
@given(rows)
def test_a_workbook_reads_back_as_it_was_and_has_no_formula(found):
    content = to_xlsx(sheet(found))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        page = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f" not in page.replace("<firstFooter", "").replace("<formula", "")
    assert "hyperlink" not in page
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    _labels, *written = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    written += [[""] * len(COLUMNS)] * (len(found) - len(written))
    for (text, count, amount), cells in zip(found, written, strict=True):
        assert cells[0] == text
        assert cells[1] == ("" if count is None else count)
        assert cells[2] == ("" if amount is None else float(amount))


def test_figures_below_nought_are_figures_and_stay_bare():
    lines = to_csv(sheet([("甲", -3, Decimal("-1.50"))])).decode("utf-8-sig")
    assert lines.endswith("甲,-3,-1.50\r\n")


def test_the_longest_remark_of_the_house_is_written_whole():
    content = to_xlsx(sheet([("𠮷" * LONGEST, 1, None)]))
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.get_sheet_by_index(0).to_python()[1][0] == "𠮷" * LONGEST


def test_rare_signs_and_amounts_come_through_both_files():
    row = ("㐀𠀀𪜀🀄", 0, Decimal("9999999999.99"))
    commas = to_csv(sheet([row])).decode("utf-8-sig")
    assert "㐀𠀀𪜀🀄,0,9999999999.99" in commas
    cells = CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx(sheet([row]))))
    assert cells.get_sheet_by_index(0).to_python()[1] == ["㐀𠀀𪜀🀄", 0, 9999999999.99]
