"""Invented clients: who comes, where he lives, what he wants to spend."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
)
COMPOUND = ("欧阳", "司马", "上官", "诸葛", "皇甫")
GIVEN_NAMES = (
    "伟 芳 娜 秀英 敏 静 丽 强 磊 军 洋 勇 艳 杰 "
    "娟 涛 明 超 秀兰 霞 平 刚 桂英 志强 建华 晓东 雅琴 春梅 "
    "国栋 佩珊 桂芳 丽华 玉兰 子轩 梓涵 宇航 欣怡 浩然 思源 若曦 海燕 永康 "
    "立群 文娟 家豪 诗涵 天佑 雪梅 晨曦 嘉懿 "
)
ESTATE_NAMES = (
    "锦绣花园 望江名邸 东湖春晓 金色家园 云顶别苑 翠湖天地 阳光新城 "
    "书香雅苑 滨河左岸 紫荆公馆 和平里小区 梧桐苑 鹭岛国际 南山御景 "
    "时代广场公寓 "
)
GIVEN, ESTATES = GIVEN_NAMES.split(), ESTATE_NAMES.split()
# How many of a hundred clients come which way.
CHANNELS = (
    ("walk_in", 30),
    ("phone", 22),
    ("online", 14),
    ("market", 18),
    ("estate", 6),
    ("referral", 8),
    ("other", 2),
)
# Figures in yuan that clients name, from small to large homes.
AMOUNTS = (12_000, 18_000, 22_000, 26_000, 29_800, 30_000, 36_000, 39_000, 46_000)
LARGE = (50_000, 66_000, 98_000, 180_000, 260_000)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A client as he stands at the counter."""

    name: str
    phone: str
    address: str
    area: Decimal
    renovation: date
    amount: Decimal | None
    channel: str


class Crowd:
    """An endless crowd of clients, the same one for the same seed."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._phones: set[str] = set()
        self._earlier: list[Newcomer] = []

    def next(self, today: date) -> Newcomer:
        """The next client; now and then one who has been here before."""
        random = self._random
        if self._earlier and random.random() < 0.04:
            return random.choice(self._earlier)
        newcomer = Newcomer(
            name=self._name(),
            phone=self._phone(),
            address=self._address(),
            area=Decimal(random.randint(52, 260)),
            renovation=today + timedelta(days=random.randint(10, 120)),
            amount=self._amount(),
            channel=self._channel(),
        )
        self._earlier.append(newcomer)
        return newcomer

    def _name(self) -> str:
        random = self._random
        rare = random.random() < 0.03
        surname = random.choice(COMPOUND) if rare else random.choice(SURNAMES)
        return surname + random.choice(GIVEN)

    def _phone(self) -> str:
        while True:
            tail = self._random.randint(0, 9_999_999)
            phone = f"1{self._random.choice('356789')}00{tail:07d}"
            if phone not in self._phones:
                self._phones.add(phone)
                return phone

    def _address(self) -> str:
        random = self._random
        home = f"{random.randint(1, 12)} 栋 {random.randint(1, 3)} 单元"
        flat = f"{random.randint(2, 26)}0{random.randint(1, 4)}"
        return f"{random.choice(ESTATES)} {home} {flat}"

    def _amount(self) -> Decimal | None:
        random = self._random
        luck = random.random()
        if luck < 0.06:
            return None
        return Decimal(random.choice(LARGE if luck > 0.8 else AMOUNTS))

    def _channel(self) -> str:
        names = [name for name, _ in CHANNELS]
        return self._random.choices(names, [share for _, share in CHANNELS])[0]
