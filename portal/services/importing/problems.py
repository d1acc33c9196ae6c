"""Everything wrong with a draft as a file, to be mended beside the original."""

from urllib.parse import quote
from uuid import UUID

import msgspec

from portal.services.exporting.comma_file import to_csv
from portal.services.exporting.sheets import Column, Sheet
from portal.services.importing.drafts import find_import, findings_of
from portal.services.importing.fields import labels
from portal.services.importing.page import seen
from portal.services.importing.words import cell_name
from portal.services.lead.own import Eyes
from portal.services.use_case import Act
from portal.words import gettext as _


class ProblemFile(msgspec.Struct, frozen=True, kw_only=True):
    """The file and the name it is saved under."""

    name: str
    content: bytes

    @property
    def disposition(self) -> str:
        """The header that has it saved; a Chinese name by RFC 5987."""
        return f"attachment; filename*=UTF-8''{quote(self.name)}"


def problem_file(act: Act, import_id: UUID) -> ProblemFile:
    """One row a wrong cell; no text in it is reckoned by a spreadsheet."""
    with act.house.db.reading() as session:
        one = find_import(session, act, import_id)
    names, eyes = labels(act), Eyes(act)
    rows = [
        (
            cell_name(wrong.column, wrong.line),
            names.get(wrong.field, wrong.field),
            seen(eyes, wrong.field, wrong.text),
            wrong.sentence,
        )
        for wrong in findings_of(one).problems
    ]
    heads = (_("格"), _("哪一项"), _("写的是"), _("哪里不对"))
    sheet = Sheet(
        title=one.no,
        columns=[Column(head) for head in heads],
        rows=rows,
        by=act.by.name,
        at=act.house.clock.now(),
    )
    name = _("%(no)s 有错的格子.csv", no=one.no)
    return ProblemFile(name=name, content=to_csv(sheet))
