"""Industries by GB/T 4754-2017 from 门类 to 小类, and which one a list's wording means."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import cache, lru_cache
from importlib import resources

_SECTIONS = """
A农、林、牧、渔业:01农业;02林业;03畜牧业;04渔业;05农、林、牧、渔专业及辅助性活动
B采矿业:06煤炭开采和洗选业;07石油和天然气开采业;08黑色金属矿采选业;09有色金属矿采选业;10非金属矿采选业;11开采专业及辅助性活动;12其他采矿业
C制造业:13农副食品加工业;14食品制造业;15酒、饮料和精制茶制造业;16烟草制品业;17纺织业;18纺织服装、服饰业;19皮革、毛皮、羽毛及其制品和制鞋业;20木材加工和木、竹、藤、棕、草制品业;21家具制造业;22造纸和纸制品业;23印刷和记录媒介复制业;24文教、工美、体育和娱乐用品制造业;25石油、煤炭及其他燃料加工业;26化学原料和化学制品制造业;27医药制造业;28化学纤维制造业;29橡胶和塑料制品业;30非金属矿物制品业;31黑色金属冶炼和压延加工业;32有色金属冶炼和压延加工业;33金属制品业;34通用设备制造业;35专用设备制造业;36汽车制造业;37铁路、船舶、航空航天和其他运输设备制造业;38电气机械和器材制造业;39计算机、通信和其他电子设备制造业;40仪器仪表制造业;41其他制造业;42废弃资源综合利用业;43金属制品、机械和设备修理业
D电力、热力、燃气及水生产和供应业:44电力、热力生产和供应业;45燃气生产和供应业;46水的生产和供应业
E建筑业:47房屋建筑业;48土木工程建筑业;49建筑安装业;50建筑装饰、装修和其他建筑业
F批发和零售业:51批发业;52零售业
G交通运输、仓储和邮政业:53铁路运输业;54道路运输业;55水上运输业;56航空运输业;57管道运输业;58多式联运和运输代理业;59装卸搬运和仓储业;60邮政业
H住宿和餐饮业:61住宿业;62餐饮业
I信息传输、软件和信息技术服务业:63电信、广播电视和卫星传输服务;64互联网和相关服务;65软件和信息技术服务业
J金融业:66货币金融服务;67资本市场服务;68保险业;69其他金融业
K房地产业:70房地产业
L租赁和商务服务业:71租赁业;72商务服务业
M科学研究和技术服务业:73研究和试验发展;74专业技术服务业;75科技推广和应用服务业
N水利、环境和公共设施管理业:76水利管理业;77生态保护和环境治理业;78公共设施管理业;79土地管理业
O居民服务、修理和其他服务业:80居民服务业;81机动车、电子产品和日用产品修理业;82其他服务业
P教育:83教育
Q卫生和社会工作:84卫生;85社会工作
R文化、体育和娱乐业:86新闻和出版业;87广播、电视、电影和录音制作业;88文化艺术业;89体育;90娱乐业
S公共管理、社会保障和社会组织:91中国共产党机关;92国家机构;93人民政协、民主党派;94社会保障;95群众团体、社会团体和其他成员组织;96基层群众自治组织及其他组织
T国际组织:97国际组织
"""

_STATED = re.compile(r"(?<![0-9A-Za-z])([A-T]?)(\d{2,4})(?![0-9A-Za-z.%年月日万亿元人])")
_LEADING_CODE = re.compile(r"^\s*[A-T]?\d{2,4}(?=\D)")
_NAMES_OF_2011 = {
    "农、林、牧、渔服务业": "A05",
    "开采辅助活动": "B11",
    "石油加工、炼焦和核燃料加工业": "C25",
    "建筑装饰和其他建筑业": "E50",
    "装卸搬运和运输代理业": "G58",
    "仓储业": "G59",
    "广播、电视、电影和影视录音制作业": "R87",
    "基层群众自治组织": "S96",
}
"""Lists that circulate still use the edition of 2011."""

_PARTS = re.compile(r"[>/\\|;；,，\s_—-]+")


@cache
def industry_tree() -> tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]:
    """门类 in order: letter, name, and its 大类 as (code, name): ("C", "制造业", (("C13", …), …))."""
    tree = []
    for line in _SECTIONS.strip().splitlines():
        head, _, rest = line.partition(":")
        letter, name = head[0], head[1:]
        tree.append((letter, name, tuple((letter + part[:2], part[2:]) for part in rest.split(";"))))
    return tuple(tree)


@cache
def finer_industries() -> dict[str, tuple[tuple[str, str], ...]]:
    """中类 of each 大类 and 小类 of each 中类 that has several, as (code, name): C29 → (("C291", …), …).

    A 中类 with but one 小类 is that: it has no parts, and both codes (C153, C1530) mean the same.
    """
    parts: dict[str, list[tuple[str, str]]] = defaultdict(list)
    file = resources.files("chains.standards") / "gbt4754_2017.txt"
    for line in file.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        head, _, rest = line.partition(":")
        code, name = f"{_letters()[head[:2]]}{head[:3]}", head[3:].lstrip("0")
        parts[code[:3]].append((code, name))
        parts[code] += [(f"{code}{one[0]}", one[1:]) for one in rest.split(";") if one]
    return {code: tuple(some) for code, some in parts.items() if some}


@cache
def _names() -> dict[str, str]:
    names = _names_above()
    for code, parts in finer_industries().items():
        names |= dict(parts)
        # The only 小类 of a 中类 is found by its own code too.
        names |= {f"{one}0": name for one, name in parts if len(code) == 3 and one not in finer_industries()}
    return names


@cache
def _names_above() -> dict[str, str]:
    """门类 and 大类."""
    return {
        code: name for letter, section, parts in industry_tree() for code, name in ((letter, section), *parts)
    }


@cache
def _codes() -> dict[str, str]:
    """Name → the code that it stands for; of several that stand for the same the longest: 教育 is P83, not P.

    燃气生产和供应业 is D45 and not D451, which is a part of it. A name that stands in two branches means
    neither.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for code, name in _names().items():
        found[_folded(name)].append(code)
    codes = {_folded(name): code for name, code in _NAMES_OF_2011.items()}
    for name, several in found.items():
        coarsest, *others = sorted(several, key=len)
        if all(one.startswith(coarsest) for one in others):
            codes[name] = max([coarsest, *filter(_is_whole, others)], key=len)
    return codes


def _is_whole(code: str) -> bool:
    """Whether the code stands for all of the one above it: it has no sibling."""
    if len(code) == 5:
        return code.endswith("0")
    siblings = finer_industries()[code[:3]] if len(code) == 4 else _division_siblings(code)
    return len(siblings) == 1


def _division_siblings(code: str) -> tuple[tuple[str, str], ...]:
    return next(parts for letter, _, parts in industry_tree() if letter == code[0])


@cache
def _letters() -> dict[str, str]:
    """Two digits of a 大类 → its 门类."""
    return {code[1:]: code[0] for code in _names_above() if len(code) == 3}


@cache
def industry_labels() -> tuple[str, ...]:
    """`C2911 轮胎制造` of everything from 门类 to 小类 that has a name of its own, in order of the code."""
    only = {f"{one}0" for one in _names() if len(one) == 4 and one not in finer_industries()}
    return tuple(f"{code} {name}" for code, name in sorted(_names().items()) if code not in only)


def industry_name(code: str) -> str:
    """`C29 橡胶和塑料制品业`; of a code that is none its 大类 with the code; "" when not known."""
    if code in _names():
        return f"{code} {_names()[code]}"
    return f"{code}（{_names()[code[:3]]}）" if code[:3] in _names() and len(code) > 3 else ""


@lru_cache(maxsize=1 << 14)
def industry_code(text: str) -> str:
    """The code that a list's wording means: stated (C2911, 2911) or by a name of the standard; else "".

    The finest wins: `制造业/橡胶和塑料制品业` is C29. Where a code and a name contradict each other the code
    is one of an older edition, and the name holds: `3514 海洋工程装备制造` is C3737, which 2011 knew as 3514.
    """
    text = unicodedata.normalize("NFKC", text)
    names = (_LEADING_CODE.sub("", part) for part in (text, *_PARTS.split(text)))
    named = max((_codes().get(_folded(name), "") for name in names), key=len)
    for letter, digits in _STATED.findall(text):
        known = _letters().get(digits[:2], "")
        if known and letter in {"", known}:
            stated = f"{known}{digits}"
            agree = stated.startswith(named) or named.startswith(stated)
            return max(stated, named, key=len) if agree else named
    return named


def _folded(name: str) -> str:
    name = unicodedata.normalize("NFKC", name)
    return name.strip().replace("、", "").replace("和", "").replace(" ", "")
