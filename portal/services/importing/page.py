"""The page of one import: columns, preview, what is wrong, what became of it."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from portal.access import may
from portal.clock import business_date
from portal.models.imports import Import, ImportState
from portal.services.clauses import clause_refs
from portal.services.importing.drafts import find_import, findings_of
from portal.services.importing.fields import (
    FIELDS,
    LEADS,
    NEEDED,
    WRITE,
    bound,
    channels,
    labels,
)
from portal.services.importing.rows import Findings, Problem, SampleRow
from portal.services.importing.shapes import (
    FieldChoice,
    ImportPage,
    ShownCell,
    ShownProblem,
    ShownRow,
    ShownStruck,
)
from portal.services.importing.words import (
    cell_name,
    state_words,
    visible,
    why_words,
)
from portal.services.lead.own import Eyes
from portal.services.pages import Pair
from portal.services.use_case import Act
from portal.words import format_date, format_datetime
from portal.words import gettext as _

HERE = "/imports"
NOTHING: Mapping[str, str] = {}
PERSONAL = frozenset({"client_name", "phone", "site_address"})


def import_page(
    act: Act,
    import_id: UUID,
    typed: Mapping[str, str] = NOTHING,
    errors: Mapping[str, str] = NOTHING,
) -> ImportPage:
    """One import; `typed` and `errors` of an undo form that came back."""
    with act.house.db.reading() as session:
        one = find_import(session, act, import_id)
    found, names = findings_of(one), labels(act)
    kind, word = state_words(one.state)
    shown = found.problems[: bound(act, "problems_shown")]
    return ImportPage(
        title=_("导入 %(no)s", no=one.no),
        no=one.no,
        id=one.id,
        href=f"{HERE}/{one.id}",
        file_name=visible(one.file_name),
        facts=_facts(one),
        state_kind=kind,
        state=word,
        is_draft=one.state == ImportState.DRAFT,
        may_write=may(act.rules, act.by, WRITE[one.kind], act.today),
        may_undo=_may_undo(act, one),
        undo_until=_undo_until(act, one),
        undo_errors=dict(errors),
        undo_typed=typed.get("reason", ""),
        ready=found.ready,
        fields=_fields(one, names),
        columns=_columns(one),
        channels=[("", _("请选")), *channels(act).items()] if one.kind == LEADS else [],
        channel=one.channel,
        missing=[names[field] for field in found.missing],
        rows=found.rows,
        taken=found.taken,
        held=found.held,
        struck=_struck(act, found),
        problem_count=found.problem_count,
        problems=[_problem(act, problem, names) for problem in shown],
        heads=[names[cell.field] for cell in found.sample[0].cells]
        if found.sample
        else [],
        sample=[_row(act, row) for row in found.sample],
        leads_href="/leads" if one.kind == LEADS else f"/phone-lists?list={one.no}",
    )


def _facts(one: Import) -> list[Pair]:
    """What is known of the file and of who did what with it."""
    told = [
        (_("文件"), visible(one.file_name)),
        (_("工作表"), one.sheet),
        (_("编码"), one.encoding),
        (_("交来"), f"{one.uploaded_by_name}　{format_datetime(one.uploaded_at)}"),
        (_("导入"), format_datetime(one.imported_at) if one.imported_at else ""),
        (_("撤销"), format_datetime(one.undone_at) if one.undone_at else ""),
        (_("撤销的缘由"), one.undo_reason),
        (_("草稿留到"), _expiry(one)),
    ]
    return [(name, text) for name, text in told if text]


def _expiry(one: Import) -> str:
    return format_datetime(one.expires_at) if one.state == ImportState.DRAFT else ""


def _may_undo(act: Act, one: Import) -> bool:
    allowed = may(act.rules, act.by, "import.undo", act.today)
    return allowed and one.state == ImportState.IMPORTED


def _undo_until(act: Act, one: Import) -> str:
    if one.imported_at is None:
        return ""
    day = business_date(one.imported_at, act.house.zone)
    return format_date(day + timedelta(days=bound(act, "undo_days")))


def _fields(one: Import, names: Mapping[str, str]) -> list[FieldChoice]:
    return [
        FieldChoice(
            name=f"column_{field}",
            label=names[field],
            needed=field in NEEDED[one.kind],
            column=str(one.mapping.get(field, "")),
        )
        for field in FIELDS[one.kind]
    ]


def _columns(one: Import) -> list[Pair]:
    none = ("", _("没有这一列"))
    named = [
        (str(number), f"{cell_name(number, 1)[:-1]}　{visible(header)}")
        for number, header in enumerate(one.columns)
    ]
    return [none, *named]


def _struck(act: Act, found: Findings) -> list[ShownStruck]:
    return [
        ShownStruck(
            word=why_words(act, one.why)[1],
            rows=one.rows,
            clauses=clause_refs(act.rules, one.clauses),
        )
        for one in found.struck
    ]


def _problem(act: Act, problem: Problem, names: Mapping[str, str]) -> ShownProblem:
    return ShownProblem(
        cell=cell_name(problem.column, problem.line),
        field=names.get(problem.field, problem.field),
        text=seen(Eyes(act), problem.field, problem.text),
        sentence=problem.sentence,
    )


def _row(act: Act, row: SampleRow) -> ShownRow:
    kind, word = why_words(act, row.why)
    eyes = Eyes(act)
    return ShownRow(
        line=row.line,
        cells=[
            ShownCell(
                read=seen(eyes, cell.field, cell.read),
                meant=seen(eyes, cell.field, cell.meant)
                if cell.meant != cell.read
                else "",
            )
            for cell in row.cells
        ],
        kind=kind,
        word=word,
        clauses=clause_refs(act.rules, row.clauses),
    )


def seen(eyes: Eyes, field: str, text: str) -> str:
    """A cell as this person may see it: clients stay masked in a file, too."""
    return visible(eyes.show(field, text) if field in PERSONAL else text)
