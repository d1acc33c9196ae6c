"""Where the house masks even one's own clients, the phone shows and calls none."""

import shutil

import pytest

from portal.rules.library import Library
from portal.services.dispatch.offers import offer_lead
from portal.services.house import House
from portal.services.my import my_page
from tests.my.phones import a_lead, in_hand
from tests.people import RULES, acting

OWN = 'when: {own: "true"}\n        then: {shown: full}'
EXAMPLE = "given: {role: designer, field: phone, own: true}, then: {shown: full}"


@pytest.fixture
def strict(house, tmp_path):
    """The house under rules that show nobody his own clients in full."""
    folder = shutil.copytree(RULES, tmp_path / "rules")
    file = folder / "access/mask.yaml"
    text = file.read_text("utf-8")
    assert OWN in text and EXAMPLE in text
    for one in (OWN, EXAMPLE):
        text = text.replace(one, one.replace("full", "masked"))
    file.write_text(text, "utf-8")
    return House(house.settings, house.db, Library(folder), house.clock)


def test_a_card_masks_name_and_phone_and_offers_the_noted_look(house, strict):
    lead = in_hand(house, "2001", "欧阳倩倩")
    [shown] = my_page(acting(house, "2001")).leads.groups[0].leads
    assert (shown.client, bool(shown.tel), shown.reveal) == ("欧阳倩倩", True, None)
    [masked] = my_page(acting(strict, "2001")).leads.groups[0].leads
    assert (masked.client, masked.tel) == ("欧阳**", "")
    assert "****" in masked.phone
    assert masked.reveal.action == f"/leads/{lead}/reveal"


def test_an_offer_masks_the_client_too(house, strict):
    lead = a_lead(house, "欧阳倩倩")
    offer_lead(acting(house, "customer_manager"), lead, "2001", "客户点名")
    [offer] = my_page(acting(strict, "2001")).offers
    assert offer.client == "欧阳**"
    assert not any("601" in text for _label, text in offer.facts)
