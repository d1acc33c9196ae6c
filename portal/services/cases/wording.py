"""A refused step as a sentence, and when it opens again."""

from collections.abc import Iterable

from portal.access import role_labels as all_labels
from portal.rules.library import RuleSet
from portal.rules.procedures import StepOffer, Version
from portal.words import format_datetime, listed, rule_text
from portal.words import gettext as _


def role_labels(rules: RuleSet, roles: Iterable[str]) -> str:
    """Roles in words, as access.permission names them."""
    known = all_labels(rules)
    return listed(known.get(role, role) for role in roles)


def reason_of(rules: RuleSet, version: Version, offer: StepOffer) -> str:
    """Why the step may not be taken now."""
    refusal = offer.refusal
    if refusal is None:
        return ""
    if refusal.kind == "guard":
        return rule_text(refusal.reason)
    if refusal.kind == "order":
        return _("次序不能倒，要先办“%(steps)s”。", steps=_either(refusal.names))
    if refusal.kind == "ended":
        return _("这一张已经办结。")
    if refusal.kind == "lead":
        return _("这位客户的单现在的状态不能办这一步。")
    if refusal.kind == "same_person":
        earlier = version.step(refusal.names[0])
        label = earlier.label if earlier else refusal.names[0]
        return _("“%(step)s”是您办的，这一步须由另一个人办。", step=rule_text(label))
    if refusal.kind == "term":
        return _("您的授权还没有到期限。")
    return _("这一步由%(roles)s办。", roles=role_labels(rules, refusal.names))


def lifts_of(offer: StepOffer) -> str:
    """When the step opens, in words; "" when it never does for this person."""
    refusal = offer.refusal
    if refusal is None:
        return ""
    if refusal.lifts_at is not None:
        return _("%(at)s 起可以办。", at=format_datetime(refusal.lifts_at, short=True))
    if refusal.kind == "order" and refusal.names:
        return _(
            "“%(steps)s”办完后放开。",
            steps=_either(refusal.names),
        )
    return ""


def _either(steps: Iterable[str]) -> str:
    return _("”或“").join(map(rule_text, steps))
