"""The kinds of value an expression works with, and what each operator makes of them."""

from portal.rules.cell.values import NUMERIC, BadText

# A type name as in a rule file; a "?" after it says the value may be null.
KIND_WORDS = {
    "number": "数字",
    "boolean": "是或否",
    "text": "文字",
    "date": "日期",
    "time": "时刻",
    "datetime": "日期和时刻",
    "duration": "时长",
    "null": "null",
}
COMPARABLE = ("number", "date", "time", "datetime", "duration")
_ADDED = {
    ("number", "number"): "number",
    ("date", "duration"): "date",
    ("duration", "date"): "date",
    ("datetime", "duration"): "datetime",
    ("duration", "datetime"): "datetime",
    ("duration", "duration"): "duration",
}
_TAKEN = {
    ("number", "number"): "number",
    ("date", "date"): "duration",
    ("datetime", "datetime"): "duration",
    ("date", "duration"): "date",
    ("datetime", "duration"): "datetime",
    ("duration", "duration"): "duration",
}
_TIMES = {
    ("number", "number"): "number",
    ("duration", "number"): "duration",
    ("number", "duration"): "duration",
}
_OVER = {
    ("number", "number"): "number",
    ("duration", "number"): "duration",
    ("duration", "duration"): "number",
}
_RESULTS = {
    "+": _ADDED,
    "-": _TAKEN,
    "*": _TIMES,
    "/": _OVER,
    "**": {("number", "number"): "number"},
}


def kind_of(type_: str) -> str:
    """number for money, number and integer; else the type itself."""
    plain = type_.removesuffix("?")
    return "number" if plain in NUMERIC else plain


def arithmetic_kind(sign: str, left: str, right: str, at: int) -> str:
    """What `left sign right` gives; raises BadText where it has no meaning."""
    if "null" in (left, right):
        return "null"
    found = _RESULTS[sign].get((left, right))
    if found is None:
        words = f"{KIND_WORDS[left]} {sign} {KIND_WORDS[right]}"
        raise BadText(f"算不出 {words}", "请核对两边的列。", at)
    return found


def common_kind(left: str, right: str, at: int) -> str:
    """The one kind of two values that must be alike; null goes with everything."""
    if left == "null":
        return right
    if right in ("null", left):
        return left
    words = f"{KIND_WORDS[left]}和{KIND_WORDS[right]}"
    raise BadText(f"{words}放在了一起", "两边的类型要一样。", at)


def must_be(kind: str, wanted: str, at: int) -> None:
    """Raises BadText unless the value is of the wanted kind (or null)."""
    if kind not in (wanted, "null"):
        raise BadText(
            f"这里要{KIND_WORDS[wanted]}，却是{KIND_WORDS[kind]}", "请核对写法。", at
        )


def must_be_comparable(kind: str, at: int) -> None:
    """Raises BadText for a kind that has no order."""
    if kind not in (*COMPARABLE, "null"):
        raise BadText(f"{KIND_WORDS[kind]}不能比大小", "只能用 = 或 !=。", at)
