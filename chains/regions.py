"""Regions by GB/T 2260 code, and the 功能区 that have no code of their own."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

_NO_PLACE = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划", "省直辖行政单位"})
_SHORT_PROVINCES = {
    "15": "内蒙古",
    "45": "广西",
    "54": "西藏",
    "64": "宁夏",
    "65": "新疆",
    "81": "香港",
    "82": "澳门",
}
_PEOPLES = (
    "哈尼族", "彝族", "壮族", "苗族", "傣族", "白族", "景颇族", "傈僳族", "朝鲜族", "藏族", "布依族",
    "土家族", "羌族", "侗族", "回族", "蒙古族", "蒙古", "哈萨克", "柯尔克孜",
)  # fmt: skip
_WORDS_TOO = frozenset(
    [
        "东方",
        "合作",
        "灯塔",
        "明光",
        "天长",
        "安达",
        "永安",
        "新民",
        "同江",
        "安宁",
        "长乐",
        "东兴",
        "双河",
        "五常",
        "福安",
        "高平",
        "新乐",
        "安国",
        "兴平",
        "恩平",
        "永济",
        "临江",
        "安康",
        "三河",
        "平安",
        "永康",
        "万宁",
        "朝阳",
    ]
)
"""Places whose short name is an ordinary word of company names (东方航空): known by their full name only."""

_ONCE_CITIES = {"文登": "371003"}
"""Districts that were cities of their own: companies still begin their names with them."""

_ZONES = {
    "371000": (
        (
            "371000-gq",
            "高区",
            ("火炬高技术产业开发区", "高技术产业开发区", "高新技术产业开发区", "高技区", "高新区", "高区"),
        ),
        ("371000-jq", "经区", ("经济技术开发区", "经开区", "经技区", "经区")),
        ("371000-lg", "临港区", ("临港经济技术开发区", "临港经济开发区", "临港区")),
        ("371000-zb", "综保区", ("综合保税区", "综保区")),
        ("371000-nh", "南海新区", ("南海新区",)),
    ),
}
_ZONE_NAMES = {code: name for zones in _ZONES.values() for code, name, _ in zones}
_DROPPED = str.maketrans("", "", "()（）[]【】〔〕 \t\r\n\u3000\xa0")


class _Level(NamedTuple):
    """Names to codes on one level; `short` holds only names that also stand without their 市 or 省."""

    full: dict[str, str]
    short: dict[str, str]
    longest: int

    def begin(self, text: str, *, with_short: bool = True) -> tuple[str, int]:
        """The code whose name begins the text, longest first, and the length of that name."""
        for size in range(min(self.longest, len(text)), 1, -1):
            code = self.full.get(text[:size]) or (with_short and self.short.get(text[:size]))
            if code:
                return code, size
        return "", 0


def _short_of(code: str, name: str) -> str:
    if code.endswith("0000"):
        return _SHORT_PROVINCES.get(code[:2], name[:-1])
    if name.endswith("自治州"):
        name = name.removesuffix("自治州")
        while people := next((p for p in _PEOPLES if name.endswith(p) and len(name) > len(p)), ""):
            name = name.removesuffix(people)
        return name
    return name.removesuffix("市").removesuffix("地区")


def _level(places: dict[str, str]) -> _Level:
    full: dict[str, str] = {}
    short: dict[str, str] = {}
    twice: set[str] = set()
    for code, name in places.items():
        if name in full:
            twice.add(name)
        full[name] = code
        brief = _short_of(code, name)
        if brief != name and len(brief) >= 2 and brief not in _WORDS_TOO:
            if brief in short:
                twice.add(brief)
            short[brief] = code
    for name in twice:
        full.pop(name, None)
        short.pop(name, None)
    return _Level(full, short, max(map(len, full), default=0))


@cache
def _names() -> dict[str, str]:
    """Names by code, as the newest revision has them; loaded when a region is first asked for."""
    from gb2260.data import data as revisions  # noqa: PLC0415 - 10 to 30 ms that no start needs

    newest: dict[int, str] = revisions[None]
    return {str(code): name for code, name in newest.items() if name not in _NO_PLACE}


@cache
def _provinces() -> _Level:
    return _level({code: name for code, name in _names().items() if code.endswith("0000")})


@cache
def _cities(province: str) -> _Level:
    """Cities of a province (its first two digits), or of the country for ""."""
    return _level(
        {
            c: n
            for c, n in _names().items()
            if c.startswith(province) and c.endswith("00") and not c.endswith("0000")
        }
    )


@cache
def _counties(within: str) -> _Level:
    """Counties whose codes begin with these digits; names that occur twice there are left out."""
    return _level({c: n for c, n in _names().items() if c.startswith(within) and not c.endswith("00")})


def _digits(code: str) -> str:
    """What the codes of everything inside begin with."""
    if code.endswith("0000"):
        return code[:2]
    return code[:4] if code.endswith("00") else code


def region_digits(code: str) -> str:
    """What the codes of everything inside a region begin with; of a 功能区 its own code."""
    return code if "-" in code else _digits(code)


def _parents(code: str) -> tuple[str, str]:
    """Short names of the province and the city above a code, "" where there is none."""
    province, city = code[:2] + "0000", code[:4] + "00"
    return (
        _short_of(province, _names()[province]) if province in _names() else "",
        _short_of(city, _names()[city]) if city in _names() and city != province else "",
    )


@cache
def region_name(code: str) -> str:
    """威海市 of a city, 威海市荣成市 of a county, 威海市高区 of a 功能区; "" when the code is unknown."""
    if code in _ZONE_NAMES:
        return f"{_names()[code[:6]]}{_ZONE_NAMES[code]}"
    name = _names().get(code, "")
    if not name or code.endswith("00"):
        return name
    above = _names().get(code[:4] + "00") or _names().get(code[:2] + "0000", "")
    return f"{above}{name}"


@cache
def region_label(code: str) -> str:
    """Province and city as lists show them (所在省市): 山东威海, 北京, 湖北仙桃; "" for unknown codes."""
    code = code[:6]
    name = _names().get(code, "")
    if not name:
        return ""
    province, city = _parents(code)
    if code.endswith("0000"):
        return province
    if not city and province and code[2:4] == "90":
        city = _short_of(code, name)
    return f"{province}{city}"


@lru_cache(maxsize=1 << 16)
def is_within(code: str, home: str) -> bool:
    """Whether a region is the home region or lies in it; False when either is not known."""
    if not code or not home:
        return False
    return code == home or ("-" not in home and code.startswith(_digits(home)))


@lru_cache(maxsize=64)
def districts_of(home: str) -> tuple[tuple[str, str], ...]:
    """Code and own name of the parts of a region in order of code, its 功能区 at the end."""
    if home.endswith("0000"):
        parts = _cities(home[:2]).full or _counties(home[:2]).full
    elif home.endswith("00"):
        parts = _counties(home[:4]).full
    else:
        return ()
    pairs = sorted((code, name) for name, code in parts.items())
    return (*pairs, *((code, name) for code, name, _ in _ZONES.get(home, ())))


@cache
def _parts_by_region() -> dict[str, tuple[str, ...]]:
    parts: dict[str, list[str]] = {}
    for code in sorted(_names()):
        parts.setdefault(above(code), []).append(code)
    for region, zones in _ZONES.items():
        parts.setdefault(region, []).extend(code for code, _, _ in zones)
    return {region: tuple(codes) for region, codes in parts.items()}


def parts_of(code: str) -> tuple[tuple[str, str], ...]:
    """Code and own name of the regions right below one, in order: of "" the provinces.

    Cities and counties that a province keeps itself stand among its cities; 功能区 stand last.
    """
    return tuple((one, own_name(one)) for one in _parts_by_region().get(code, ()))


@cache
def home_regions() -> tuple[tuple[str, str], ...]:
    """Code and whole name of every region that can be 本地: the provinces, each with its cities."""
    found: list[tuple[str, str]] = []
    for province, name in parts_of(""):
        found.append((province, name))
        found += [(code, f"{name}{city}") for code, city in parts_of(province)]
    return tuple(found)


def above(code: str) -> str:
    """Code of the region that one lies in; "" of a province and of unknown codes."""
    if "-" in code:
        return code.partition("-")[0]
    city, province = code[:4] + "00", code[:2] + "0000"
    if code not in _names() or code == province:
        return ""
    return city if code != city and city in _names() else province


def own_name(code: str) -> str:
    """The region's name without those above it; "" when the code is unknown."""
    return _ZONE_NAMES.get(code) or _names().get(code, "")


def _zone_at(text: str, city: str) -> str:
    best = max(
        (
            (len(alias), code)
            for code, _, aliases in _ZONES.get(city, ())
            for alias in aliases
            if text.startswith(alias)
        ),
        default=(0, ""),
    )
    return best[1]


def _county_at(text: str, within: str) -> str:
    """The county or 功能区 that begins the text, inside the province or city; else `within` itself."""
    if within.endswith("0000") and text.startswith("市辖区"):
        text = text.removeprefix("市辖区")
    county, size = _counties(_digits(within)).begin(text)
    city = county[:4] + "00" if county else within
    return _zone_at(text[size:], city) or county or within


def _follow(text: str) -> str:
    """Read province, city and county from the beginning of a text."""
    province, size = _provinces().begin(text)
    rest = text[size:]
    if province and rest.startswith(_names()[province]):
        rest = rest.removeprefix(_names()[province])
    if province:
        rest = rest.removeprefix("自由贸易试验区")
    city, size = _cities(province[:2]).begin(rest)
    if city:
        return _county_at(rest[size:], city)
    if province:
        return _county_at(rest, province)
    return ""


@lru_cache(maxsize=1 << 16)
def region_from_address(text: str) -> str:
    """Code of the smallest region that an address begins with; "" when it names none."""
    text = text[:80].translate(_DROPPED).removeprefix("中华人民共和国").removeprefix("中国")
    return _follow(text) or _counties("").begin(text, with_short=False)[0]


@lru_cache(maxsize=1 << 16)
def region_from_name(company_name: str) -> str:
    """Code of the region that a company name begins with (威海…, 山东荣成…); "" when with none of them."""
    text = company_name[:40].translate(_DROPPED)
    return _follow(text) or _counties("").begin(text)[0] or _ONCE_CITIES.get(text[:2], "")


def find_region(province: str = "", city: str = "", district: str = "") -> str:
    """Code of the smallest region named by the three columns of a list; "" when unknown or at odds."""
    return _find(*(part.translate(_DROPPED) for part in (province, city, district)))


@lru_cache(maxsize=1 << 16)
def _find(province: str, city: str, district: str) -> str:
    found = _provinces().begin(province)[0] if province else ""
    if province and (not found or province not in {_names()[found], _short_of(found, _names()[found])}):
        return region_from_address(province + city + district)
    if city:
        place = _cities(found[:2]).begin(city)[0]
        if not place and found and city not in {_names()[found], "市辖区"}:
            place = _counties(found[:2]).begin(city)[0]
        if not place and _cities("").begin(city)[0] and found:
            return ""
        found = place or found
    if not found:
        return region_from_address(city + district)
    return _county_at(district.removeprefix(_names()[found]), found) if district else found
