"""A rules folder made in a test, file by file."""

from datetime import date
from pathlib import Path

from portal.rules.library import Library

DAY = date(2025, 6, 1)

TIER = """\
title: 派单分级
hit: unique
inputs:
  amount: {label: 造价, type: money, min: 0, nullable: true}
outputs:
  tier: {label: 单级, type: text, values: {small: 小单, medium: 中单, large: 大单}}
versions:
  - since: 2025-01-01
    rows:
      - {id: unknown, when: {amount: "null"}, then: {tier: small}, note: 未填先按小单}
      - {id: small, when: {amount: "< 30000"}, then: {tier: small}, note: 定}
      - {id: medium, when: {amount: "[30000..50000)"}, then: {tier: medium}, note: 定}
      - {id: large, when: {amount: ">= 50000"}, then: {tier: large}, note: 定}
    examples:
      - {name: 三万整归中单, given: {amount: 30000}, then: {tier: medium}}
"""

LIMITS = """\
title: 派单上限
hit: unique
inputs:
  season: {label: 季节, type: text, values: {low: 淡季, high: 旺季}}
outputs:
  day: {label: 日上限, type: integer, min: 0}
versions:
  - since: 2025-01-01
    rows:
      - {id: low, when: {season: low}, then: {day: 2}, note: 定}
      - {id: high, when: {season: high}, then: {day: 3}, note: 定}
"""

LOAD = """\
title: 派单负荷
hit: first
inputs:
  season: {label: 季节, type: text, values: {low: 淡季, high: 旺季}}
  received_today: {label: 今日, type: integer, min: 0}
requires: {limits: dispatch.limits}
derived:
  room: {label: 今日余量, type: integer, is: "= limits.day - received_today"}
outputs:
  verdict: {label: 结论, type: text, values: {open: 可派, day_cap: 日满}}
versions:
  - since: 2025-01-01
    rows:
      - {id: full, when: {room: "<= 0"}, then: {verdict: day_cap}, note: 定}
      - {id: open, then: {verdict: open}, note: 定}
    examples:
      - {name: 还有一单, given: {season: low, received_today: 1}, then: {verdict: open}}
      - {name: 满了, given: {season: low, received_today: 2}, then: {verdict: day_cap}}
"""


class Folder:
    """`root` is a folder named rules; names are as in findings, without rules/."""

    def __init__(self, base: Path) -> None:
        self.root = base / "rules"
        self.root.mkdir()

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def house(self) -> "Folder":
        """The three tables above."""
        self.write("dispatch/tier.yaml", TIER)
        self.write("dispatch/limits.yaml", LIMITS)
        self.write("dispatch/load.yaml", LOAD)
        return self

    def open(self) -> Library:
        return Library(self.root)


def version_lines(text: str, since: str) -> str:
    """The version of a table's text once more, from another day on."""
    body = text[text.index("  - since:") :]
    return body.replace("2025-01-01", since)
