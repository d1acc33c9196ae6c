"""What is left of a name, a phone and an address for those who need no more."""

import pytest

from portal.services.masking import mask_address, mask_name, mask_phone


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("王建国", "王**"),
        ("王五", "王**"),
        ("欧阳修远", "欧阳**"),
        ("司马光", "司马**"),
        ("欧阳", "欧**"),
        ("令狐冲", "令狐**"),
        ("王", "王**"),
        ("𠮷野", "𠮷**"),
        ("", ""),
    ],
)
def test_of_a_name_the_surname_stays_and_its_length_does_not_show(name, shown):
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("+8613800134471", "138****4471"),
        ("13800134471", "138****4471"),
        ("+862088881234", "208****1234"),
        ("88881234", "888****1234"),
        ("1234567", "****"),
        ("110", "****"),
    ],
)
def test_of_a_phone_head_and_tail_stay(phone, shown):
    assert mask_phone(phone) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("锦绣路翠湖苑 3 栋 1201", "锦绣路翠湖苑**"),
        ("天河区体育东路138号金利来大厦", "天河区体育东路**"),
        ("翠湖苑十二幢", "翠湖苑**"),
        ("翠湖苑A座801室", "翠湖苑**"),
        ("翠湖苑3-2-1201", "翠湖苑**"),
        ("没有号码的地方", "没有号**"),
        ("", ""),
    ],
)
def test_an_address_ends_before_the_building(address, shown):
    assert mask_address(address) == shown
