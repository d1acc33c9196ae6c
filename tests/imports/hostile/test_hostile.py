"""Hostile files: refused in under a second and 64 MiB, with place and reason."""

import json
import os
import subprocess
import sys
import tempfile
import time

import msgspec
import pytest

from portal.services.answers import Refused
from portal.services.importing.refusing import refused_file
from portal.services.importing.uploading import Upload, receive
from portal.sheets import Fault, Limits, Unreadable, read_apart
from portal.sheets.shapes import Table
from tests.imports.files import HEADER, WANG, csv_of, upload, xlsx_of
from tests.imports.hostile.corpus import CORPUS
from tests.reception.forms import leads, words_of

LIMITS = Limits(
    file_bytes=20_000_000,
    unpacked_bytes=300_000_000,
    rows=50_010,
    columns=60,
    cell_chars=2000,
    memory_bytes=1_000_000_000,
    seconds=20,
)
MIB = 1 << 10  # in KiB
MOST_MEMORY = 64
# Time on the processor: the machine that runs the tests has other things to do, too.
MOST_SECONDS = 1.0
MEASURED = r"""
import json, re, sys, time
from pathlib import Path
from portal.sheets.child import main
main(sys.argv[1])
# Of this program alone: ru_maxrss would count what started it.
most = re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text())[1]
print(json.dumps([int(most), time.process_time()]), file=sys.stderr)
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Every file of the corpus, made once."""
    folder = tmp_path_factory.mktemp("hostile")
    found = {}
    for number, (name, (make, _fault)) in enumerate(CORPUS.items()):
        found[name] = folder / f"{number}.bin"
        found[name].write_bytes(make())
    return found


def measured(path):
    """The answer of the reader, its memory in MiB and its seconds on the processor."""
    with path.open("rb") as file:
        done = subprocess.run(
            [sys.executable, "-c", MEASURED, msgspec.json.encode(LIMITS).decode()],
            stdin=file,
            capture_output=True,
            check=True,
            timeout=60,
        )
    memory, seconds = json.loads(done.stderr)
    return json.loads(done.stdout), memory / MIB, seconds


@pytest.mark.parametrize(
    ("name", "fault"), [(name, fault) for name, (_make, fault) in CORPUS.items()]
)
def test_a_hostile_file_is_refused_quickly_and_in_little_memory(name, fault, files):
    answer, memory, seconds = measured(files[name])
    assert answer.get("fault") == fault, answer
    assert memory < MOST_MEMORY
    assert seconds < MOST_SECONDS


@pytest.mark.parametrize("name", ["open", "XFD", "NUL"])
def test_a_refusal_names_the_file_the_place_and_the_remedy(name, files, act_as):
    wanted = {
        "open": ("an open quote", "第 ", "引号没有成对"),
        "XFD": ("column XFD", "sheet1 第 1 行：", "列数太多，最多 60 列"),
        "NUL": ("NUL bytes", "第 2 行", "不会有的字符"),
    }[name]
    with files[wanted[0]].open("rb") as file:
        answer = receive(
            act_as("market_manager"), "leads", Upload("客户名单.csv", file)
        )
    assert isinstance(answer, Refused)
    assert "客户名单.csv" in answer.reason
    assert wanted[1] in answer.reason and wanted[2] in answer.reason
    assert answer.lifts_when


def test_every_fault_has_a_sentence():
    for fault in Fault:
        told = refused_file("文件", Unreadable(fault, sheet="表", line=3), LIMITS)
        assert told.reason and told.lifts_when


def test_a_refused_file_leaves_nothing_behind(desk_of, files, house):
    desk = desk_of("market_manager")
    answer = upload(desk, files["external entity"].read_bytes(), name="客户.xlsx")
    assert answer.status_code == 422
    assert "外部引用的声明" in words_of(answer.text)
    assert "客户.xlsx" in words_of(answer.text)
    assert "还没有导入过文件" in words_of(desk.get("/imports").text)
    assert leads(house) == []


def test_a_body_of_a_hundred_megabytes_is_refused_before_it_is_read(desk_of):
    desk = desk_of("market_manager")
    started = time.perf_counter()
    answer = upload(desk, b"1,2,3\n" * 17_000_000)
    assert answer.status_code == 413
    assert time.perf_counter() - started < 20


def test_the_content_decides_and_not_the_name(act_as):
    for content, name in (
        (csv_of(HEADER, WANG), "客户.xlsx"),
        (xlsx_of(HEADER, WANG), "客户.csv"),
        (xlsx_of(HEADER, WANG), "客户"),
    ):
        with tempfile.TemporaryFile() as file:
            file.write(content)
            answer = receive(act_as("market_manager"), "leads", Upload(name, file))
        assert not isinstance(answer, Refused)


def test_what_is_no_number_stays_a_text_and_is_told_as_a_wrong_cell(act_as, desk_of):
    rows = [
        (*WANG[:3], value, "3万", "上门") for value in ("NaN", "inf", "-1", "1e400")
    ]
    desk = desk_of("market_manager")
    place = upload(desk, csv_of(HEADER, *rows)).headers["location"]
    page = words_of(desk.get(place).text)
    assert page.count("看不懂这个面积") == 4


def test_a_reader_out_of_memory_or_time_is_a_refusal():
    content = csv_of(*(("x" * 1000,) for _ in range(10_000)))
    with tempfile.TemporaryFile() as file:
        file.write(content)
        for bounds in ({"memory_bytes": 40_000_000}, {"seconds": 0}):
            with pytest.raises(Unreadable) as refused:
                read_apart(file, msgspec.structs.replace(LIMITS, **bounds))
            assert refused.value.fault == Fault.EFFORT


def test_the_reader_gets_nothing_of_our_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("PORTAL_SECRET", "s" * 40)
    seen = {}
    run = subprocess.run

    def look(*args, **more):
        seen.update(more["env"])
        return run(*args, **more)

    monkeypatch.setattr(subprocess, "run", look)
    with tempfile.TemporaryFile() as file:
        file.write(csv_of(HEADER, WANG))
        assert isinstance(read_apart(file, LIMITS), Table)
    assert set(seen) <= {"PYTHONPATH", "PATH"}
    assert "PORTAL_SECRET" in os.environ
