"""What the administrator does with hooks: open one, map its body, end its key."""

import re
import secrets
from collections.abc import Mapping
from uuid import UUID

from sqlmodel import select

from portal.errors import BadInput, NotFound
from portal.models.imports import LeadHook
from portal.services.answers import Done
from portal.services.audit import Subject
from portal.services.importing.fields import FIELDS, LEADS, bound, channels
from portal.services.reception.forms.bounds import text_problem
from portal.services.use_case import Tx, use_case
from portal.services.webhooks.paths import is_path, parse
from portal.words import gettext as _

NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
EDIT = "hook.edit"


@use_case
def open_hook(tx: Tx, name: str, label: str, channel: str) -> Done:
    """A new hook; until it is mapped its fields stand under our own names."""
    tx.need(EDIT)
    problems = _problems(tx, name, label, channel)
    if problems:
        raise BadInput(problems)
    hook = tx.make(
        LeadHook,
        site_id=tx.site_id,
        name=name,
        label=label.strip(),
        channel=channel,
        generation=secrets.token_urlsafe(),
        mapping={field: field for field in FIELDS[LEADS] if field != "channel"},
        created_at=tx.now,
        created_by=tx.by.staff_id,
    )
    tx.audit("hook.open", Subject("hook", hook.id, name), channel=channel)
    return Done(id=hook.id, no=name)


def _problems(tx: Tx, name: str, label: str, channel: str) -> dict[str, str]:
    problems = {
        "name": text_problem(name, LeadHook, "name"),
        "label": text_problem(label, LeadHook, "label"),
    }
    if not NAME.fullmatch(name):
        problems["name"] = _("接口名只用小写英文字母、数字和横线，字母或数字开头。")
    elif tx.s.exec(select(LeadHook).where(LeadHook.name == name)).first():
        problems["name"] = _("这个接口名已经有了。")
    if not label.strip():
        problems["label"] = _("请填这一项。")
    if channel not in channels(tx.act):
        problems["channel"] = _("请选来单渠道。")
    return {field: text for field, text in problems.items() if text}


def lock_hook(tx: Tx, hook_id: UUID) -> LeadHook:
    """A hook of the site under lock; NotFound else."""
    tx.need(EDIT)
    hook: LeadHook | None = tx.lock(
        select(LeadHook).where(LeadHook.site_id == tx.site_id, LeadHook.id == hook_id)
    ).first()
    if hook is None:
        raise NotFound(_("接单接口"), hook_id)
    return hook


@use_case
def map_hook(tx: Tx, hook_id: UUID, typed: Mapping[str, str]) -> Done:
    """Where each field stands in the body, with a sample to look at."""
    hook = lock_hook(tx, hook_id)
    paths = {name: typed.get(f"path_{name}", "").strip() for name in FIELDS[LEADS]}
    problems = {
        f"path_{name}": _("路径写成 customer.phones[0] 这样。")
        for name, path in paths.items()
        if path and not is_path(path)
    }
    sample = typed.get("sample", "").strip()
    if sample:
        try:
            parse(sample.encode())
        except BadInput as error:
            problems["sample"] = str(error)
    if len(sample) > bound(tx.act, "hook_body_bytes"):
        problems["sample"] = _("正文太长。")
    if problems:
        raise BadInput(problems)
    hook.mapping = {name: path for name, path in paths.items() if path}
    hook.sample = sample
    tx.s.add(hook)
    tx.audit("hook.map", Subject("hook", hook.id, hook.name))
    return Done(id=hook.id, no=hook.name)


@use_case
def renew_key(tx: Tx, hook_id: UUID) -> Done:
    """A new key; what is signed with the old one is refused from now on."""
    hook = lock_hook(tx, hook_id)
    hook.generation = secrets.token_urlsafe()
    tx.s.add(hook)
    tx.audit("hook.renew", Subject("hook", hook.id, hook.name))
    return Done(id=hook.id, no=hook.name)


@use_case
def switch_hook(tx: Tx, hook_id: UUID, *, on: bool) -> Done:
    """Disable a hook, or take it up again."""
    hook = lock_hook(tx, hook_id)
    hook.disabled_at = None if on else (hook.disabled_at or tx.now)
    tx.s.add(hook)
    action = "hook.enable" if on else "hook.disable"
    tx.audit(action, Subject("hook", hook.id, hook.name))
    return Done(id=hook.id, no=hook.name)
