"""Industries by GB/T 4754-2017: 20 sections (门类), 97 divisions (大类), and names of the 2011 edition.

Deeper levels (中类, 小类) are told by their digits: 3737 lies in division 37 of section C.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

SECTIONS = {
    "A": "农、林、牧、渔业",
    "B": "采矿业",
    "C": "制造业",
    "D": "电力、热力、燃气及水生产和供应业",
    "E": "建筑业",
    "F": "批发和零售业",
    "G": "交通运输、仓储和邮政业",
    "H": "住宿和餐饮业",
    "I": "信息传输、软件和信息技术服务业",
    "J": "金融业",
    "K": "房地产业",
    "L": "租赁和商务服务业",
    "M": "科学研究和技术服务业",
    "N": "水利、环境和公共设施管理业",
    "O": "居民服务、修理和其他服务业",
    "P": "教育",
    "Q": "卫生和社会工作",
    "R": "文化、体育和娱乐业",
    "S": "公共管理、社会保障和社会组织",
    "T": "国际组织",
}
"""门类 by letter."""

_DIVISIONS_OF = {
    "A": (1, "农业 林业 畜牧业 渔业 农、林、牧、渔专业及辅助性活动"),
    "B": (
        6,
        (
            "煤炭开采和洗选业 石油和天然气开采业 黑色金属矿采选业 有色金属矿采选业 非金属矿采选业"
            " 开采专业及辅助性活动 其他采矿业"
        ),
    ),
    "C": (
        13,
        (
            "农副食品加工业 食品制造业 酒、饮料和精制茶制造业 烟草制品业 纺织业 纺织服装、服饰业"
            " 皮革、毛皮、羽毛及其制品和制鞋业 木材加工和木、竹、藤、棕、草制品业 家具制造业 造纸和纸制品业"
            " 印刷和记录媒介复制业 文教、工美、体育和娱乐用品制造业 石油、煤炭及其他燃料加工业"
            " 化学原料和化学制品制造业 医药制造业 化学纤维制造业 橡胶和塑料制品业 非金属矿物制品业"
            " 黑色金属冶炼和压延加工业 有色金属冶炼和压延加工业 金属制品业 通用设备制造业 专用设备制造业"
            " 汽车制造业 铁路、船舶、航空航天和其他运输设备制造业 电气机械和器材制造业"
            " 计算机、通信和其他电子设备制造业 仪器仪表制造业 其他制造业 废弃资源综合利用业"
            " 金属制品、机械和设备修理业"
        ),
    ),
    "D": (44, "电力、热力生产和供应业 燃气生产和供应业 水的生产和供应业"),
    "E": (47, "房屋建筑业 土木工程建筑业 建筑安装业 建筑装饰、装修和其他建筑业"),
    "F": (51, "批发业 零售业"),
    "G": (
        53,
        "铁路运输业 道路运输业 水上运输业 航空运输业 管道运输业 多式联运和运输代理业 装卸搬运和仓储业 邮政业",
    ),
    "H": (61, "住宿业 餐饮业"),
    "I": (63, "电信、广播电视和卫星传输服务 互联网和相关服务 软件和信息技术服务业"),
    "J": (66, "货币金融服务 资本市场服务 保险业 其他金融业"),
    "K": (70, "房地产业"),
    "L": (71, "租赁业 商务服务业"),
    "M": (73, "研究和试验发展 专业技术服务业 科技推广和应用服务业"),
    "N": (76, "水利管理业 生态保护和环境治理业 公共设施管理业 土地管理业"),
    "O": (80, "居民服务业 机动车、电子产品和日用产品修理业 其他服务业"),
    "P": (83, "教育"),
    "Q": (84, "卫生 社会工作"),
    "R": (86, "新闻和出版业 广播、电视、电影和录音制作业 文化艺术业 体育 娱乐业"),
    "S": (
        91,
        (
            "中国共产党机关 国家机构 人民政协、民主党派 社会保障 群众团体、社会团体和其他成员组织"
            " 基层群众自治组织及其他组织"
        ),
    ),
    "T": (97, "国际组织"),
}

DIVISIONS = {
    f"{number:02}": name
    for first, names in _DIVISIONS_OF.values()
    for number, name in enumerate(names.split(), first)
}
"""大类 by its two digits."""

_SECTION_OF = {
    f"{number:02}": letter
    for letter, (first, names) in _DIVISIONS_OF.items()
    for number in range(first, first + len(names.split()))
}

_NAMES_OF_2011 = {
    "农、林、牧、渔服务业": "05",
    "开采辅助活动": "11",
    "石油加工、炼焦和核燃料加工业": "25",
    "建筑装饰和其他建筑业": "50",
    "装卸搬运和运输代理业": "58",
    "仓储业": "59",
    "机动车、电子产品和日用产品修理业": "81",
    "广播、电视、电影和影视录音制作业": "87",
    "群众团体、社会团体和其他成员组织": "95",
    "基层群众自治组织": "96",
}
_CODE = re.compile(r"([A-T])?\s*(\d{2,4})?(?![\d.%年月日万亿元人])")
_BETWEEN = re.compile(r"[-—>/|;；,，:：]+|\s+")


def section_of(code: str) -> str:
    """The letter of the section that a division or a deeper code lies in; "" when unknown."""
    if code[:1] in SECTIONS:
        return code[0]
    return _SECTION_OF.get(code[:2], "")


def divisions_of(section: str) -> tuple[tuple[str, str], ...]:
    """Code and name of the divisions of a section, in order."""
    return tuple((code, name) for code, name in DIVISIONS.items() if _SECTION_OF[code] == section)


def industry_name(code: str) -> str:
    """Name of a section or division; of a deeper code that of its division; "" when unknown."""
    return SECTIONS.get(code) or DIVISIONS.get(code[:2], "")


@lru_cache(maxsize=1 << 14)
def industry_code(text: str) -> str:
    """Section letter or two to four digits of the industry that a text names; "" when it names none.

    Takes codes (C2911, 29 橡胶和塑料制品业), names (橡胶和塑料制品业) and rows of names from wide to narrow
    (制造业-橡胶和塑料制品业), those of the 2011 edition too. The narrowest that is known wins.
    """
    folded = unicodedata.normalize("NFKC", text).strip()
    found = [_code_at(folded), *(_named(part) for part in _BETWEEN.split(folded)), _named(folded)]
    return max(found, key=len)


def _code_at(text: str) -> str:
    match = _CODE.match(text)
    letter, digits = (match[1] or "", match[2] or "") if match else ("", "")
    if digits[:2] in _SECTION_OF and letter in {"", _SECTION_OF[digits[:2]]}:
        return digits
    rest = text[len(letter) :].strip()
    return letter if letter and (not rest or rest.startswith(SECTIONS[letter][:2])) else ""


def _named(text: str) -> str:
    return _codes_by_name().get(_plain(text.lstrip("ABCDEFGHIJKLMNOPQRST0123456789")), "")


@cache
def _codes_by_name() -> dict[str, str]:
    """A section and a division of one name (房地产业): the division, which is the narrower."""
    named = {_plain(name): code for code, name in SECTIONS.items()}
    named |= {_plain(name): code for name, code in _NAMES_OF_2011.items()}
    return named | {_plain(name): code for code, name in DIVISIONS.items()}


def _plain(text: str) -> str:
    return text.translate(str.maketrans("", "", "、,， 及和与"))
