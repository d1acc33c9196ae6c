"""A lead's states and events in words, with the mark that goes with each."""

from portal.models.lead import LeadState
from portal.words import gettext as _

STATE_KINDS = {
    LeadState.REGISTERED: "hold",
    LeadState.OFFERED: "turn",
    LeadState.ASSIGNED: "go",
    LeadState.MEASURED: "go",
    LeadState.SIGNED: "go",
    LeadState.INVALID: "stop",
    LeadState.FAILED: "stop",
}


def state_words() -> dict[str, str]:
    """Every state, in the order a lead goes through them."""
    return {
        LeadState.REGISTERED: _("待裁定归属"),
        LeadState.ATTRIBUTED: _("待补录"),
        LeadState.READY: _("待派"),
        LeadState.OFFERED: _("待应答"),
        LeadState.ASSIGNED: _("已派定"),
        LeadState.MEASURED: _("已量房"),
        LeadState.SIGNED: _("已签约"),
        LeadState.DORMANT: _("搁置"),
        LeadState.INVALID: _("无效单"),
        LeadState.FAILED: _("失败单"),
    }


def state_word(state: str) -> str:
    """The state in two or three words."""
    return state_words().get(LeadState(state), state)


def state_kind(state: str) -> str:
    """The mark of the state, as st() of _state.html takes it."""
    return STATE_KINDS.get(LeadState(state), "")


def event_word(kind: str) -> str:
    """What happened, as the lead's log says it."""
    return {
        "registered": _("登记"),
        "came_again": _("再次来店"),
        "completed": _("补录资料"),
        "attributed": _("裁定归属"),
        "chosen": _("业务员挑定设计师"),
        "offered": _("派单"),
        "force_asked": _("提出强制派单"),
        "accepted": _("接单"),
        "declined": _("提出不接"),
        "withdrawn": _("收回"),
        "timed_out": _("到时未答"),
        "lapsed": _("到时未办，收回"),
        "reached": _("首次联系"),
        "extension_asked": _("申请续期"),
        "extension_granted": _("准予续期"),
        "extension_refused": _("不准续期"),
        "measured": _("量房"),
        "followed_up": _("回访"),
        "shelved": _("没有回音，列为搁置"),
        "signing_reported": _("报签约"),
        "signed": _("签约"),
        "cancelled": _("退单"),
        "lost": _("确认跑单"),
        "invalid": _("确认无效单"),
        "failed": _("确认失败单"),
        "reopened": _("重新打开"),
        "revealed": _("看全名与电话"),
    }.get(kind, kind)


def done_words() -> dict[str, str]:
    """What is said after a step of a lead was taken, by the step's key."""
    return {
        "claim": _("凭据已记下，顺位已重排。"),
        "rule": _("归属已裁定。"),
        "complete": _("资料已补录，单级与顺位已重新定过。"),
        "contact": _("首次联系已记下；下一次几时前要联系，见“谁负责”。"),
        "extension": _("续期已申请，等经理批；没有批以前钟照走。"),
        "extension-answer": _("续期已答复。"),
        "measure": _("已登记量房。"),
        "follow-up": _("回访已记下。"),
        "report": _("签约已报，等经理核实登记。"),
        "sign": _("已登记签约。"),
        "cancel": _("已登记退单；客户不再来的，请开跑单。"),
    }
