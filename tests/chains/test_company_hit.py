"""Why a company was found, in words."""

from __future__ import annotations

import pytest

from chains.company import Company
from chains.company_hit import why_found

COMPANY = Company(
    1, "威海光威复合材料股份有限公司", credit_code="91371000166700127U", short_name="光威复材",
    stock_code="300699.SZ", former_names=("威海光威渔具有限公司",), region="371000",
    products=("碳纤维", "预浸料"),
    scope="碳纤维及其制品的研发、生产和销售，货物进出口，高性能纤维织物的技术服务",
)  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("光威", ""),
        ("光威复材", "简称 光威复材"),
        ("渔具", "曾用名 威海光威渔具有限公司"),
        ("300699", "证券代码 300699.SZ"),
        ("166700127u", "代码 91371000166700127U"),
        ("预浸", "主营产品 预浸料"),
        ("高性能", "经营范围 …货物进出口，高性能纤维织物的技术服务"),
        ("whgw", "拼音"),
        ("guangwei", "拼音"),
        ("光威 预浸", "主营产品 预浸料"),
        ("渔具 碳纤维", "曾用名 威海光威渔具有限公司；主营产品 碳纤维"),
        ("%", ""),
        ("", ""),
    ],
)
def test_the_text_that_hit_is_named(typed: str, reason: str) -> None:
    assert why_found(COMPANY, typed) == reason
