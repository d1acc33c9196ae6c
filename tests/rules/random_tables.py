"""Random versions of tables and random facts for them, reproducible from a seed."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from portal.rules.cell import show_value
from portal.rules.cell.values import HOUSE_CLOCK
from portal.rules.table import type_names
from tests.rules.made_tables import column, table

NOON = datetime(2025, 6, 1, 12, tzinfo=HOUSE_CLOCK)
WORDS = [
    "甲",
    "乙(二)",
    "market",
    "null",
    "-",
    "",
    "a b",
    'say "no"',
    "ab",
    "ab c",
    "😀",
]
ODD_NUMBERS = ["0", "-1", "0.1", "29999.99", "9007199254740993", "9" * 30]


def literal(random, type_):
    """A value of the type, from so few that cells and facts often meet."""
    n = random.randint(-6, 6)
    if type_ in ("integer", "number") and random.random() < 0.1:
        return Decimal(random.randint(0, 130))
    if type_ == "integer":
        return Decimal(random.choice([n, n, 10**18 + n]))
    if type_ in ("money", "number"):
        odd = Decimal(random.choice(ODD_NUMBERS))
        return random.choice([Decimal(n), Decimal(n) / 4, odd])
    return {
        "boolean": lambda: n > 0,
        "text": lambda: random.choice([*WORDS, f"词{n}"]),
        "date": lambda: date(2025, 2, 28) + timedelta(days=n),
        "time": lambda: time(12 + n, 5 * abs(n)),
        "datetime": lambda: NOON + timedelta(minutes=n),
        "duration": lambda: timedelta(hours=n),
    }[type_]()


def written(value):
    """The literal as it stands in a cell."""
    if not isinstance(value, str):
        return show_value(value)
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def one_test(random, type_):
    """One S-FEEL test."""
    if random.random() < 0.08:
        return "null"
    one = literal(random, type_)
    if type_ in ("text", "boolean") or random.random() < 0.3:
        return written(one)
    if random.random() < 0.5:
        return f"{random.choice(['<', '<=', '>', '>='])} {written(one)}"
    low, high = sorted([one, literal(random, type_)])
    if low == high:
        return f"[{written(low)}..{written(high)}]"
    return (
        f"{random.choice('[(]')}{written(low)}..{written(high)}{random.choice('])[')}"
    )


def comb(random):
    """Many ranges with holes between them: more than one row of the engine holds."""
    teeth = (f"[{3 * n}..{3 * n + 1}]" for n in range(random.randint(4, 40)))
    return ", ".join(teeth)


def cell_of(random, type_):
    """Any form a cell may take; now and then a list too long for one engine row."""
    if random.random() < 0.25:
        return "-"
    if type_ in ("integer", "number") and random.random() < 0.1:
        return comb(random)
    several = random.choice([1, 1, 1, 2, 3, 20 if random.random() < 0.1 else 2])
    tests = ", ".join(one_test(random, type_) for _ in range(several))
    return f"not({tests})" if random.random() < 0.15 else tests


def random_table(random, hit="collect", most_rows=150):
    """1 to 8 columns of any types, rows for several shards, now and then much alike."""
    columns = [
        column(f"列{n}", random.choice(type_names), nullable=True)
        for n in range(random.randint(1, 8))
    ]
    size = random.choice([1, 3, 12, 59, 60, 61, 121, most_rows])
    tested = random.uniform(0.2, 1)
    few = {one.name: [cell_of(random, one.type) for _ in range(2)] for one in columns}
    alike = random.random() < 0.2
    rows = {
        f"r{n}": (
            {
                one.name: random.choice(few[one.name])
                if alike
                else cell_of(random, one.type)
                for one in columns
                if random.random() < tested
            },
            {"answer": "x"},
        )
        for n in range(min(size, most_rows))
    }
    return table(hit, columns, rows)


def random_values(random, made):
    """A value for every column: met by a cell, close to one, odd, or missing."""
    return {
        name: None if random.random() < 0.1 else literal(random, one.type)
        for name, one in made.inputs.items()
    }
