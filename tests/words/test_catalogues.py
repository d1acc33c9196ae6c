"""Every word has its place in every language, and collecting again changes nothing."""

import re
import shutil

import pytest
from babel.messages.pofile import read_po

from portal.locale.__main__ import collect, fill, messages, missing
from portal.locale.catalogues import places, read
from portal.locale.traditional import traditional
from portal.words import LANGUAGES, SOURCE_LOCALE
from portal.words.speaking import FOLDER

PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[a-z%]|\{\}")
CHINESE = re.compile(r"[\u3400-\u9fff]")
TRANSLATED = [code for code in LANGUAGES if code != SOURCE_LOCALE]


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """The catalogues of the tree, collected once more in a folder of their own."""
    folder = tmp_path_factory.mktemp("words") / "locale"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__py*"))
    collect(folder)
    return folder


def forms(message):
    return message.string if isinstance(message.string, tuple) else (message.string,)


def first(message):
    return message.id if isinstance(message.id, str) else message.id[-1]


def every_message():
    return [
        (place, message)
        for place in places()
        if place.language != SOURCE_LOCALE
        for message in messages(read(place))
    ]


def test_collecting_again_changes_nothing(collected):
    changed = [
        place.po.name
        for place in places(collected)
        for ours, again in (
            (FOLDER / place.po.relative_to(collected), place.po),
            (FOLDER / place.mo.relative_to(collected), place.mo),
        )
        if ours.read_bytes() != again.read_bytes()
    ]
    assert changed == [], "run `make words`"


def test_a_text_that_nobody_translated_is_listed_and_can_be_filled_in(collected):
    place = next(one for one in places(collected) if one.language == "en")
    with place.po.open("rb") as file:
        known = read_po(file).get("登录").string
    fill("en", {place.domain: {"登录": ""}}, collected)
    assert "登录" in missing("en", collected)[place.domain]
    fill("en", {place.domain: {"登录": known}}, collected)
    assert "登录" not in missing("en", collected).get(place.domain, [])


def test_a_translation_of_nothing_is_refused(collected):
    with pytest.raises(SystemExit, match="没有这一句"):
        fill("en", {"portal": {"没有这一句": "No such words"}}, collected)


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_word_is_said_in_every_language(language):
    assert missing(language) == {}


def test_every_translation_keeps_the_places_for_values():
    wrong = [
        f"{place.language} {first(message)!r}: {form!r}"
        for place, message in every_message()
        if place.domain == "portal"
        for form in forms(message)
        if sorted(PLACEHOLDER.findall(form))
        != sorted(PLACEHOLDER.findall(first(message)))
    ]
    assert wrong == []


def test_no_chinese_stands_in_the_english_catalogues():
    wrong = [
        f"{first(message)!r}: {form!r}"
        for place, message in every_message()
        if place.language == "en"
        for form in forms(message)
        if CHINESE.search(form)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("written", "read_there"),
    [
        ("派单看板", "派單看板"),
        ("客户经理", "客戶經理"),
        ("请先登录", "請先登入"),
        ("二次复核", "二次覆核"),
        ("前台", "前台"),
        ("信息虚假无法联系", "資訊虛假無法聯絡"),
        ("操作程序", "操作程序"),
        ("程序接口", "程式介面"),
        ("%(at)s 起放开。", "%(at)s 起放開。"),
        ("周上限", "週上限"),
        ("两周", "兩週"),
    ],
)
def test_traditional_chinese_uses_the_words_of_its_readers(written, read_there):
    assert traditional(written) == read_there
