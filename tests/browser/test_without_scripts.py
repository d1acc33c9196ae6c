"""Every form of the portal does its work with JavaScript switched off."""

import re

import pytest

from portal.app import create_app
from portal.routes.frame.guards import handlers
from tests.browser.journeys import JOURNEYS
from tests.browser.paper import PlainDesk

pytestmark = pytest.mark.browser


def test_every_form_does_its_work_without_scripts(shop):
    sent = set()
    for journey in JOURNEYS:
        journey(PlainDesk(shop, sent))
    forms = [
        path
        for path, handler in handlers(create_app(house=shop.house))
        if "POST" in handler.http_methods and not path.startswith("/api")
    ]
    assert len(forms) > 30, "the walk misses the routes"
    assert [path for path in forms if not any(map(taken_by(path), sent))] == []


def taken_by(path):
    """Whether an address is one of this route's."""
    return re.compile(re.sub(r"\{[^}]*\}", "[^/]+", path)).fullmatch
