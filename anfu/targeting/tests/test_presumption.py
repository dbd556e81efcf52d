"""What words of names and scopes make likely, and what strikes them out."""

import pytest

from anfu.targeting.presumption import presume_one

MAKING, TRADE, MINE, AMMONIA = "dangerous_goods_making", "dangerous_goods_trade", "mine", "ammonia"
DUST, CONFINED, SPRAYING, SMELTING = "combustible_dust", "confined_space", "spraying", "metal_smelting"

LIKELIER = [
    ("某五金厂", "五金制品制造；电镀加工", {CONFINED}),
    ("某五金厂", "五金制品（不含电镀）制造", set()),
    ("某饰品厂", "饰品、工艺品（以上经营范围不含电镀）加工、销售", set()),
    ("某饰品厂", "饰品制造（除电镀外）", set()),
    ("某饰品厂", "饰品制造，电镀除外", set()),
    ("某饰品厂", "饰品制造，不涉及电镀、喷漆；喷塑加工", {DUST, SPRAYING}),
    ("某化工公司", "化工原料（不含危险化学品）批发、零售", set()),
    ("某化工公司", "化工原料（危险化学品、易制毒品除外）批发、零售", set()),
    ("某化工公司", "硫酸、盐酸批发、零售", {TRADE}),
    ("某贸易公司", "除危险化学品外的化工产品销售", set()),
    ("某贸易公司", "油漆、五金（不含危险化学品）销售", set()),
    ("某贸易公司", "油漆、五金销售", {TRADE}),
    ("某化工公司", "硫酸、盐酸票据经营，不带储存", {TRADE}),
    ("某加油站", "汽油零售；柴油零售", {TRADE}),
    ("某银行支行", "办理票据承兑与贴现；票据贴现", set()),
    ("某煤炭公司", "煤炭（无储存）批发", set()),
    ("某涂料厂", "聚氨酯漆、稀释剂制造", {MAKING, CONFINED}),
    ("某涂料厂", "水性涂料制造", set()),
    ("某液化气站", "液化石油气储存、灌装、供应", {MAKING, TRADE}),
    ("某矿", "萤石矿开采", {MINE}),
    ("某采石场", "建筑用石料（凝灰岩）露天开采", {MINE}),
    ("某机械厂", "矿山机械、选矿设备制造", set()),
    ("某建设公司", "矿山工程施工、矿山采掘工程施工（除开采）", set()),
    ("某陶瓷厂", "建筑陶瓷制造（不得从事采矿业务）", set()),
    ("某饮料公司", "天然矿泉水生产", set()),
    ("某食品公司", "生猪屠宰", {AMMONIA, CONFINED}),
    ("某化纤公司", "氨纶丝、聚氨酯制品加工", set()),
    ("某味精厂", "谷氨酸钠销售", set()),
    ("某食品公司", "速冻食品生产", {AMMONIA}),
    ("某副食公司", "冷冻食品、速冻食品批发", set()),
    ("某压缩机厂", "冷藏冷冻设备制造", set()),
    ("某大药房", "生化药品（不包含冷藏冷冻药品）零售", set()),
    ("某木业厂", "木制品加工", {DUST}),
    ("某家具厂", "木制家具制造、销售", {DUST, SPRAYING}),
    ("某家具店", "家具、木制品销售", set()),
    ("某日用品厂", "家居用具、家具（不含木竹制品）制造", set()),
    ("某磨具厂", "抛光机械、抛光轮制造", set()),
    ("某五金厂", "五金抛光加工", {DUST}),
    ("某五金厂", "五金加工（不含抛光）", set()),
    ("某石材厂", "石材抛光加工", set()),
    ("某饲料厂", "饲料加工、销售", {DUST}),
    ("某粮油店", "饲料、面粉零售", set()),
    ("某喷塑厂", "喷塑加工", {DUST, SPRAYING}),
    ("某广告公司", "电脑喷绘；喷泉设备安装", set()),
    ("某织造厂", "喷胶棉制造", set()),
    ("某药械厂", "喷雾器、农药喷洒机制造", set()),
    ("某压铸厂", "锌合金压铸件加工", {SMELTING}),
    ("某机械厂", "压铸机、压铸模具、铸造机械制造", set()),
    ("某锁厂", "锁具（非铸造）制造", set()),
    ("某金属厂", "铜铝材（除熔炼）拉丝", set()),
    ("某金属公司", "铝锭、铜棒批发", set()),
    ("某染整厂", "针织品染色", {CONFINED}),
    ("某针织厂", "针织品（不含染色、定型）制造", set()),
    ("某皮具厂", "皮革制品制造", set()),
    ("某酒厂", "黄酒生产", {CONFINED}),
    ("某豆制品厂", "非发酵性豆制品生产", set()),
    ("某环卫公司", "化粪池清理、管道疏通", {CONFINED}),
    ("某塑料厂", "塑料化粪池制造", set()),
    ("某水泥厂", "水泥制造", {CONFINED}),
    ("某能源公司", "许可项目：成品油零售（凭许可证经营）。一般项目：车用尿素（不含危险化学品）销售", {TRADE}),
    ("某能源公司", "许可经营项目：成品油零售 一般经营项目：五金（不含危险化学品）销售", {TRADE}),
    (
        "某五金公司",
        "一般项目：五金制品制造；金属表面喷漆（除依法须经批准的项目外，凭营业执照经营）",
        {SPRAYING},
    ),
    ("某制药公司", "药品包装制造；甲醇、丙酮储罐区", {MAKING}),
    ("某构件厂", "水泥预制构件、水泥砖制造", set()),
]


@pytest.mark.parametrize(("name", "scope", "grounds"), LIKELIER)
def test_words_make_a_ground_likelier_than_not(name: str, scope: str, grounds: set[str]) -> None:
    assert set(presume_one(name, scope).likelier) == grounds


INDUSTRIES = [
    ("某针织机械厂", "针织机械制造", "C", "355", "machinery"),
    ("某水泥厂", "水泥制造", "C", "301", "building_materials"),
    ("某铸造厂", "铸铁件加工", "C", "3391", "metallurgy"),
    ("某压铸厂", "铝压铸件加工", "C", "3392", "nonferrous"),
    ("某工贸有限公司", "保温杯制造、加工、销售", "C", "338", "light"),
    ("某工贸有限公司", "电动工具制造、销售", "C", "3465", "machinery"),
    ("某袜业有限公司", "袜子制造、销售", "C", "183", "textiles"),
    ("某银行某支行", "金融业务", "J", "662", None),
    ("某建筑工程有限公司", "房屋建筑工程施工", "E", "47", None),
    ("某运输有限公司", "道路货物运输", "G", "54", None),
    ("某大酒店有限公司", "中餐制售", "H", "62", "commerce"),
    ("某物资有限公司", "金属材料、建筑材料批发、零售", "F", "51", "commerce"),
    ("某加油站", "汽油零售", "F", "5265", None),
    ("某玻璃制品厂", "日用玻璃制品制造", "C", "3054", "light"),
    ("某化工厂", "硫酸制造", "C", "26", None),
]


@pytest.mark.parametrize(("name", "scope", "section", "industry", "sector"), INDUSTRIES)
def test_words_speak_for_an_industry_and_its_sector(
    name: str, scope: str, section: str, industry: str, sector: str | None
) -> None:
    found = presume_one(name, scope)
    assert (found.section, found.sector) == (section, sector)
    assert found.industry is not None and found.industry.startswith(industry)
    assert found.spans


def test_a_given_industry_stands_and_needs_no_words() -> None:
    found = presume_one("某实业有限公司", "涂料生产", industry="2641")
    assert (found.section, found.industry, found.sector, found.spans) == ("C", "2641", None, ())
    assert MAKING in found.likelier


def test_a_class_and_a_word_weigh_more_than_the_word() -> None:
    assert MAKING not in presume_one("某实业有限公司", "涂料生产", industry="3985").likelier


def test_a_word_that_is_struck_out_is_shown_with_the_rule_that_struck_it() -> None:
    scope = "五金制品（不含电镀）制造"
    (ground,) = presume_one("某厂", scope).grounds
    (span,) = ground.evidence
    assert (ground.ground, ground.strength, ground.likelier) == (CONFINED, None, False)
    assert (span.kind, span.rule, span.text, scope[span.start : span.end]) == (
        "excluded",
        "N-01",
        "电镀",
        "电镀",
    )


def test_a_counter_word_is_shown_in_full() -> None:
    (ground,) = presume_one("某厂", "矿山机械制造").grounds
    assert [(span.text, span.kind) for span in ground.evidence] == [("矿山机械", "excluded")]


def test_paper_trade_keeps_its_ground_as_a_subtype() -> None:
    (ground,) = [g for g in presume_one("某化工公司", "硫酸、盐酸票据经营").grounds if g.likelier]
    assert (ground.ground, ground.subtype) == (TRADE, "paper_trade")


def test_a_branch_takes_the_ground_with_it_but_for_a_mine() -> None:
    assert presume_one("某食品公司", "食品销售；腌腊肉制品加工（限分支机构经营）").likelier == ()
    assert presume_one("某莹石公司", "莹石开采（限分支机构经营）").likelier == (MINE,)


def test_a_licence_in_the_scope_is_strong() -> None:
    (ground,) = presume_one("某公司", "汽油批发（凭《危险化学品经营许可证》经营）").grounds
    assert ground.strength == "strong"


def test_a_stock_is_never_presumed_to_be_a_major_hazard() -> None:
    found = presume_one("某油库", "油库、罐区储存")
    strengths = [g.strength for g in found.grounds if g.ground == "major_hazard_installation"]
    assert strengths == ["weak"]


def test_nothing_says_nothing() -> None:
    found = presume_one("", "")
    assert (found.grounds, found.section, found.industry, found.sector) == ((), None, None, None)
