"""What was understood of a row, in the words the counter shows."""

from collections.abc import Mapping

from portal.services.importing.rows import LeadRow, PhoneRow
from portal.services.reception.lead_rows import area_text
from portal.services.use_case import Act
from portal.words import (
    format_date,
    format_datetime,
    format_money,
    format_phone,
    rule_labels,
)
from portal.words import gettext as _


def meant_words(act: Act, row: LeadRow | PhoneRow | None) -> Mapping[str, str]:
    """Field -> what it was understood to be; {} where the row could not be read."""
    if row is None:
        return {}
    if isinstance(row, PhoneRow):
        return {
            "phone": format_phone(row.phone),
            "client_name": row.client_name,
            "site_address": row.site_address,
            "remarks": row.remarks,
        }
    return _lead(act, row)


def _lead(act: Act, row: LeadRow) -> dict[str, str]:
    form = row.form
    claim = form.claims[0] if form.claims else None
    return {
        "client_name": form.client_name,
        "phone": format_phone(row.phone),
        "site_address": form.site_address,
        "floor_area": area_text(form.floor_area) if form.floor_area else "",
        "renovation_date": format_date(form.renovation_date)
        if form.renovation_date
        else "",
        "estimated_amount": format_money(form.estimated_amount, unit=True)
        if form.estimated_amount
        else "",
        "channel": _label(act, "lead.channel", "channel", form.channel),
        "brought_by": form.brought_by or "",
        "principle": _label(act, "lead.attribution", "principle", claim.principle)
        if claim
        else "",
        "claim_at": format_datetime(claim.at) if claim else "",
        "evidence": claim.evidence if claim else "",
        "grades_introduced": _("是") if form.grades_introduced else _("否"),
        "remarks": form.remarks,
    }


def _label(act: Act, table: str, column: str, value: str) -> str:
    values = act.rules[table].table.inputs[column].values
    return rule_labels(values).get(value, value)
