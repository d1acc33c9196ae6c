"""Every table by subject, and the files that were kept back."""

import msgspec

from portal.rules.errors import Finding
from portal.rules.evaluate import BoundTable
from portal.rules.explain.words import hit_words
from portal.services.use_case import Act
from portal.words import gettext as _
from portal.words import rule_text


class TableRow(msgspec.Struct, frozen=True, kw_only=True):
    """One table of the list; `since` is the version in force, "" when none is yet."""

    id: str
    title: str
    href: str
    policy: str
    since: str
    versions: int
    rows: int
    own: bool


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """One folder of rules/."""

    key: str
    label: str
    tables: list[TableRow]


class KeptBack(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was changed and is not used; findings are Chinese sentences."""

    file: str
    findings: list[str]


class RulesPage(msgspec.Struct, frozen=True, kw_only=True):
    """See templates/rule_edits/list.html."""

    title: str
    query: str
    subjects: list[Subject]
    kept_back: list[KeptBack]
    total: int


def list_tables(act: Act, query: str = "") -> RulesPage:
    """The tables in force at the person's site, found by id or title."""
    text = query.strip().casefold()
    found: dict[str, list[TableRow]] = {}
    for bound in act.rules.values():
        title = bound.title + rule_text(bound.title)
        if text in bound.id.casefold() or text in title.casefold():
            found.setdefault(bound.id.split(".")[0], []).append(_row(act, bound))
    labels = subject_labels()
    return RulesPage(
        title=_("规则"),
        query=query,
        subjects=[
            Subject(key=key, label=labels.get(key, key), tables=found[key])
            for key in sorted(found, key=lambda one: _place(labels, one))
        ],
        kept_back=[
            KeptBack(file=file, findings=[_said(one) for one in findings])
            for file, findings in sorted(act.house.library.kept_back.items())
        ],
        total=len(act.rules),
    )


def _row(act: Act, bound: BoundTable) -> TableRow:
    version = bound.table.version_on(act.today)
    return TableRow(
        id=bound.id,
        title=rule_text(bound.title),
        href=f"/rules/{bound.id}",
        policy=hit_words(bound.table.hit, rule_text),
        since=version.since.isoformat() if version else "",
        versions=len(bound.table.versions),
        rows=len(version.rows) if version else 0,
        own=bound.table.site is not None,
    )


def _said(finding: Finding) -> str:
    return str(finding)


def _place(labels: dict[str, str], key: str) -> tuple[int, str]:
    names = list(labels)
    return (names.index(key) if key in names else len(names), key)


def subject_labels() -> dict[str, str]:
    """Folder of rules/ -> its name, in the order of a lead's way through the house."""
    return {
        "lead": _("来单与归属"),
        "dispatch": _("派单"),
        "slip": _("传递单"),
        "lost": _("跑单"),
        "desk": _("前台接待"),
        "obligations": _("到期与催办"),
        "schedule": _("排班"),
        "attendance": _("考勤"),
        "leave": _("请假"),
        "handover": _("交接"),
        "inspection": _("检查"),
        "repair": _("报修"),
        "complaint": _("投诉"),
        "goods": _("放行"),
        "care": _("关怀"),
        "visit": _("走访"),
        "survey": _("问卷"),
        "credit": _("信用"),
        "training": _("培训"),
        "pay": _("工资"),
        "fine": _("过失"),
        "kpi": _("指标"),
        "access": _("权限与登录"),
    }
