"""Runs the worked examples inside a rule file; each must hold."""

from portal.rules.cell import show_value
from portal.rules.errors import BadFacts, Finding, NotDecided, UnknownTable
from portal.rules.evaluate.decide import BoundTable, decide
from portal.rules.table import Example, Value, Version


def failing_examples(bound: BoundTable) -> list[Finding]:
    """A finding for each example of any version that does not come out as written."""
    findings = []
    for version in bound.table.versions:
        for example in version.examples:
            fault = _fault(bound, version, example)
            if fault:
                message = f"例子“{example.name}”不成立：{fault}"
                fix = "请改行，或改例子。"
                since = str(version.since)
                findings.append(
                    Finding(example.at, "example", message, fix, version=since)
                )
    return findings


def _fault(bound: BoundTable, version: Version, example: Example) -> str:
    try:
        outcome = decide(bound, example.given, version.since).outcome
    except BadFacts as bad:
        return ";".join(f"{name} {why}" for name, why in bad.problems.items())
    except (NotDecided, UnknownTable) as bad:
        return str(bad)
    if isinstance(outcome, dict) and not isinstance(example.then, list):
        return _difference(example.then, outcome)
    if not isinstance(outcome, list) or not isinstance(example.then, list):
        return "答案的形式不对"
    if len(outcome) != len(example.then):
        return f"得到 {len(outcome)} 项，例子写了 {len(example.then)} 项"
    pairs = zip(example.then, outcome, strict=True)
    return next((d for then, got in pairs if (d := _difference(then, got))), "")


def _difference(then: object, got: dict[str, Value]) -> str:
    """The first output the example names that came out otherwise."""
    wanted = dict(then) if isinstance(then, dict) else {}
    for name, value in wanted.items():
        if got[name] != value:
            return f"{name} 得 {show_value(got[name])}，例子写的是 {show_value(value)}"
    return ""
