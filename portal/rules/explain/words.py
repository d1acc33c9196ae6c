"""Values, cells and rows in plain Chinese."""

from datetime import datetime, timedelta
from decimal import Decimal

from portal.rules.cell import Cell, Equal, Expression, Interval, Null, show_value
from portal.rules.table import Column, Hit, Row, Table, Value

ANY = "任意"
_NOT_SET = {"does_not_count": "不计", "not_applicable": "不适用", None: "本店未定"}
_FUNCTIONS = {
    "round_half_up": "四舍五入",
    "decimal": "舍入",
    "max": "取大",
    "min": "取小",
    "floor": "去尾",
    "ceiling": "进一",
    "abs": "绝对值",
}
_HIT = {
    Hit.UNIQUE: "只有一行适用",
    Hit.ANY: "适用的各行答案相同",
    Hit.FIRST: "自上而下取先中者",
    Hit.PRIORITY: "取最优先的一行",
    Hit.RULE_ORDER: "列出适用的各行，依行的先后",
    Hit.OUTPUT_ORDER: "列出适用的各行，依答案的次序",
    Hit.COLLECT: "列出适用的各行",
    Hit.SUM: "适用的各行合计",
    Hit.MIN: "适用的各行取最小",
    Hit.MAX: "适用的各行取最大",
    Hit.COUNT: "数适用的行",
}


def hit_words(hit: Hit) -> str:
    """How the matched rows give one answer."""
    return _HIT[hit]


def value_words(value: Value, column: Column) -> str:
    """30,000 / 小单 / 是 / 2 小时 / 未填."""
    if value is None:
        return "未填"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, str):
        return (column.values or {}).get(value, value)
    if isinstance(value, Decimal):
        return number_words(value)
    if isinstance(value, timedelta):
        return _duration_words(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return show_value(value)


def number_words(value: Decimal) -> str:
    """Thousands apart, every digit shown: 29,999.99."""
    whole, point, rest = show_value(value).partition(".")
    return f"{int(whole):,}" + point + rest if whole != "-0" else f"-0{point}{rest}"


def _duration_words(value: timedelta) -> str:
    minutes, seconds = divmod(abs(value).seconds, 60)
    hours, minutes = divmod(minutes, 60)
    sizes = (abs(value).days, hours, minutes, seconds)
    units = ("天", "小时", "分", "秒")
    parts = [f"{n} {unit}" for n, unit in zip(sizes, units, strict=True) if n]
    return ("-" if value < timedelta(0) else "") + (" ".join(parts) or "0 秒")


def cell_words(cell: Cell, column: Column) -> str:
    """The cell with its column: 造价 ≥ 50,000 / 单级为小单、中单 / 造价未填."""
    return _spoken(cell, column, column.label)


def short_words(cell: Cell, column: Column) -> str:
    """The cell under its column's heading: ≥ 50,000 / 小单、中单 / 任意."""
    if cell.is_any:
        return ANY
    listed = [_option(option, column) for option in cell.options]
    return ("不是 " if cell.negated else "") + _either(listed)


def _spoken(cell: Cell, column: Column, label: str) -> str:
    if cell.is_any:
        return ANY
    if cell.options == (Null(),):
        return f"{label}{'已填' if cell.negated else '未填'}"
    if column.type == "boolean" and len(cell.options) == 1:
        return f"{label}为{_yes_or_no(cell)}"
    words = _either([_option(option, column) for option in cell.options])
    if cell.negated:
        return f"{label}不是 {words}"
    first = cell.options[0]
    if isinstance(first, Interval):
        return f"{label} {words}"
    number = column.type not in ("text", "boolean") and len(cell.options) == 1
    return f"{label} = {words}" if number else f"{label}为{words}"


def _yes_or_no(cell: Cell) -> str:
    option = cell.options[0]
    yes = isinstance(option, Equal) and option.value is True
    return "是" if yes is not cell.negated else "否"


def _either(listed: list[str]) -> str:
    plain = all(word[:1] not in "<>≥≤" for word in listed)
    return ("、" if plain else " 或 ").join(listed)


def _option(option: Equal | Null | Interval, column: Column) -> str:
    if isinstance(option, Null):
        return "未填"
    if isinstance(option, Equal):
        return value_words(option.value, column)
    parts = []
    if option.low is not None:
        sign = "≥" if option.low_closed else ">"
        parts.append(f"{sign} {value_words(option.low, column)}")
    if option.high is not None:
        sign = "≤" if option.high_closed else "<"
        parts.append(f"{sign} {value_words(option.high, column)}")
    return " 且 ".join(parts)


def answer_words(answer: Value | Expression, column: Column, table: Table) -> str:
    """What a row says of one output: 中单 / 本店未定 / = 积分 * 270."""
    if answer is None:
        return _NOT_SET[column.when_null]
    if isinstance(answer, Expression):
        return _formula(answer, table.tested)
    return value_words(answer, column)


def _formula(expression: Expression, columns: dict[str, Column]) -> str:
    """The text with labels for names, the longest names first."""
    text = expression.text.strip().replace(" * ", " × ").replace(" / ", " ÷ ")
    for name in sorted(expression.names, key=len, reverse=True):
        text = _replace_word(text, name, columns[name].label)
    for name, word in _FUNCTIONS.items():
        text = _replace_word(text, name, word)
    return text


def _replace_word(text: str, name: str, word: str) -> str:
    parts = text.split(name)
    joined = parts[0]
    for part in parts[1:]:
        free = not (_in_word(joined[-1:]) or _in_word(part[:1]))
        joined += (word if free else name) + part
    return joined


def _in_word(letter: str) -> bool:
    return letter.isalnum() or letter in ("_", ".")


def then_words(table: Table, row: Row) -> str:
    """All a row says: 单级为中单 / 日上限 2,周上限 6."""
    outputs = table.outputs
    if len(outputs) == 1:
        ((name, column),) = outputs.items()
        return answer_words(row.then[name], column, table)
    said = (
        f"{column.label} {answer_words(row.then[name], column, table)}"
        for name, column in outputs.items()
    )
    return "，".join(said)


def first_answer(table: Table, row: Row) -> str:
    """What the row says of the table's first output, without its label."""
    name, column = next(iter(table.outputs.items()))
    return answer_words(row.then[name], column, table)


def conditions_words(table: Table, row: Row) -> str:
    """The row's conditions joined, or an empty string where it has none."""
    columns = table.tested
    cells = [
        cell_words(cell, columns[name])
        for name, cell in row.when.items()
        if not cell.is_any
    ]
    return "，".join(cells)


def row_name(table: Table, row: Row) -> str:
    """What people call the row: its name, else its first answer, else its id."""
    if row.name:
        return row.name
    name, column = next(iter(table.outputs.items()))
    answer = row.then[name]
    labelled = column.values is not None and isinstance(answer, str)
    return answer_words(answer, column, table) if labelled else row.id
