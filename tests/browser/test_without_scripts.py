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
    forms = forms_of(create_app(house=shop.house))
    assert len(forms) > 30, "the walk misses the routes"
    assert [path for path in forms if not any(map(taken_by(path), sent))] == []


def forms_of(app):
    """Where forms go: every POST but those below /api, which programs send.

    They come with a token or a signature and without a form's own, so no page of a
    browser could send them.
    """
    return [
        path
        for path, handler in handlers(app)
        if "POST" in handler.http_methods and not path.startswith("/api/")
    ]


def taken_by(path):
    """Whether an address is one of this route's."""
    return re.compile(re.sub(r"\{[^}]*\}", "[^/]+", path)).fullmatch
