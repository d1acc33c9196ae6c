"""One question in every evaluator's words: which tier of which city and kind is it?"""

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from portal.rules.table import Value

STEP = 1000


@dataclass(frozen=True)
class Question:
    """A grid of cities, kinds and tiers of an amount; one row a place in the grid."""

    cities: list[str]
    kinds: list[str]
    tiers: int

    @property
    def size(self) -> int:
        return len(self.cities) * len(self.kinds) * self.tiers

    def rows(self) -> list[tuple[str, str, str]]:
        """(city, kind, amount cell), the cells closed below and open above."""
        return [
            (city, kind, self._tier(n))
            for city in self.cities
            for kind in self.kinds
            for n in range(self.tiers)
        ]

    def _tier(self, n: int) -> str:
        if n == self.tiers - 1:
            return f">= {n * STEP}"
        return f"[{n * STEP}..{(n + 1) * STEP})"

    def facts(self, random: Random) -> dict[str, object]:
        """A fact some row answers, on the line between two tiers now and then."""
        amount = random.randrange(self.tiers * STEP)
        return {
            "city": random.choice(self.cities),
            "kind": random.choice(self.kinds),
            "amount": amount - amount % STEP if random.random() < 0.2 else amount,
        }

    @staticmethod
    def values(fact: dict[str, object]) -> dict[str, Value]:
        """The fact as a matcher takes it."""
        return {**fact, "amount": Decimal(str(fact["amount"]))}  # type: ignore[dict-item]

    def rule_file(self) -> str:
        """The same question as a rule file."""
        rows = "".join(
            f"      - {{id: r{n}, when: {{city: {city}, kind: {kind}, "
            f'amount: "{cell}"}}, then: {{row: r{n}}}, note: bench}}\n'
            for n, (city, kind, cell) in enumerate(self.rows())
        )
        return (
            "title: bench\nhit: unique\ninputs:\n"
            f"  city: {{label: city, type: text, values: [{', '.join(self.cities)}]}}\n"
            f"  kind: {{label: kind, type: text, values: [{', '.join(self.kinds)}]}}\n"
            "  amount: {label: amount, type: money, min: 0}\n"
            "outputs:\n  row: {label: row, type: text}\n"
            f"versions:\n  - since: 2025-01-01\n    rows:\n{rows}"
        )


def grid(size: int) -> Question:
    """The question with 3, 30 or 1000 rows."""
    cities, kinds, tiers = {3: (1, 1, 3), 30: (5, 2, 3), 1000: (10, 10, 10)}[size]
    return Question(
        [f"city{n}" for n in range(cities)], [f"kind{n}" for n in range(kinds)], tiers
    )
