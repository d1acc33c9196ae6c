"""The long counts of the rule engine: `python -m tests.soak.rules --pairs 1000000`.

Each count prints one line and raises AssertionError when it does not hold.
"""

import argparse
import logging
import resource
import shutil
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from random import Random

from portal.rules.engine import EngineMatcher
from portal.rules.evaluate import ReferenceMatcher
from portal.rules.library import Library
from tests.rules.random_tables import random_table, random_values

RULES = Path(__file__).parents[2] / "rules"
ON = date(2025, 6, 1)
FACTS_A_TABLE = 100
RELOADED_ROWS = 120
# What may be held more at the end than after the warm-up.
MOST_GROWTH_MB = 8


def resident_mb():
    """Memory held now; where the system does not tell, the most ever held."""
    status = Path("/proc/self/statm")
    if status.exists():
        pages = int(status.read_text().split()[1])
        return pages * resource.getpagesize() / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


@contextmanager
def no_engine_faults():
    """Nothing may have been answered by the reference in the engine's place."""
    faults = []
    handler = logging.Handler(logging.ERROR)
    handler.emit = faults.append
    logging.getLogger("portal.rules").addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger("portal.rules").removeHandler(handler)
    assert faults == [], f"{len(faults)} engine faults"


def report(what, count, start, details):
    seconds = time.perf_counter() - start
    sys.stdout.write(f"{what}: {count:,} in {seconds:.0f} s, {details}\n")
    sys.stdout.flush()


def pairs(count):
    """Random tables and facts: engine and reference find the same rows each time."""
    start = time.perf_counter()
    matched = 0
    with no_engine_faults():
        for seed in range(count // FACTS_A_TABLE):
            random = Random(f"soak {seed}")
            made = random_table(random)
            rows = made.versions[0].rows
            reference, engine = ReferenceMatcher(rows), EngineMatcher(rows, made.tested)
            for _ in range(FACTS_A_TABLE):
                values = random_values(random, made)
                found = engine.match(values)
                assert found == reference.match(values), (seed, values)
                matched += len(found)
            engine.close()
    tables = count // FACTS_A_TABLE
    details = f"{tables:,} tables, {matched:,} row matches, 0 disagreements"
    report("pairs", count, start, details)


def evaluations(count):
    """Decisions on the tables of the house; the memory held stays where it was."""
    start = time.perf_counter()
    rules = Library(RULES).rules()
    asked = [
        (rules[table], example.given)
        for table in sorted(rules)
        for version in rules[table].versions
        for example in version.examples
    ]
    before = 0.0
    with no_engine_faults():
        for n in range(count):
            if n == count // 10:
                before = resident_mb()
            bound, facts = asked[n % len(asked)]
            bound.decide(facts, ON)
    after = resident_mb()
    details = f"resident {before:.1f} MB after a tenth, {after:.1f} MB at the end"
    report("evaluations", count, start, f"{len(asked)} worked examples, {details}")
    assert after - before < MOST_GROWTH_MB, details


def reloaded_file(n):
    """A table of many tiers whose every boundary moves with n."""
    bounds = [1000 * row + n for row in range(RELOADED_ROWS)]
    cells = [f"[{low}..{low + 1000})" for low in bounds]
    cells[0], cells[-1] = f"< {bounds[1]}", f">= {bounds[-1]}"
    rows = "".join(
        f'      - {{id: r{row}, when: {{amount: "{cell}"}}, then: {{tier: {row}}},'
        " note: soak}\n"
        for row, cell in enumerate(cells)
    )
    return (
        "title: 长跑\nhit: unique\n"
        "inputs:\n  amount: {label: 金额, type: money}\n"
        "outputs:\n  tier: {label: 档, type: integer}\n"
        f"versions:\n  - since: 2025-01-01\n    rows:\n{rows}"
    )


def reloads(count):
    """Hot reloads of a file in two shards; the new rows decide, memory stays flat."""
    start = time.perf_counter()
    before = 0.0
    with tempfile.TemporaryDirectory() as folder, no_engine_faults():
        root = Path(folder) / "rules"
        shutil.copytree(RULES / "clauses", root / "clauses")
        (root / "soak").mkdir()
        file = root / "soak" / "tiers.yaml"
        file.write_text(reloaded_file(0), encoding="utf-8")
        library = Library(root)
        for n in range(1, count + 1):
            file.write_text(reloaded_file(n), encoding="utf-8")
            assert library.refresh(ON), f"reload {n} was not noticed"
            boundary = 5000 + n
            bound = library.rules()["soak.tiers"]
            tiers = [
                bound.decide({"amount": amount}, ON).outcome["tier"]
                for amount in (boundary - 1, boundary)
            ]
            assert tiers == [4, 5], (n, tiers)
            if n == max(1, count // 10):
                before = resident_mb()
    after = resident_mb()
    details = f"resident {before:.1f} MB after a tenth, {after:.1f} MB at the end"
    report("hot reloads", count, start, f"{RELOADED_ROWS} rows, {details}")
    assert after - before < MOST_GROWTH_MB, details


def main(arguments):
    parser = argparse.ArgumentParser(prog="tests.soak.rules", description=__doc__)
    parser.add_argument("--pairs", type=int, default=0)
    parser.add_argument("--evals", type=int, default=0)
    parser.add_argument("--reloads", type=int, default=0)
    asked = parser.parse_args(arguments)
    if asked.pairs:
        pairs(asked.pairs)
    if asked.evals:
        evaluations(asked.evals)
    if asked.reloads:
        reloads(asked.reloads)


if __name__ == "__main__":
    main(sys.argv[1:])
