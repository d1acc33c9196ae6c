"""The pages: every screen, one with its history, a new link, the screen's own form."""

from collections.abc import Mapping
from uuid import UUID

import segno
from sqlmodel import Session, col, select

from portal.errors import NotFound
from portal.models.audit import AuditEntry
from portal.models.devices import Device
from portal.services.auditing.words import act_words
from portal.services.devices.pairing import LINK, NewPairing
from portal.services.devices.screens import DEVICE
from portal.services.devices.shapes import (
    DevicePage,
    DeviceRow,
    DevicesPage,
    Event,
    LinkPage,
    PairPage,
)
from portal.services.dispatch.wording import label
from portal.services.sessions import StoppedScreen
from portal.services.use_case import Act
from portal.words import LANGUAGES, format_datetime
from portal.words import gettext as _

NOTHING: Mapping[str, str] = {}
QR_BORDER = 2


def devices_page(
    act: Act,
    values: Mapping[str, str] = NOTHING,
    errors: Mapping[str, str] = NOTHING,
) -> DevicesPage:
    """Every screen of the site, those out of use last."""
    with act.house.db.reading() as session:
        found = session.exec(
            select(Device)
            .where(Device.site_id == act.by.site_id)
            .order_by(col(Device.revoked_at).is_not(None), Device.name, col(Device.id))
        ).all()
    shows = act.rules[DEVICE].table.inputs["shows"].values or {}
    return DevicesPage(
        title=_("屏幕"),
        rows=[_row(act, one) for one in found],
        shows_options=[(key, label(act.rules, DEVICE, "shows", key)) for key in shows],
        languages=_languages(),
        values=dict(values),
        errors=dict(errors),
    )


def device_page(
    act: Act,
    device_id: UUID,
    values: Mapping[str, str] = NOTHING,
    errors: Mapping[str, str] = NOTHING,
) -> DevicePage:
    """One screen with everything that was done to it; NotFound when it is no one's."""
    with act.house.db.reading() as session:
        device = session.get(Device, device_id)
        if device is None or device.site_id != act.by.site_id:
            raise NotFound(_("屏幕"), device_id)
        history = _history(session, act, device_id)
    return DevicePage(
        title=device.name,
        screen=_row(act, device),
        created=format_datetime(device.created_at),
        history=history,
        languages=_languages(),
        values=dict(values) or {"name": device.name, "locale": device.locale},
        errors=dict(errors),
    )


def link_page(made: NewPairing, address: str) -> LinkPage:
    """The new link below the portal's address (https://portal.example), once."""
    link = f"{address}{LINK}{made.token}" if made.token else ""
    half = len(made.code) // 2
    return LinkPage(
        title=_("%(name)s：配对", name=made.name),
        id=str(made.id),
        link=link,
        qr=qr_code(link) if link else "",
        code=f"{made.code[:half]} {made.code[half:]}".strip(),
        until=made.code_ends_at,
    )


def pair_page(
    stopped: StoppedScreen | None = None, code: str = "", error: str = ""
) -> PairPage:
    """The form for the code, on the screen itself, with why it shows nothing else."""
    return PairPage(
        title=_("配对屏幕"),
        stopped=_why_stopped(stopped) if stopped else "",
        code=code,
        error=error,
    )


def _why_stopped(stopped: StoppedScreen) -> str:
    if stopped.at is None:
        return _("这块屏幕的链接已经不能用了，可能换过新的。")
    return _(
        "这块屏幕（%(name)s）已停用：%(by)s，%(at)s。",
        name=stopped.name,
        by=stopped.by,
        at=format_datetime(stopped.at),
    )


def qr_code(text: str) -> str:
    """The text as an SVG element without a style of its own (the policy bars those)."""
    return segno.make_qr(text).svg_inline(
        border=QR_BORDER,
        omitsize=True,
        svgclass="qr",
        lineclass=None,
        title=_("配对链接的二维码"),
    )


def _languages() -> list[tuple[str, str]]:
    return [(code, one.name) for code, one in LANGUAGES.items()]


def _row(act: Act, one: Device) -> DeviceRow:
    kind, state = _state(act, one)
    return DeviceRow(
        id=str(one.id),
        name=one.name,
        shows=label(act.rules, DEVICE, "shows", one.shows),
        language=LANGUAGES[one.locale].name,
        kind=kind,
        state=state,
        seen=format_datetime(one.seen_at, short=True) if one.seen_at else "",
        address=one.address,
        waits=one.paired_at is None and one.revoked_at is None,
        revoked=one.revoked_at is not None,
    )


def _state(act: Act, one: Device) -> tuple[str, str]:
    """Shape and words: in use, waiting for its screen, or stopped by whom and when."""
    if one.revoked_at is not None:
        at = format_datetime(one.revoked_at)
        return "stop", _("%(by)s %(at)s 停用", by=one.revoked_by, at=at)
    if one.paired_at is not None:
        return "go", _("在用")
    if one.code_ends_at is not None and one.code_ends_at > act.house.clock.now():
        until = format_datetime(one.code_ends_at, short=True)
        return "hold", _("等屏幕打开，配对码 %(until)s 前有效", until=until)
    return "hold", _("等屏幕打开链接")


def _history(session: Session, act: Act, device_id: UUID) -> list[Event]:
    entries = session.exec(
        select(AuditEntry)
        .where(AuditEntry.site_id == act.by.site_id, AuditEntry.subject_id == device_id)
        .order_by(col(AuditEntry.seq).desc())
    )
    return [
        Event(
            at=format_datetime(one.at),
            by=one.by_name,
            what=act_words(act.rules, one.action),
        )
        for one in entries
    ]
