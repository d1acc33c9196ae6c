"""The shipped rules, opened once for all tests of the evaluator."""

from pathlib import Path

import pytest

from portal.rules.library import Library

SHIPPED = Path(__file__).parents[2] / "rules"


@pytest.fixture(scope="session")
def shipped_rules():
    library = Library(SHIPPED)
    yield library.rules()
    library.close()
