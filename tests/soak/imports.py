"""A file of many rows, timed from the upload to the last row, and undone.

python -m tests.soak.imports --rows 50000 --kind leads
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

import xlsxwriter
from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import SQLModel

from portal.services.answers import Done
from portal.services.importing.drafts import find_import, findings_of
from portal.services.importing.taking_in import take_in
from portal.services.importing.undoing import undo
from portal.services.importing.uploading import Upload, receive
from tests.factories import open_house, open_store

HEADER = (
    *("姓名", "电话", "地址", "面积", "装修时间"),
    *("预算", "渠道", "业务员", "依据", "备注"),
)
SURNAMES, NAMES = "王李张刘陈杨赵黄周吴", "丽华国强小军敏静伟芳娜秀"
AMOUNTS = ("4.8万", "４８０００", "3万", 72000.5)
CHANNELS = ("上门", "来电", "转介绍")
# Rows that remember on purpose: acts, numbers given out, kept decisions, the import.
REMEMBERS = {
    *("auditentry", "audithead", "keptanswer", "runningnumber", "decision"),
    *("ruletext", "liveversion", "import"),
}


def row(number):
    """One client as a desk writes him; every fifth was invited by somebody."""
    invited = number % 5 == 0
    name = SURNAMES[number % 10] + NAMES[number % 12] + NAMES[number // 12 % 12]
    return [
        name,
        13_800_000_000 + number,
        f"翠湖苑{number}号楼{number % 30}0{number % 4}室",
        96.5 + number % 40,
        46_000 + number % 300,
        AMOUNTS[number % 4],
        CHANNELS[number % 3],
        "1004" if invited else "",
        "约上门" if invited else "",
        "周末再来",
    ]


def write(path, rows):
    """A workbook with so many rows."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    page = book.add_worksheet("客户")
    page.write_row(0, 0, HEADER)
    for number in range(rows):
        page.write_row(number + 1, 0, row(number))
    book.close()


def counts(house):
    """How many rows every table has that may not remember."""
    with house.db.reading() as session:
        return {
            table.name: session.scalar(columns(func.count()).select_from(table))
            for table in SQLModel.metadata.sorted_tables
            if table.name not in REMEMBERS
        }


def timed(work):
    """The answer, the seconds on the clock and those on the processor."""
    wall, cpu = time.perf_counter(), time.process_time()
    answer = work()
    return answer, time.perf_counter() - wall, time.process_time() - cpu


def run(rows, kind="leads"):
    """Import and undo; answers the seconds of preview, import and undoing."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "客户.xlsx"
        write(path, rows)
        house = open_house(f"sqlite:///{folder}/portal.db", folder)
        act = open_store(house).act("market_manager")
        before = counts(house)
        with path.open("rb") as file:
            given = Upload(path.name, file)
            kept, *preview = timed(lambda: receive(act, kind, given))
        with house.db.reading() as session:
            found = findings_of(find_import(session, act, kept.id))
        assert (found.taken, found.problem_count) == (rows, 0), found.problems[:3]
        taken, *written = timed(lambda: take_in(act, kept.id))
        assert isinstance(taken, Done)
        assert counts(house) != before
        undone, *gone = timed(lambda: undo(act, kept.id, "交错了"))
        assert isinstance(undone, Done), undone
        assert counts(house) == before
        house.db.close()
    seconds = {"preview": preview, "import": written, "undo": gone}
    for name, (wall, cpu) in seconds.items():
        told = f"{rows} {kind} {name}: {wall:.1f} s, {cpu:.1f} s of processor"
        sys.stdout.write(told + "\n")
    return seconds


def main(argv=None):
    """Run it from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--kind", default="leads", choices=("leads", "phones"))
    asked = parser.parse_args(argv)
    run(asked.rows, asked.kind)


if __name__ == "__main__":
    main()
