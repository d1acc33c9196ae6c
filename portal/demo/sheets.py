"""The desk's sheets: handed in on most days, so that some stand open in the list."""

from sqlmodel import col, select

from portal.demo.town import Story, Town
from portal.models.reports import ReportSheet
from portal.services.reports.spans import DAY, KINDS
from portal.services.reports.submitting import submit_sheet

FORGOTTEN = 9  # every ninth of a month nobody thinks of the sheet
REMARKS = {DAY: "", "week": "本周市场部来单较多", "month": "签约集中在下半月"}


def hand_in(town: Town, *, daily: bool) -> Story:
    """Whatever is owed: in the evening the day's sheet, before noon the longer ones."""
    desk = town.act(town.store.first("receptionist"))
    kinds = [one for one in KINDS if (one == DAY) == daily]
    if town.today().day % FORGOTTEN:
        for sheet in _owed(town, kinds):
            submit_sheet(desk, sheet.kind, sheet.first_day, REMARKS[sheet.kind])
    yield from ()


def _owed(town: Town, kinds: list[str]) -> list[ReportSheet]:
    with town.house.db.reading() as session:
        found = session.exec(
            select(ReportSheet)
            .where(
                ReportSheet.site_id == town.site_id,
                col(ReportSheet.kind).in_(kinds),
                col(ReportSheet.submitted_at).is_(None),
            )
            .order_by(col(ReportSheet.first_day))
        )
        return list(found)
