"""In which order tables are loaded: those that are asked first come first."""

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

from portal.rules.errors import BadRuleFile, Finding, Position


def ordered(
    requires: Mapping[str, Iterable[str]], places: Mapping[str, str]
) -> list[str]:
    """Table ids, each after the tables it requires; unknown ones are left out.

    `places` names each table's file. Raises BadRuleFile where tables form a ring.
    """
    graph = {
        table: sorted(one for one in needed if one in requires)
        for table, needed in sorted(requires.items())
    }
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError as bad:
        ring = bad.args[1]
        message = f"几张表互相等着对方：{' → '.join(ring)}"
        at = Position(places.get(ring[0], ring[0]), 1, 1)
        fix = "请去掉其中一处 requires。"
        raise BadRuleFile([Finding(at, "requires", message, fix)]) from None
