"""Files as desks hand them in, and the way they go."""

import io
import tempfile
from contextlib import contextmanager

import xlsxwriter

from portal.services.importing.uploading import Upload, receive
from tests.reception.forms import words_of

HEADER = ("客户姓名", "联系电话", "小区地址", "面积", "预算", "来源")
WANG = ("王丽华", "13800134471", "翠湖苑12号楼3单元402", "128", "4.8万", "上门")
LI = ("李建国", "139 0013 9002", "锦绣路8号", "９６.５", "３万", "来电")


def csv_of(*rows, encoding="utf-8-sig", delimiter=","):
    """Rows as a .csv file."""
    lines = [delimiter.join(map(str, row)) for row in rows]
    return ("\r\n".join(lines) + "\r\n").encode(encoding)


def xlsx_of(*rows, sheet="客户", **options):
    """Rows as a workbook."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, options)
    page = book.add_worksheet(sheet)
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            page.write(number, column, value)
    book.close()
    return target.getvalue()


@contextmanager
def file_of(content):
    """The content as a real file, as an upload is one."""
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        yield file


def hand_in(act, content, kind="leads", name="客户名单.csv"):
    """Through the service; answers Done with the id, or the refusal."""
    with file_of(content) as file:
        return receive(act, kind, Upload(name, file))


def upload(desk, content, kind="leads", name="客户名单.csv", **more):
    """Through the page, as a browser sends it."""
    form = {"_csrf_token": desk.token, "kind": kind, **more}
    form.setdefault("_key", f"key-{id(content)}")
    return desk.client.post(
        "/imports", data=form, files={"file": (name, content)}, follow_redirects=False
    )


def page_of(desk, answer):
    """The words of the page a form led to."""
    assert answer.status_code == 303, answer.text
    return words_of(desk.get(answer.headers["location"]).text)
