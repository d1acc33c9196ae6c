"""Microseconds per decision at 3, 30 and 1000 rows, ours beside zen-engine's.

Every evaluator gets the same tables and facts. Their answers are compared first; then
they take turns, round by round, and the median of the rounds is printed. A decision of
ours carries its facts, rows and clauses; "match" is the finding of the rows alone.
"""

import sys
import tempfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

from bench.tables import Question, grid
from bench.zen_rival import ZenRival
from portal.rules.evaluate import BoundTable, ReferenceMatcher
from portal.rules.library import Library
from portal.rules.table import Value

ON = date(2025, 6, 1)
ROUNDS = 7
FACTS = 300
SIZES = (3, 30, 1000)
Facts = list[dict[str, object]]
Evaluators = dict[str, Callable[[Facts], list[str]]]


def main() -> None:
    """Print one line per size and evaluator."""
    print(f"python {sys.version.split()[0]}, {FACTS} facts, median of {ROUNDS} rounds")
    for size in SIZES:
        measure(grid(size), Random(size))


def measure(question: Question, random: Random) -> None:
    """Compare, then time, every evaluator on one table."""
    facts = [question.facts(random) for _ in range(FACTS)]
    with tempfile.TemporaryDirectory() as folder:
        bound = load(question, Path(folder) / "rules")
        evaluators = ours(bound, question, facts) | ZenRival(question).evaluators()
        same_answers(evaluators, facts)
        for name, spent in timed(evaluators, facts).items():
            per_fact = [1e6 * one / len(facts) for one in spent]
            low, high = min(per_fact), max(per_fact)
            print(
                f"{question.size:5} rows  {name:28} {median(per_fact):9.1f} us "
                f"({low:.1f} to {high:.1f})"
            )


def load(question: Question, folder: Path) -> BoundTable:
    """The table through the front door: a rule file, checked like any other."""
    (folder / "bench").mkdir(parents=True)
    (folder / "bench" / "grid.yaml").write_text(question.rule_file(), encoding="utf-8")
    return Library(folder).rules()["bench.grid"]


def ours(bound: BoundTable, question: Question, facts: Facts) -> Evaluators:
    """The reference, the engine and whole decisions; only these read the facts."""
    values = [question.values(one) for one in facts]
    [version] = bound.versions
    ids = [row.id for row in version.rows]
    engine, reference = bound.matchers[version.hash], ReferenceMatcher(version.rows)

    def matching(
        match: Callable[[Mapping[str, Value]], list[int]],
    ) -> Callable[[Facts], list[str]]:
        return lambda _: [ids[match(one)[0]] for one in values]

    return {
        "reference, match": matching(reference.match),
        "engine, match": matching(engine.match),
        "engine, decide": lambda facts: [
            bound.decide(one, ON).rows[0] for one in facts
        ],
    }


def same_answers(evaluators: Evaluators, facts: Facts) -> None:
    """Stop unless all of them name the same row for every fact."""
    answers = {name: run(facts) for name, run in evaluators.items()}
    first = next(iter(answers.values()))
    for name, given in answers.items():
        if given != first:
            raise SystemExit(f"{name} answers differently; nothing was timed")


def timed(evaluators: Evaluators, facts: Facts) -> dict[str, list[float]]:
    """Seconds each evaluator took for all facts, one figure a round, taking turns."""
    spent: dict[str, list[float]] = {name: [] for name in evaluators}
    for _ in range(ROUNDS):
        for name, run in evaluators.items():
            start = perf_counter()
            run(facts)
            spent[name].append(perf_counter() - start)
    return spent


if __name__ == "__main__":
    main()
