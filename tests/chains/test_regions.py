import pytest

from chains.regions import (
    above,
    districts_of,
    find_region,
    is_within,
    own_name,
    parts_of,
    region_from_address,
    region_from_name,
    region_label,
    region_name,
)


@pytest.mark.parametrize(
    ("code", "name", "label"),
    [
        ("370000", "山东省", "山东"),
        ("371000", "威海市", "山东威海"),
        ("371082", "威海市荣成市", "山东威海"),
        ("371000-gq", "威海市高区", "山东威海"),
        ("110108", "北京市海淀区", "北京"),
        ("429004", "湖北省仙桃市", "湖北仙桃"),
        ("222400", "延边朝鲜族自治州", "吉林延边"),
        ("441900", "东莞市", "广东东莞"),
        ("999999", "", ""),
        ("", "", ""),
    ],
)
def test_a_code_has_its_name_and_the_label_of_its_city(code: str, name: str, label: str):
    assert region_name(code) == name
    assert region_label(code) == label


@pytest.mark.parametrize(
    ("code", "home", "inside"),
    [
        ("371000", "371000", True),
        ("371082", "371000", True),
        ("371000-nh", "371000", True),
        ("370600", "371000", False),
        ("370000", "371000", False),
        ("371000", "370000", True),
        ("371000-gq", "371000-gq", True),
        ("371000-gq", "371000-jq", False),
        ("", "371000", False),
        ("371000", "", False),
    ],
)
def test_a_region_lies_in_the_home_region_only_when_its_code_does(code: str, home: str, inside: bool):
    assert is_within(code, home) is inside


def test_weihai_has_two_districts_two_cities_and_five_zones():
    names = [name for _, name in districts_of("371000")]

    assert names == ["环翠区", "文登区", "荣成市", "乳山市", "高区", "经区", "临港区", "综保区", "南海新区"]


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        (("山东省", "威海市", "荣成市"), "371082"),
        (("山东", "威海", "高区"), "371000-gq"),
        (("", "威海市", ""), "371000"),
        (("山东省", "", ""), "370000"),
        (("山东省威海市荣成市", "", ""), "371082"),
        (("北京市", "北京市", "海淀区"), "110108"),
        (("北京市", "市辖区", "海淀区"), "110108"),
        (("", "", "荣成市"), "371082"),
        (("山东省", "荣成市", ""), "371082"),
        (("山东省", "苏州市", ""), ""),
        (("", "", ""), ""),
        (("火星", "", ""), ""),
    ],
)
def test_the_columns_of_a_list_give_the_smallest_region_they_name(columns: tuple[str, str, str], code: str):
    assert find_region(*columns) == code


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("山东省威海市荣成市石岛黄海中路1号", "371082"),
        ("山东省荣成市崖头街道", "371082"),
        ("荣成市成山大道", "371082"),
        ("威海市火炬高技术产业开发区沈阳路", "371000-gq"),
        ("山东省威海经济技术开发区海南路", "371000-jq"),
        ("威海临港经济技术开发区苘山镇", "371000-lg"),
        ("威海市文登区南海新区滨海路", "371000-nh"),
        ("中国（上海）自由贸易试验区", "310000"),
        ("中国(山东)自由贸易试验区烟台片区", "370600"),
        ("北京市北京市海淀区中关村", "110108"),
        ("南山路1号", ""),
        ("", ""),
    ],
)
def test_an_address_gives_the_smallest_region_it_begins_with(address: str, code: str):
    assert region_from_address(address) == code


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("威海广泰空港设备股份有限公司", "山东威海"),
        ("荣成康派斯新能源车辆股份有限公司", "山东威海"),
        ("文登黑豹股份有限公司", "山东威海"),
        ("山东威高集团", "山东"),
        ("上海浦东发展银行股份有限公司", "上海"),
        ("北京银行股份有限公司", "北京"),
        ("中山大学洋泾服务有限公司", "广东中山"),
        ("海南航空控股股份有限公司", "海南"),
        ("平安银行股份有限公司", ""),
        ("中国东方航空股份有限公司", ""),
        ("东方航空物流股份有限公司", ""),
        ("华能威海发电有限责任公司", ""),
    ],
)
def test_a_name_gives_the_region_it_begins_with_and_never_one_from_its_middle(name: str, label: str):
    assert region_label(region_from_name(name)) == label


def test_addresses_by_the_thousand_are_read_alike() -> None:
    found = {region_from_address(f"山东省威海市荣成市石岛{number}号") for number in range(2_000)}

    assert len(found) == 1
    assert is_within("371082", "371000")


def test_every_region_lies_below_another_up_to_the_provinces() -> None:
    seen: set[str] = set()
    waiting = [""]
    while waiting:
        code = waiting.pop()
        for part, name in parts_of(code):
            assert above(part) == code, (part, name)
            assert own_name(part) == name
            assert part not in seen
            seen.add(part)
            waiting.append(part)

    assert len(parts_of("")) == 34
    assert {"371000", "371082", "371000-gq", "110105", "429004", "500101"} <= seen
    assert len(seen) > 3_000


def test_a_city_shows_its_own_zones_last() -> None:
    names = [name for _, name in parts_of("371000")]
    assert names[:3] == ["环翠区", "文登区", "荣成市"]
    assert names[-1] == "南海新区"


def test_a_county_has_no_parts() -> None:
    assert parts_of("371002") == ()
    assert above("000000") == ""
