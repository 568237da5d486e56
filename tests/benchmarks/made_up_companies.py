"""Companies that do not exist, as many as wanted, the same every time, with names and texts like real ones.

python -m tests.benchmarks.made_up_companies 100000 companies.csv
"""

from __future__ import annotations

import csv
import random
import sys
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from chains.company import Company, Contact, Qualification
from chains.kinds import RegistrationState

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADER = tuple(
    "企业名称 登记状态 法定代表人 注册资本 成立日期 统一社会信用代码 企业地址 所属省份 所属城市 所属区县 电话 邮箱 企业类型 国标行业大类 曾用名 参保人数 官网 经营范围".split()
)
_PLACES = tuple(
    tuple(line.split())
    for line in """
371002 山东省 威海市 环翠区 威海 20
371003 山东省 威海市 文登区 威海文登 9
371082 山东省 威海市 荣成市 荣成 12
371083 山东省 威海市 乳山市 乳山 6
370602 山东省 烟台市 芝罘区 烟台 8
370202 山东省 青岛市 市南区 青岛 12
370102 山东省 济南市 历下区 济南 8
370302 山东省 淄博市 淄川区 淄博 4
320505 江苏省 苏州市 虎丘区 苏州 6
330106 浙江省 杭州市 西湖区 杭州 6
440305 广东省 深圳市 南山区 深圳市 8
310115 上海市 上海市 浦东新区 上海 8
500112 重庆市 重庆市 渝北区 重庆 4
420111 湖北省 武汉市 洪山区 武汉 4
""".strip().splitlines()
)
_SIGNS = "泰广恒信达盛华瑞丰源鑫和永兴隆昌海天元正大中联合创新科宏远通顺宝金龙凤鹏飞腾跃翔宇航星光明辉煌旭日升东方南北西山河江湖洋波涛润泽森林木火土石玉珠珍贵富康健安宁静雅致美佳优良善德仁义礼智诚实厚道博学文武英杰雄伟强壮勇毅坚固立业成功胜利吉祥如意福禄寿喜双九州万里千禧百川汇聚融众志同心协力共赢未来梦想"
_WORDS = tuple(
    "轮胎 橡胶 模具 碳纤维 预浸料 钓具 鱼竿 渔轮 船舶 游艇 舾装 电机 水泵 减速机 轴承 齿轮 铸造 锻造 机床 激光 打印机 传感器 电路板 芯片 半导体 显示屏 线束 电缆 光缆 电池 充电桩 光伏 风电 叶片 法兰 阀门 管件 锅炉 压力容器 换热器 空调 冷库 制冷 海参 鲍鱼 海带 水产 饲料 鱼油 胶囊 医疗器械 输液器 注射器 导管 骨科 试剂 药品 中药饮片 原料药 保健食品 服装 面料 羊绒 毛衫 家纺 地毯 箱包 皮革 家具 木材 石材 水泥 玻璃 陶瓷 涂料 胶粘剂 塑料 薄膜 包装 印刷 纸箱 化肥 农药 种子 苗木 果蔬 花生 苹果 茶叶 酒类 饮料 乳制品 肉制品 专用汽车 房车 挂车 消防车 空港设备 汽车零部件 刹车片 滤清器 玻璃钢 复合材料 无人机 卫星 雷达 导航 软件 系统集成 物流 仓储 货运 旅游 酒店 餐饮 养老 教育 培训 广告 设计 检测 环保 污水处理 固废 海水淡化 海洋工程 潜水".split()
)
_DEEDS = tuple("制造 销售 研发 加工 批发 零售 安装 维修 租赁 技术服务 技术咨询 进出口".split())
_STANDING = tuple(
    "货物进出口 技术进出口 （依法须经批准的项目，经相关部门批准后方可开展经营活动） 道路货物运输（不含危险货物） 企业管理咨询 信息技术咨询服务 市场营销策划 会议及展览服务 以自有资金从事投资活动 五金产品零售".split()
)
_FORMS = ("有限公司", "有限公司", "有限公司", "有限责任公司", "股份有限公司", "商行", "厂", "合作社")
_FIELDS = ("科技", "实业", "贸易", "机械", "新材料", "电子", "食品", "建材", "工程", "商贸", "装备", "")
_INDUSTRIES = tuple(
    "橡胶和塑料制品业 通用设备制造业 专用设备制造业 批发业 零售业 农副食品加工业 纺织业 汽车制造业 医药制造业 软件和信息技术服务业 道路运输业 商务服务业 渔业 金属制品业".split()
)
_HONOURS = tuple("高新技术企业 科技型中小企业 专精特新中小企业 专精特新“小巨人”企业 瞪羚企业".split())
_STATES = {"存续": 80, "在业": 8, "注销": 8, "吊销，未注销": 4}
_CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE_WEIGHTS = tuple(3**place % 31 for place in range(17))


def credit_code(region: str, number: int) -> str:
    """A 统一社会信用代码 with the right check digit, another for every number."""
    body, rest = "", number * 7_919 + 12_345
    for _ in range(8):
        rest, place = divmod(rest, 31)
        body = _CODE_SIGNS[place] + body
    start = f"91{region}M{body}"
    total = sum(_CODE_SIGNS.index(sign) * weight for sign, weight in zip(start, _CODE_WEIGHTS, strict=True))
    return start + _CODE_SIGNS[-total % 31]


def made_up_rows(count: int, seed: int = 7) -> Iterator[tuple[str, ...]]:
    """Rows of a list as bought, under HEADER."""
    chance = random.Random(seed)
    places = chance.choices(_PLACES, [int(place[5]) for place in _PLACES], k=1 << 14)
    states = chance.choices(list(_STATES), list(_STATES.values()), k=1 << 12)
    pick, below = chance.choice, chance.random
    first_day = date(1985, 1, 1)
    for number in range(count):
        code, province, city, district, begin, _ = places[int(below() * len(places))]
        own = "".join(pick(_SIGNS) for _ in range(2 + (below() < 0.5)))
        word = pick(_WORDS)
        name = f"{begin}{own}{word if below() < 0.6 else ''}{pick(_FIELDS)}{pick(_FORMS)}"
        deeds = "；".join(f"{pick(_WORDS)}{pick(_DEEDS)}" for _ in range(9 + int(below() * 7)))
        capital = (50, 100, 200, 500, 1000, 5000, 20000)[int(below() ** 2 * 7)]
        yield (
            name,
            states[number & 4095],
            f"{pick('王李张刘陈杨赵黄周吴')}{pick(_SIGNS)}",
            f"{capital}万人民币",
            (first_day + timedelta(int(below() * 14_900))).isoformat(),
            credit_code(code, number),
            f"{province}{city}{district}{own}路{int(below() * 400)}号",
            province,
            city,
            district,
            f"138{int(below() * 1e8):08}" if below() < 0.7 else "-",
            f"c{number}@example.com" if below() < 0.3 else "-",
            "有限责任公司(自然人投资或控股)",
            pick(_INDUSTRIES),
            f"{begin}{own}商店" if below() < 0.05 else "-",
            str(int(below() ** 3 * 300)) if below() < 0.6 else "-",
            "-",
            f"一般项目：{word}制造；{deeds}；{pick(_STANDING)}；{pick(_STANDING)}。",
        )


def made_up_companies(count: int, seed: int = 7) -> Iterator[tuple[Company, tuple[Contact, ...]]]:
    """The same as values, with 主营产品 and 资质 besides."""
    regions = {(place[2], place[3]): place[0] for place in _PLACES}
    chance = random.Random(seed + 1)
    for row in made_up_rows(count, seed):
        honour = Qualification(chance.choice(_HONOURS), valid_until=date(2024 + chance.randrange(6), 6, 30))
        company = Company(
            id=0,
            name=row[0],
            credit_code=row[5],
            state=RegistrationState.ACTIVE if row[1] in {"存续", "在业"} else RegistrationState.CANCELLED,
            state_text=row[1],
            legal_person=row[2],
            capital_wan=Decimal(row[3].removesuffix("万人民币")),
            founded_on=date.fromisoformat(row[4]),
            address=row[6],
            region=regions[row[8], row[9]],
            region_basis="stated",
            company_type=row[12],
            industry=row[13],
            former_names=() if row[14] == "-" else (row[14],),
            insured_count=None if row[15] == "-" else int(row[15]),
            scope=row[17],
            products=(row[17][5:].partition("制造")[0],),
            qualifications=(honour,) if chance.random() < 0.1 else (),
            origin="名单.csv",
        )
        contacts = (Contact("phone", row[10]), Contact("email", row[11]))
        yield company, tuple(one for one in contacts if one.value != "-")


def write_csv(path: Path, count: int, seed: int = 7) -> None:
    """The rows as a file, UTF-8 with a mark."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(made_up_rows(count, seed))


if __name__ == "__main__":
    write_csv(Path(sys.argv[2]), int(sys.argv[1]))
