"""Acts and their details in words: the chain itself keeps their short English names."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.rules.library import RuleSet
from portal.rules.procedures import Procedure
from portal.services.dispatch.wording import label
from portal.words import format_datetime, listed, rule_labels, rule_text
from portal.words import gettext as _

# Details that are links or ids; the page shows what they lead to instead.
HIDDEN = frozenset({"decision", "clauses", "rows", "list"})
# Details that are values of a rule table's column.
COLUMNS = {
    "role": ("access.permission", "role"),
    "grade": ("dispatch.grade", "grade"),
    "channel": ("lead.channel", "channel"),
    "rule": ("lead.attribution", "principle"),
}
MOMENTS = frozenset({"starts_at", "ends_at"})


def act_words(rules: RuleSet, action: str) -> str:
    """What was done: the permission's label, or words of its own."""
    labels = rule_labels(rules["access.permission"].table.inputs["action"].values)
    return _acts().get(action) or labels.get(action) or action


def acts_named(rules: RuleSet, words: str) -> list[str]:
    """The short names of the acts that the page shows with these words."""
    labels = rule_labels(rules["access.permission"].table.inputs["action"].values)
    return [name for name in (*_acts(), *labels) if words in act_words(rules, name)]


def _acts() -> dict[str, str]:
    return {
        "case.refused": _("办案件的下一步，被规则拒绝"),
        "device.change": _("改屏幕"),
        "device.connect": _("屏幕配上了"),
        "device.pair": _("配对屏幕"),
        "device.renew": _("屏幕换链接"),
        "device.revoke": _("停用屏幕"),
        "dispatch.accept": _("接单"),
        "dispatch.choose": _("挑定设计师"),
        "dispatch.decline": _("提出不接"),
        "dispatch.disagree": _("不同意强派"),
        "dispatch.refused": _("派单，被规则拒绝"),
        "dispatch.timeout": _("到时未答"),
        "hook.disable": _("停用接单接口"),
        "hook.enable": _("重新启用接单接口"),
        "hook.lead": _("接口投来来单"),
        "hook.map": _("改接单接口的对应"),
        "hook.open": _("开接单接口"),
        "hook.renew": _("换接单接口的密钥"),
        "import.discard": _("丢弃导入的草稿"),
        "import.take_in": _("导入文件"),
        "import.upload": _("交来要导入的文件"),
        "lead.complete": _("补录资料"),
        "lead.extension_barred": _("申请续期，被规则拒绝"),
        "lead.intake": _("派单前资料"),
        "lead.join": _("并入原单"),
        "lead.lapse": _("到时未办，收回"),
        "outing.return": _("外出回来"),
        "phones.refused": _("报备名单上的客户，被规则拒绝"),
        "people.add_account": _("开账号"),
        "people.add_staff": _("登记员工"),
        "people.cancel_away": _("撤销离岗"),
        "people.choose_language": _("选语言"),
        "people.close_account": _("停用账号"),
        "people.create_token": _("发程序令牌"),
        "people.end_role": _("收回角色"),
        "people.end_sessions": _("全部退出登录"),
        "people.give_role": _("给角色"),
        "people.leave": _("登记离职"),
        "people.log_in": _("登录"),
        "people.log_out": _("退出"),
        "people.revoke_token": _("作废程序令牌"),
        "people.set_away": _("登记离岗"),
        "people.set_grade": _("定级别"),
        "people.set_password": _("换密码"),
        "rules.file": _("规则文件改了"),
        "search.phone": _("按电话查客户"),
    }


def detail_words(
    rules: RuleSet, procedures: Mapping[str, Procedure], detail: Mapping[str, Any]
) -> list[tuple[str, str]]:
    """Label and text of every detail that says something."""
    names, told = _names(), {**detail, **_of_case(procedures, detail)}
    return [
        (names.get(name, name), _value(rules, name, value))
        for name, value in told.items()
        if name not in HIDDEN and value not in (None, "", [], False)
    ]


def _of_case(
    procedures: Mapping[str, Procedure], detail: Mapping[str, Any]
) -> dict[str, str]:
    """Kind, state and step as the newest version of the procedure calls them."""
    procedure = procedures.get(str(detail.get("kind")))
    if procedure is None:
        return {}
    version, told = procedure.versions[-1], {"kind": rule_text(procedure.title)}
    state = version.states.get(str(detail.get("state")))
    if state is not None:
        told["state"] = rule_text(state.label)
    for step in version.steps:
        if step.id == detail.get("step"):
            told["step"] = rule_text(step.label)
    return told


def _value(rules: RuleSet, name: str, value: Any) -> str:
    if name in COLUMNS:
        return label(rules, *COLUMNS[name], str(value))
    if name in MOMENTS:
        return format_datetime(datetime.fromisoformat(str(value)))
    if value is True:
        return _("是")
    if isinstance(value, list):
        return listed(str(one) for one in value)
    return str(value)


def _names() -> dict[str, str]:
    return {
        "amount": _("金额"),
        "before": _("原来"),
        "after": _("现在"),
        "channel": _("渠道"),
        "code": _("哪一项"),
        "contract": _("合同"),
        "designer": _("设计师"),
        "digest": _("文件指纹"),
        "digits": _("电话"),
        "earlier": _("前一步"),
        "ends_at": _("到"),
        "fault": _("过失"),
        "file": _("文件"),
        "filter": _("筛选"),
        "forced": _("强派"),
        "found": _("查到"),
        "grade": _("级别"),
        "kind": _("哪一种"),
        "language": _("语言"),
        "left_on": _("最后一天"),
        "login": _("登录名"),
        "name": _("姓名"),
        "offer": _("派单"),
        "on_behalf_of": _("代"),
        "reason": _("理由"),
        "rings": _("铃声"),
        "role": _("角色"),
        "rows_written": _("几行"),
        "rule": _("依据"),
        "since": _("从"),
        "staff": _("员工"),
        "starts_at": _("从"),
        "state": _("状态"),
        "step": _("步骤"),
        "count": _("行数"),
        "delivery": _("投递编号"),
        "left_out": _("没有收"),
        "taken": _("收了"),
        "table": _("表"),
        "until": _("到"),
        "why": _("理由"),
    }
