"""What the words of a row say about its place, one column a clue. Weighing them is `placement`'s work."""

import polars as pl

from anfu.registry.roster.gazetteer import Gazetteer, alternation

CLUES = pl.Schema(
    {
        "elsewhere": pl.String,
        "stated": pl.String,
        "county": pl.String,
        "mentioned": pl.String,
        "place_word": pl.String,
        "place_division": pl.String,
        "place_confidence": pl.String,
        "place_basis": pl.String,
        "town_word": pl.String,
        "town_division": pl.String,
        "town_zone": pl.String,
        "zone_state": pl.String,
        "stem_word": pl.String,
        "stem_division": pl.String,
        "stem_zone": pl.String,
        "stem_street": pl.Boolean,
        "name_division": pl.String,
        "name_full": pl.Boolean,
        "says_city": pl.Boolean,
        "address_says_city": pl.Boolean,
        "digits": pl.String,
    }
)

# 金华 has streets named after its counties; such a name opens no county.
_STREET = "(?:街|路|门|巷|弄|桥|大道|大街|新村|小区)"
# 小商品市场, 市区, 市政 ... hold 市 but name no city.
_NO_CITY = "市(?:场|区|政|民|郊|经济|开发|工业|中心|内|东|西|南|北|辖)"


def clues(frame: pl.DataFrame, names: Gazetteer) -> pl.DataFrame:
    """`frame`: uscc, name, province, city, division, town, address as words -> the columns of CLUES."""
    start = frame.select(
        pl.col("uscc", "name", "province", "city", "division"),
        town_said=pl.col("town"),
        address=pl.col("address").fill_null(""),
    ).with_columns(rest=_rest(pl.col("address"), names.city))
    stems = alternation(list(names.stems))
    words = start.with_columns(
        stated=_stated(pl.col("division"), names),
        county=_county(pl.col("rest"), names),
        mentioned=_coded(_found(pl.col("address"), _full_names(names)), names.counties),
        place_word=_found(pl.col("address"), names.places["name"].to_list()),
        town_word=_town_word(names),
        stem_word=pl.col("rest").str.extract(f"^({stems})"),
        stem_street=pl.col("rest").str.contains(f"^(?:{stems})[东西南北中]?{_STREET}"),
        name_word=pl.col("name").str.extract(_name_pattern(names)),
        address_says_city=pl.col("address").str.contains(f"^(?:浙江省?)*{names.city}市"),
        digits=_digits(pl.col("uscc"), names),
        elsewhere=_elsewhere(names),
    )
    words = words.with_columns(
        says_city=pl.col("address_says_city") | pl.col("city").str.starts_with(names.city).fill_null(False),
        town_division=_coded(pl.col("town_word"), names.unique),
        stem_division=_coded(pl.col("stem_word"), names.stems),
        name_division=_coded(pl.col("name_word"), {**names.counties, **names.short_counties}),
        name_full=pl.col("name_word").is_in(_full_names(names)).fill_null(False),
    )
    return _with_places(_with_zones(words, names), names).select(list(CLUES))


def _rest(address: pl.Expr, city: str) -> pl.Expr:
    return address.str.replace(rf"^(?:中国)?(?:浙江省?)*(?:{city}市)?", "")


def _full_names(names: Gazetteer) -> list[str]:
    return list(names.counties)


def _found(text: pl.Expr, words: list[str]) -> pl.Expr:
    return text.str.extract(f"({alternation(words)})")


def _coded(word: pl.Expr, codes: dict[str, str]) -> pl.Expr:
    return word.replace_strict(codes, default=None, return_dtype=pl.String)


def _county(rest: pl.Expr, names: Gazetteer) -> pl.Expr:
    full = _coded(rest.str.extract(f"^({alternation(_full_names(names))})"), names.counties)
    shorts = alternation(list(names.short_counties))
    short = _coded(rest.str.extract(f"^({shorts})"), names.short_counties)
    return pl.coalesce(full, pl.when(~rest.str.contains(f"^(?:{shorts}){_STREET}")).then(short))


def _stated(division: pl.Expr, names: Gazetteer) -> pl.Expr:
    """The roster's own column: a code of today or of the past, a name, with or without the city before it."""
    plain = _rest(division.str.replace_all(r"\s", ""), names.city)
    zones = names.places.filter(pl.col("confidence") == "high")
    words = {
        **dict(zones.select("name", "division").iter_rows()),
        **{code: code for code in names.counties.values()},
        **names.short_counties,
        **names.counties,
    }
    old = {code: today for code, today in names.old_codes.items() if today in names.counties.values()}
    whole = division.str.replace_all(r"\s", "")
    # 330701 was 兰溪's for one year and names no place since.
    old.pop("330701", None)
    return pl.coalesce(
        _coded(plain, words), _coded(whole, words), _coded(whole.str.slice(0, 6), {**words, **old})
    )


def _town_word(names: Gazetteer) -> pl.Expr:
    spelled = names.towns["spelling"].unique().to_list()
    codes = dict(names.towns.select("town_code", "spelling").iter_rows())
    said = pl.coalesce(
        _coded(pl.col("town_said").str.slice(0, 9), codes), _found(pl.col("town_said"), spelled)
    )
    return pl.coalesce(said, _found(pl.col("address"), spelled))


def _name_pattern(names: Gazetteer) -> str:
    words = alternation([*_full_names(names), *names.short_counties])
    return rf"^(?:浙江省?)?(?:{names.city}市?)?({words})"


def _digits(uscc: pl.Expr, names: Gazetteer) -> pl.Expr:
    known = {code: code for code in names.counties.values()}
    return _coded(uscc.str.slice(2, 6), known)


def _elsewhere(names: Gazetteer) -> pl.Expr:
    address = pl.col("address")
    provinces = alternation(list(names.provinces))
    cities = alternation(list(names.cities))
    province = address.str.extract(
        rf"^(?:中国)?((?:{provinces})(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区))"
    )
    known = address.str.extract(rf"^(?:浙江省?)?((?:{cities})市)")
    # Any other city at the very start, unless the word only looks like one.
    ours = alternation([names.city, *names.short_counties])
    other = address.str.extract(r"^(?:浙江省)?(\p{Han}{2,3}市)")
    looks = (
        other.is_not_null()
        & ~other.str.contains(f"^(?:{ours})市|省")
        & ~address.str.contains(f"^(?:浙江省)?\\p{{Han}}{{2,3}}{_NO_CITY}")
    )
    said = pl.col("city").str.extract(rf"^((?:{cities})市?)$")
    silent = address.str.extract(rf"({ours})").is_null()
    return pl.coalesce(province, known, pl.when(looks).then(other), pl.when(silent).then(said))


def _with_zones(words: pl.DataFrame, names: Gazetteer) -> pl.DataFrame:
    """The zone that may run the town or stem, where its spelling is unique."""
    zoned = names.towns.filter(pl.col("zone") != "")
    spelled = zoned.filter(pl.col("spelling").is_in(list(names.unique)))
    stems = zoned.unique("stem")
    return words.with_columns(
        town_zone=_coded(pl.col("town_word"), dict(spelled.select("spelling", "zone").iter_rows())),
        zone_state=_coded(pl.col("town_word"), dict(spelled.select("spelling", "zone_state").iter_rows())),
        stem_zone=_coded(pl.col("stem_word"), dict(stems.select("stem", "zone").iter_rows())),
    )


def _with_places(words: pl.DataFrame, names: Gazetteer) -> pl.DataFrame:
    columns = {"place_division": "division", "place_confidence": "confidence", "place_basis": "basis"}
    return words.with_columns(
        _coded(pl.col("place_word"), dict(names.places.select("name", column).iter_rows())).alias(alias)
        for alias, column in columns.items()
    )
