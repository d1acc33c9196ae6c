"""Passwords: argon2id, a least length from the rules, the commonest ones refused."""

import secrets
from collections.abc import Iterable
from functools import cache
from threading import BoundedSemaphore

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from portal.errors import BadInput
from portal.words import gettext as _

# Each check takes 64 MiB and a fifth of a second of a core: no flood of log-ins may
# take the machine from the people who work with it.
_turn = BoundedSemaphore(2)
_argon2id = PasswordHash((Argon2Hasher(),))
LONGEST = len("0123456789") * 100
COMMONEST = """
    123456 1234567 12345678 123456789 1234567890 0123456789 0987654321 987654321
    11111111 111111111 1111111111 00000000 000000000 0000000000 88888888 8888888888
    66666666 6666666666 12341234 1234512345 12344321 1122334455 112233445566
    password password1 password12 password123 passw0rd p@ssw0rd p@ssword123 password1!
    qwertyui qwertyuiop qwerty123 qwerty1234 qwerty12345 1q2w3e4r 1q2w3e4r5t 1qaz2wsx
    1qaz2wsx3edc qazwsxedc zxcvbnm123 asdfghjkl asdfghjk asdf1234 zaq12wsx q1w2e3r4t5
    abcd1234 abc123456 abc12345678 a123456789 a12345678 aa123456 aa123456789 abcdefgh
    abcdefghij iloveyou iloveyou1 iloveyou123 woaini1314 woaini520 woaini521 5201314520
    5201314a 1314520520 qq123456789 qq12345678 admin123 admin1234 admin12345 admin123456
    administrator letmein123 welcome1 welcome123 welcome1234 sunshine123 princess123
    football123 monkey12345 dragon12345 changeme123 changeme1234 default123 test123456
    test12345678 guest12345 root123456 system123456 manager123 qiantai123 qiantai1234
    qiantai123456 zhuangxiu123 q123456789 w123456789 z123456789 asd123456789 123456789a
    123456789q 1234567890a 147258369 147258369a 159357159357 741852963 789456123
    0123456789a 31415926535 woshishui123 wodemima123 mima123456 mima12345678
    """
COMMON = frozenset(COMMONEST.split())


def hash_password(password: str) -> str:
    """The argon2id hash to store."""
    with _turn:
        return _argon2id.hash(password)


def matches(password: str, stored: str | None) -> bool:
    """Whether the password is right; without an account it takes the same time."""
    with _turn:
        right = _argon2id.verify(password, stored or _nobodys())
    return right and stored is not None


@cache
def _nobodys() -> str:
    return _argon2id.hash(secrets.token_urlsafe())


def check_password(password: str, shortest: int, names: Iterable[str]) -> str:
    """The password, if it may be used; BadInput says what is wrong with it."""
    plain = password.casefold().strip()
    if len(password) < shortest:
        raise BadInput({"password": _("密码至少 %(n)s 位。", n=shortest)})
    if len(password) > LONGEST:
        raise BadInput({"password": _("密码最多 %(n)s 位。", n=LONGEST)})
    if plain in COMMON or len(set(plain)) <= 2:
        raise BadInput({"password": _("这个密码太常见，一猜就中，请换一个。")})
    if any(name and plain.strip("0123456789") == name.casefold() for name in names):
        raise BadInput({"password": _("密码不能就是自己的名字或登录名。")})
    return password
