"""Amounts of money as people write them, and the one place that rounds to the fen."""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

FEN = Decimal("0.01")
LONGEST = 40
# Above it, what was typed is a slip of the finger; columns of fen hold far more.
LARGEST = Decimal("9999999999.99")
UNITS = {
    "万": Decimal(10000),
    "w": Decimal(10000),
    "千": Decimal(1000),
    "k": Decimal(1000),
}
DIGITS = str.maketrans("零〇一二两三四五六七八九", "001223456789")
# 四五万 is said for forty to fifty thousand: no amount at all.
ROUGHLY = re.compile(r"[一二两三四五六七八九]{2}[万千wWkK]")

NUMBER = r"\d+(?:\.\d+)?"
WRITTEN = re.compile(
    rf"(?:(?P<wan>{NUMBER})[万w])?(?:(?P<qian>{NUMBER})[千k])?(?P<rest>{NUMBER})?"
)
GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")


def to_fen(amount: Decimal) -> Decimal:
    """Round to the fen, half up."""
    return amount.quantize(FEN, rounding=ROUND_HALF_UP)


def parse_amount(text: str) -> Decimal | None:
    """Yuan as typed at a counter: 48000, 48,000.00, 4.8万, 4万8, ４８０００元.

    None when the text is empty or could mean two things: an amount is never guessed.
    """
    plain = _plain(text)
    if plain is None:
        return None
    match = WRITTEN.fullmatch(plain)
    if match is None:
        return None
    return _whole_fen(_sum(match))


def _plain(text: str) -> str | None:
    """Half-width, without spaces, currency words and thousands commas."""
    if len(text) > LONGEST:
        return None
    if ROUGHLY.search(text):
        return None
    plain = unicodedata.normalize("NFKC", text).translate(DIGITS).lower()
    plain = re.sub(r"\s", "", plain).removeprefix("¥").removeprefix("rmb")
    plain = re.sub(r"(元整|圆整|块钱|元|圆|块)$", "", plain)
    if "," not in plain:
        return plain or None
    return plain.replace(",", "") if GROUPED.fullmatch(plain) else None


def _sum(match: re.Match[str]) -> Decimal | None:
    wan, qian, rest = match["wan"], match["qian"], match["rest"]
    total = Decimal(wan or 0) * UNITS["万"] + Decimal(qian or 0) * UNITS["千"]
    if rest is None:
        return total
    unit = UNITS["千"] if qian else UNITS["万"] if wan else None
    tail = Decimal(rest) if unit is None else _tail(rest, unit)
    return None if tail is None else total + tail


def _tail(rest: str, unit: Decimal) -> Decimal | None:
    """What follows a unit: "4万8" is said for 48,000, "4万8000" is written out."""
    if not rest.isdigit():
        return None
    if len(rest) == 1:
        return Decimal(rest) * unit / 10
    return Decimal(rest) if len(rest) == len(str(unit)) - 1 else None


def _whole_fen(amount: Decimal | None) -> Decimal | None:
    """The amount with two decimals; None if it has parts of a fen."""
    if amount is None or amount != to_fen(amount):
        return None
    return to_fen(amount)
