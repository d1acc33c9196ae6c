"""The list of imports: who handed in what, when, and what became of it."""

from collections.abc import Mapping

from sqlmodel import col, select

from portal.access import may
from portal.models.imports import Import, ImportState
from portal.services.importing.drafts import findings_of
from portal.services.importing.fields import bound, kinds
from portal.services.importing.shapes import ImportRow, ImportsPage, UploadForm
from portal.services.importing.words import state_words, visible
from portal.services.paging import page_rows
from portal.services.use_case import Act
from portal.words import format_datetime, rule_labels
from portal.words import gettext as _

HERE = "/imports"
MILLION = 100 * 100 * 100
NOTHING: Mapping[str, str] = {}


def imports_page(
    act: Act,
    page: int = 1,
    typed: Mapping[str, str] = NOTHING,
    errors: Mapping[str, str] = NOTHING,
) -> ImportsPage:
    """One page of the list, the latest first; `errors` of a form that came back."""
    listed = (
        select(Import)
        .where(Import.site_id == act.by.site_id)
        .order_by(col(Import.uploaded_at).desc(), col(Import.no).desc())
    )
    with act.house.db.reading() as session:
        rows, pager = page_rows(session, act, listed, page, HERE, {})
    return ImportsPage(
        title=_("导入"),
        rows=[_row(act, one) for (one,) in rows],
        pager=pager,
        form=_form(act, typed, errors),
        may_hooks=may(act.rules, act.by, "hook.edit", act.today),
        may_phones=may(act.rules, act.by, "phones.read", act.today),
    )


def _form(
    act: Act, typed: Mapping[str, str], errors: Mapping[str, str]
) -> UploadForm | None:
    allowed = kinds(act)
    if not allowed:
        return None
    return UploadForm(
        kinds=list(allowed.items()),
        kind=typed.get("kind", "") or next(iter(allowed)),
        errors=dict(errors),
        limits=_(
            "最多 %(rows)s 行，%(size)s MB；.xlsx 或 .csv。",
            rows=f"{bound(act, 'rows'):,}",
            size=bound(act, "file_bytes") // MILLION,
        ),
    )


def _row(act: Act, one: Import) -> ImportRow:
    kind, word = state_words(one.state)
    values = act.rules["imports.headers"].table.inputs["kind"].values
    return ImportRow(
        no=one.no,
        href=f"{HERE}/{one.id}",
        kind=rule_labels(values).get(one.kind, one.kind),
        file_name=visible(one.file_name),
        rows=one.rows,
        result=_result(one),
        state_kind=kind,
        state=word,
        by=one.uploaded_by_name,
        at=format_datetime(one.uploaded_at, short=True),
    )


def _result(one: Import) -> str:
    found = findings_of(one)
    if one.state == ImportState.DRAFT and found.problem_count:
        return _("有错 %(n)s 处", n=found.problem_count)
    if one.state in (ImportState.DRAFT, ImportState.IMPORTED):
        return _("收 %(n)s 行", n=found.taken)
    return ""
