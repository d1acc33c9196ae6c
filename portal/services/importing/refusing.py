"""Why a file was not read, in words: the file, the place in it, and what would do."""

from portal.services.answers import Refused
from portal.sheets import Fault, Limits, Unreadable
from portal.words import gettext as _


def refused_file(name: str, refused: Unreadable, limits: Limits) -> Refused:
    """The refusal of a file that is no honest table."""
    return Refused(
        reason=_("%(file)s 没有读：%(why)s", file=name, why=_why(refused, limits)),
        clauses=[],
        lifts_when=_remedy(refused.fault),
    )


def _why(refused: Unreadable, limits: Limits) -> str:
    sentence = _sentences(limits)[refused.fault]
    if refused.sheet and refused.line:
        where = _("%(sheet)s 第 %(line)s 行：", sheet=refused.sheet, line=refused.line)
    elif refused.line:
        where = _("第 %(line)s 行：", line=refused.line)
    else:
        where = f"{refused.sheet} " if refused.sheet else ""
    return where + sentence


def _sentences(limits: Limits) -> dict[Fault, str]:
    return {
        Fault.EMPTY: _("里面一行也没有。"),
        Fault.BYTES: _("超过 %(most)s 字节。", most=f"{limits.file_bytes:,}"),
        Fault.OLD_EXCEL: _("这是旧式的 .xls。"),
        Fault.ENCRYPTED: _("这份工作簿加了密码。"),
        Fault.NOT_A_TABLE: _("这不是 .xlsx，也不是 .csv。"),
        Fault.BROKEN: _("文件坏了，或不完整。"),
        Fault.MACROS: _("里面有宏。"),
        Fault.NESTED: _("里面还套着别的压缩包。"),
        Fault.ENTITIES: _("里面有外部引用的声明（DOCTYPE）。"),
        Fault.UNPACKED: _(
            "解开后超过 %(most)s 字节。", most=f"{limits.unpacked_bytes:,}"
        ),
        Fault.ROWS: _("行数太多，最多 %(most)s 行。", most=f"{limits.rows:,}"),
        Fault.COLUMNS: _("列数太多，最多 %(most)s 列。", most=limits.columns),
        Fault.CELL: _("有一格超过 %(most)s 个字。", most=limits.cell_chars),
        Fault.ENCODING: _("文字编码认不出来。"),
        Fault.CONTROL: _("有文字里不会有的字符，这不是文字文件。"),
        Fault.QUOTES: _("引号没有成对，或一格太长。"),
        Fault.EFFORT: _("读它要用的时间或内存超过了上限。"),
    }


def _remedy(fault: Fault) -> str:
    if fault in (Fault.BYTES, Fault.UNPACKED, Fault.ROWS, Fault.EFFORT):
        return _("请分成几个文件，分几次导入。")
    if fault in (Fault.ENCODING, Fault.CONTROL):
        return _("请用 Excel 打开，另存为 .xlsx 再交。")
    return _("请另存为不带宏、不加密码的 .xlsx，或 .csv，再交一次。")
