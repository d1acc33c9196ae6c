"""Names, phones and addresses as those see them who do not need them in full.

Who sees what in full is a row of access.mask; here is only how the rest looks.
"""

import re
from dataclasses import dataclass
from datetime import date

from portal.access import Person, shows_full
from portal.rules.library import RuleSet

HIDDEN = "**"
PHONE_HEAD, PHONE_TAIL = len("138"), len("4471")
CHINA = "+86"
# Surnames of two characters that are in use; every other surname has one.
COMPOUND_TEXT = (
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 "
    "皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 "
    "子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 "
    "段干 百里 呼延 东郭 南门 羊舌 微生 公户 公玉 公仪 梁丘 公仲 公上 公门 公山 公坚 "
    "左丘 公伯 西门 公祖 第五 公乘 贯丘 公皙 南荣 东里 东宫 仲长 子书 子桑 即墨 淳于 "
    "达奚 褚师"
)
COMPOUND = frozenset(COMPOUND_TEXT.split())
# The first building, entrance or flat: from there on an address names a home.
BUILDING = re.compile(
    r"[0-9０-９A-Za-z一二三四五六七八九十百]+\s*(?:号|栋|幢|座|单元|室|楼|#|-|－|—)"
)


def mask_name(name: str) -> str:
    """王**, 欧阳**; how long the given name is stays hidden too."""
    name = name.strip()
    if not name:
        return ""
    surname = name[:2] if name[:2] in COMPOUND and len(name) > 2 else name[0]
    return surname + HIDDEN


def mask_phone(phone: str) -> str:
    """138****4471; a number too short for that shows nothing but stars."""
    digits = phone.removeprefix(CHINA)
    shown = PHONE_HEAD + PHONE_TAIL
    if len(digits) <= shown:
        return HIDDEN * 2
    return digits[:PHONE_HEAD] + HIDDEN * 2 + digits[-PHONE_TAIL:]


def mask_address(address: str) -> str:
    """Cut before the building number: 锦绣路翠湖苑**."""
    found = BUILDING.search(address)
    kept = address[: found.start()] if found else address[: len(address) // 2]
    return kept.strip() + HIDDEN if address.strip() else ""


MASKS = {
    "client_name": mask_name,
    "phone": mask_phone,
    "staff_phone": mask_phone,
    "list_phone": mask_phone,
    "site_address": mask_address,
}


@dataclass(frozen=True, slots=True)
class PersonalView:
    """What one person may see of others; asks access.mask once per field."""

    rules: RuleSet
    person: Person
    on: date

    def full(self, field: str, *, own: bool) -> bool:
        """Whether the field is shown unmasked (access.mask)."""
        return shows_full(self.rules, self.person, field, self.on, own=own)

    def show(self, field: str, value: str | None, *, own: bool = False) -> str:
        """The value, or its masked form; fields as in access.mask."""
        if not value:
            return ""
        return value if self.full(field, own=own) else MASKS[field](value)
