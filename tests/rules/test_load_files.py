"""What a rule file may not be: its bytes, its size, its depth, what nobody can see."""

import pytest

from portal.rules.errors import BadRuleFile
from portal.rules.load import load_table, load_text
from tests.rules.folder import TIER, Folder

FILE = "rules/dispatch/tier.yaml"


def findings_of(text):
    with pytest.raises(BadRuleFile) as bad:
        load_text(text, FILE, "dispatch.tier")
    return bad.value.findings


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "空的"),
        ("# nothing\n", "空的"),
        ("- a\n- b\n", "这不是一张表"),
        ("title: a\n---\ntitle: b\n", "只能有一张表"),
        ("%YAML 1.1\n---\ntitle: a\n", "指令"),
        ("a: [1, 2\n", "YAML 写法不通"),
        ("a: *x\n", "锚点"),
        ("a: " + "[" * 31 + "]" * 31 + "\n", "嵌套超过 30 层"),
        ("- " * 5000 + "\n", "嵌套超过 30 层"),
        ("title: 派\u202e单\n", "看不见的字符 U+202E"),
        ("title: 派\u200b单\n", "看不见的字符 U+200B"),
        ('title: "\\u202e"\n', "看不见的字符"),
        ("title: a\x07b\n", "看不见的字符 U+0007"),
    ],
)
def test_a_file_that_is_no_plain_table_is_refused(text, says):
    assert says in findings_of(text)[0].message


def test_hidden_characters_are_placed():
    (finding,) = findings_of(TIER.replace("小单, medium", "小\u200f单, medium"))
    column = TIER.splitlines()[5].index("小单") + 2
    assert (finding.at.line, finding.at.column) == (6, column)


def load_bytes(tmp_path, data):
    folder = Folder(tmp_path)
    path = folder.write("dispatch/tier.yaml", "")
    path.write_bytes(data)
    return load_table(path, folder.root)


def test_a_byte_order_mark_is_accepted(tmp_path):
    table = load_bytes(tmp_path, b"\xef\xbb\xbf" + TIER.encode())
    assert (table.id, table.file) == ("dispatch.tier", FILE)


def test_bytes_that_are_not_utf_8_are_placed(tmp_path):
    with pytest.raises(BadRuleFile) as bad:
        load_bytes(tmp_path, b"title: ab\nhit: " + "派".encode("gbk"))
    at = bad.value.findings[0].at
    assert (at.file, at.line, at.column) == (FILE, 2, 6)


def test_more_than_five_megabytes_are_not_even_read(tmp_path):
    with pytest.raises(BadRuleFile, match="5 MB"):
        load_bytes(tmp_path, b"#" * 5_000_001)


def test_more_than_twenty_thousand_rows_are_refused():
    row = "      - {id: r%d, then: {tier: small}, note: 定}\n"
    start = TIER.index("      - {id: unknown")
    text = TIER[:start] + "".join(row % n for n in range(20_001))
    (finding,) = findings_of(text)
    assert (finding.kind, finding.message) == ("size", "超过 20000 行")


def test_a_file_that_is_gone_is_a_finding(tmp_path):
    with pytest.raises(BadRuleFile, match="读不出来"):
        load_table(tmp_path / "x" / "y.yaml", tmp_path)
