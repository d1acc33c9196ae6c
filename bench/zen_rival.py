"""zen-engine over the same table: hit policy first, which may stop at the first row."""

import json
from collections.abc import Callable

import zen

from bench.tables import Question

Facts = list[dict[str, object]]
COLUMNS = ("city", "kind", "amount")


class ZenRival:
    """The table loaded once, asked fact by fact or in one batch."""

    def __init__(self, question: Question) -> None:
        content = json.dumps(_graph(question))
        self._decision = zen.ZenEngine().create_decision(content)
        loaded = zen.ZenDecisionContent(content)
        self._engine = zen.ZenEngine({"loader": lambda key: loaded})

    def evaluators(self) -> dict[str, Callable[[Facts], list[str]]]:
        """Its two ways of being asked, each over a list of facts."""
        return {"zen, evaluate": self._each, "zen, evaluate_batch": self._batch}

    def _each(self, facts: Facts) -> list[str]:
        return [self._decision.evaluate(one)["result"]["row"] for one in facts]

    def _batch(self, facts: Facts) -> list[str]:
        asked = [{"key": "grid", "context": one} for one in facts]
        answers = self._engine.evaluate_batch(asked)
        return [one["data"]["result"]["row"] for one in answers]


def _graph(question: Question) -> dict[str, object]:
    rules = [
        {
            "_id": f"r{n}",
            "city": f'"{city}"',
            "kind": f'"{kind}"',
            "amount": cell,
            "row": f'"r{n}"',
        }
        for n, (city, kind, cell) in enumerate(question.rows())
    ]
    table = {
        "hitPolicy": "first",
        "inputs": [{"id": one, "name": one, "field": one} for one in COLUMNS],
        "outputs": [{"id": "row", "name": "row", "field": "row"}],
        "rules": rules,
    }
    nodes = [
        _node("in", "inputNode", {}),
        _node("table", "decisionTableNode", table),
        _node("out", "outputNode", {}),
    ]
    return {"nodes": nodes, "edges": [_edge("in", "table"), _edge("table", "out")]}


def _node(name: str, kind: str, content: dict[str, object]) -> dict[str, object]:
    return {
        "id": name,
        "name": name,
        "type": kind,
        "content": content,
        "position": {"x": 0, "y": 0},
    }


def _edge(source: str, target: str) -> dict[str, str]:
    return {"id": source, "type": "edge", "sourceId": source, "targetId": target}
