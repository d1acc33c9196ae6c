"""Values, cells and rows in plain words.

Every function takes `say`, which gives a Chinese text of the file or of this module in
the reader's language; without it what is written is said as it stands. The evaluator
itself knows no language.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

from portal.rules.cell import Cell, Equal, Expression, Interval, Null, show_value
from portal.rules.table import Column, Hit, Row, Table, Value

Say = Callable[[str], str]


def as_written(text: str) -> str:
    """Says the text in the language of the file."""
    return text


def any_words(say: Say = as_written) -> str:
    """A cell that every value meets."""
    return say("任意")


def _not_set(when_null: str | None, say: Say) -> str:
    return {
        "does_not_count": say("不计"),
        "not_applicable": say("不适用"),
        None: say("本店未定"),
    }[when_null]


def _functions(say: Say) -> dict[str, str]:
    return {
        "round_half_up": say("四舍五入"),
        "decimal": say("舍入"),
        "max": say("取大"),
        "min": say("取小"),
        "floor": say("去尾"),
        "ceiling": say("进一"),
        "abs": say("绝对值"),
    }


def hit_words(hit: Hit, say: Say = as_written) -> str:
    """How the matched rows give one answer."""
    return {
        Hit.UNIQUE: say("只有一行适用"),
        Hit.ANY: say("适用的各行答案相同"),
        Hit.FIRST: say("自上而下取先中者"),
        Hit.PRIORITY: say("取最优先的一行"),
        Hit.RULE_ORDER: say("列出适用的各行，依行的先后"),
        Hit.OUTPUT_ORDER: say("列出适用的各行，依答案的次序"),
        Hit.COLLECT: say("列出适用的各行"),
        Hit.SUM: say("适用的各行合计"),
        Hit.MIN: say("适用的各行取最小"),
        Hit.MAX: say("适用的各行取最大"),
        Hit.COUNT: say("数适用的行"),
    }[hit]


def value_words(value: Value, column: Column, say: Say = as_written) -> str:
    """30,000 / 小单 / 是 / 2 小时 / 未填."""
    if value is None:
        return say("未填")
    if isinstance(value, bool):
        return say("是") if value else say("否")
    if isinstance(value, str):
        label = (column.values or {}).get(value)
        return say(label) if label else value
    if isinstance(value, Decimal):
        return number_words(value)
    if isinstance(value, timedelta):
        return _duration_words(value, say)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return show_value(value)


def number_words(value: Decimal) -> str:
    """Thousands apart, every digit shown: 29,999.99."""
    whole, point, rest = show_value(value).partition(".")
    return f"{int(whole):,}" + point + rest if whole != "-0" else f"-0{point}{rest}"


def _duration_words(value: timedelta, say: Say) -> str:
    minutes, seconds = divmod(abs(value).seconds, 60)
    hours, minutes = divmod(minutes, 60)
    sizes = (abs(value).days, hours, minutes, seconds)
    units = (say("%(n)s 天"), say("%(n)s 小时"), say("%(n)s 分"), say("%(n)s 秒"))
    parts = [unit % {"n": n} for n, unit in zip(sizes, units, strict=True) if n]
    lasting = " ".join(parts) or units[-1] % {"n": 0}
    return f"-{lasting}" if value < timedelta(0) else lasting


def cell_words(cell: Cell, column: Column, say: Say = as_written) -> str:
    """The cell with its column: 造价 ≥ 50,000 / 单级为小单、中单 / 造价未填."""
    if cell.is_any:
        return any_words(say)
    label = say(column.label)
    if cell.options == (Null(),):
        said = say("%(label)s已填") if cell.negated else say("%(label)s未填")
        return said % {"label": label}
    words = _either([_option(option, column, say) for option in cell.options], say)
    if column.type == "boolean" and len(cell.options) == 1:
        words = say("是") if _means_yes(cell) else say("否")
        return say("%(label)s为%(words)s") % {"label": label, "words": words}
    if cell.negated:
        return say("%(label)s不是 %(words)s") % {"label": label, "words": words}
    if isinstance(cell.options[0], Interval):
        return f"{label} {words}"
    if column.type not in ("text", "boolean") and len(cell.options) == 1:
        return f"{label} = {words}"
    return say("%(label)s为%(words)s") % {"label": label, "words": words}


def short_words(cell: Cell, column: Column, say: Say = as_written) -> str:
    """The cell under its column's heading: ≥ 50,000 / 小单、中单 / 任意."""
    if cell.is_any:
        return any_words(say)
    words = _either([_option(option, column, say) for option in cell.options], say)
    return say("不是 %(words)s") % {"words": words} if cell.negated else words


def _means_yes(cell: Cell) -> bool:
    option = cell.options[0]
    yes = isinstance(option, Equal) and option.value is True
    return yes is not cell.negated


def _either(listed: list[str], say: Say) -> str:
    plain = all(word[:1] not in "<>≥≤" for word in listed)
    return (say("、") if plain else say(" 或 ")).join(listed)


def _option(option: Equal | Null | Interval, column: Column, say: Say) -> str:
    if isinstance(option, Null):
        return say("未填")
    if isinstance(option, Equal):
        return value_words(option.value, column, say)
    parts = []
    if option.low is not None:
        sign = "≥" if option.low_closed else ">"
        parts.append(f"{sign} {value_words(option.low, column, say)}")
    if option.high is not None:
        sign = "≤" if option.high_closed else "<"
        parts.append(f"{sign} {value_words(option.high, column, say)}")
    return say(" 且 ").join(parts)


def answer_words(
    answer: Value | Expression, column: Column, table: Table, say: Say = as_written
) -> str:
    """What a row says of one output: 中单 / 本店未定 / = 积分 * 270."""
    if answer is None:
        return _not_set(column.when_null, say)
    if isinstance(answer, Expression):
        return _formula(answer, table.tested, say)
    return value_words(answer, column, say)


def _formula(expression: Expression, columns: dict[str, Column], say: Say) -> str:
    """The text with labels for names, the longest names first."""
    text = expression.text.strip().replace(" * ", " × ").replace(" / ", " ÷ ")
    for name in sorted(expression.names, key=len, reverse=True):
        text = _replace_word(text, name, say(columns[name].label))
    for name, word in _functions(say).items():
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


def then_words(table: Table, row: Row, say: Say = as_written) -> str:
    """All a row says: 单级为中单 / 日上限 2,周上限 6."""
    outputs = table.outputs
    if len(outputs) == 1:
        return first_answer(table, row, say)
    said = (
        f"{say(column.label)} {answer_words(row.then[name], column, table, say)}"
        for name, column in outputs.items()
    )
    return say("，").join(said)


def first_answer(table: Table, row: Row, say: Say = as_written) -> str:
    """What the row says of the table's first output, without its label."""
    name, column = next(iter(table.outputs.items()))
    return answer_words(row.then[name], column, table, say)


def conditions_words(table: Table, row: Row, say: Say = as_written) -> str:
    """The row's conditions joined, or an empty string where it has none."""
    columns = table.tested
    cells = [
        cell_words(cell, columns[name], say)
        for name, cell in row.when.items()
        if not cell.is_any
    ]
    return say("，").join(cells)


def row_name(table: Table, row: Row, say: Say = as_written) -> str:
    """What people call the row: its name, else its first answer, else its id."""
    if row.name:
        return say(row.name)
    name, column = next(iter(table.outputs.items()))
    answer = row.then[name]
    labelled = column.values is not None and isinstance(answer, str)
    return answer_words(answer, column, table, say) if labelled else row.id
