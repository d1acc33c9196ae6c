"""The pages of hooks: the list, and one hook with its sample and its deliveries."""

from collections.abc import Mapping
from uuid import UUID

from sqlmodel import Session, col, func, select

from portal.errors import BadInput, NotFound
from portal.models.imports import HookDelivery, LeadHook
from portal.services.importing.fields import (
    FIELDS,
    LEADS,
    NEEDED,
    bound,
    channels,
    labels,
)
from portal.services.importing.meant import meant_words
from portal.services.importing.rows import LeadRow
from portal.services.importing.words import visible
from portal.services.pages import Pair
from portal.services.reception.registering import LeadForm
from portal.services.use_case import Act
from portal.services.webhooks.keys import DELIVERY, SIGNATURE, TIMESTAMP, key_of
from portal.services.webhooks.paths import parse
from portal.services.webhooks.receiving import CREATED, read_body
from portal.services.webhooks.shapes import (
    DeliveryRow,
    HookPage,
    HookRow,
    HooksPage,
    PathField,
)
from portal.words import format_datetime
from portal.words import gettext as _

HERE = "/imports/hooks"
NOTHING: Mapping[str, str] = {}


def hooks_page(
    act: Act,
    typed: Mapping[str, str] = NOTHING,
    errors: Mapping[str, str] = NOTHING,
) -> HooksPage:
    """Every hook of the site, and the form for a new one."""
    with act.house.db.reading() as session:
        hooks = session.exec(
            select(LeadHook)
            .where(LeadHook.site_id == act.by.site_id)
            .order_by(LeadHook.name)
        ).all()
        last = _last(session, act)
    return HooksPage(
        title=_("接单接口"),
        rows=[_row(act, one, last) for one in hooks],
        channels=[("", _("请选")), *channels(act).items()],
        values={name: typed.get(name, "") for name in ("name", "label", "channel")},
        errors=dict(errors),
    )


def _last(session: Session, act: Act) -> dict[UUID, str]:
    found = session.exec(
        select(HookDelivery.hook_id, func.max(HookDelivery.at))
        .where(HookDelivery.site_id == act.by.site_id)
        .group_by(col(HookDelivery.hook_id))
    )
    return {hook: format_datetime(at, short=True) for hook, at in found}


def _row(act: Act, hook: LeadHook, last: Mapping[UUID, str]) -> HookRow:
    kind, word = _state(hook)
    return HookRow(
        name=hook.name,
        label=hook.label,
        href=f"{HERE}/{hook.id}",
        channel=channels(act).get(hook.channel, hook.channel),
        state_kind=kind,
        state=word,
        last=last.get(hook.id, ""),
    )


def _state(hook: LeadHook) -> tuple[str, str]:
    return ("go", _("开着")) if hook.disabled_at is None else ("stop", _("已停用"))


def hook_page(
    act: Act,
    hook_id: UUID,
    address: str,
    typed: Mapping[str, str] = NOTHING,
    errors: Mapping[str, str] = NOTHING,
    *,
    show_key: bool = False,
) -> HookPage:
    """One hook; `address` is where the house is reached, without a slash at its end."""
    with act.house.db.reading() as session:
        hook = _find(session, act, hook_id)
        deliveries = _deliveries(session, act, hook)
        sample = typed.get("sample", hook.sample)
        form, wrong = _sample(session, act, hook, sample)
    kind, word = _state(hook)
    return HookPage(
        title=hook.label,
        id=hook.id,
        href=f"{HERE}/{hook.id}",
        name=hook.name,
        address=f"{address}/api/hooks/{hook.name}",
        key=key_of(act.house, hook) if show_key else "",
        facts=[
            (_("接口名"), hook.name),
            (_("渠道"), channels(act).get(hook.channel, hook.channel)),
            (_("开于"), format_datetime(hook.created_at)),
        ],
        state_kind=kind,
        state=word,
        is_open=hook.disabled_at is None,
        headers=_headers(act),
        fields=_fields(act, hook, form, typed, errors),
        sample=sample,
        errors=dict(errors),
        sample_problems=wrong,
        deliveries=deliveries,
    )


def _find(session: Session, act: Act, hook_id: UUID) -> LeadHook:
    hook = session.exec(
        select(LeadHook).where(
            LeadHook.site_id == act.by.site_id, LeadHook.id == hook_id
        )
    ).first()
    if hook is None:
        raise NotFound(_("接单接口"), hook_id)
    return hook


def _headers(act: Act) -> list[Pair]:
    window = bound(act, "hook_window_seconds")
    return [
        (
            TIMESTAMP,
            _("现在的时刻，1970 年以来的秒数；与本机相差 %(n)s 秒内有效", n=window),
        ),
        (
            SIGNATURE,
            _("sha256=，后面是以密钥对“时刻.正文”算出的 HMAC-SHA256，十六进制"),
        ),
        (DELIVERY, _("这一次投递的编号；同一编号再来，答复与第一次相同，不另立单")),
    ]


def _sample(
    session: Session, act: Act, hook: LeadHook, sample: str
) -> tuple[LeadForm | None, list[Pair]]:
    """What the sample would become, and what would be wrong with it."""
    if not sample:
        return None, []
    try:
        form, problems = read_body(session, act, hook, parse(sample.encode()))
    except BadInput as error:
        return None, [("", str(error))]
    names = labels(act)
    return form, [(names.get(field, field), why) for field, why in problems.items()]


def _fields(
    act: Act,
    hook: LeadHook,
    form: LeadForm | None,
    typed: Mapping[str, str],
    errors: Mapping[str, str],
) -> list[PathField]:
    names = labels(act)
    meant = meant_words(act, LeadRow(0, form.phone, "", form)) if form else {}
    return [
        PathField(
            name=f"path_{field}",
            label=names[field],
            path=typed.get(f"path_{field}", hook.mapping.get(field, "")),
            needed=field in NEEDED[LEADS],
            read=visible(meant.get(field, "")),
            error=errors.get(f"path_{field}", ""),
        )
        for field in FIELDS[LEADS]
    ]


def _deliveries(session: Session, act: Act, hook: LeadHook) -> list[DeliveryRow]:
    found = session.exec(
        select(HookDelivery)
        .where(HookDelivery.site_id == hook.site_id, HookDelivery.hook_id == hook.id)
        .order_by(col(HookDelivery.at).desc(), col(HookDelivery.id).desc())
        .limit(bound(act, "deliveries_shown"))
    )
    names = labels(act)
    return [
        DeliveryRow(
            id=one.delivery,
            at=format_datetime(one.at, short=True),
            state_kind="go" if one.status == CREATED else "late",
            state=_("已立单") if one.status == CREATED else _("没有收"),
            lead_no=one.lead_no,
            lead_href=f"/leads/{one.lead_id}" if one.lead_id else "",
            problems=[
                f"{names.get(field, field)}　{why}".strip()
                for field, why in one.problems.items()
            ],
        )
        for one in found
    ]
