from datetime import date

from anfu.registry import divisions, labels


def test_the_city_has_ten_counties_and_146_towns():
    assert len(divisions.counties()) == 10 and divisions.city().code == "330700"
    own = [town for county in divisions.counties() for town in divisions.towns_of(county.code)]
    assert len({town.code for town in own}) == 146


def test_the_zone_is_urban_and_runs_towns_of_its_neighbours():
    assert [c.code for c in divisions.counties() if divisions.is_urban(c.code)] == [
        "330702",
        "330703",
        "330791",
    ]
    assert divisions.towns_of("330791") and divisions.division("330791").gb_code == ""


def test_an_old_code_leads_to_todays_division_in_its_years():
    assert divisions.of_old_code("330721").code == "330703"
    assert divisions.of_old_code("330721", on=date(1990, 1, 1)).code == "330703"
    assert divisions.of_old_code("330721", on=date(2005, 1, 1)) is None
    assert divisions.of_old_code("330784").code == "330784"
    assert divisions.of_old_code("110101") is None


def test_labels_say_what_is_not_placed_and_what_is_not_known():
    assert (divisions.label("330784"), divisions.label(""), divisions.label("110101")) == (
        "永康市",
        "未落位",
        "110101",
    )


def test_another_city_comes_by_file(settings):
    folder = settings.HOME / "data" / "registry"
    folder.mkdir(parents=True)
    (folder / "divisions.csv").write_text(
        "code,name,short,kind,urban,gb_code,source\n110100,甲市,甲,city,false,110100,x\n110101,乙县,乙,county,true,110101,x\n"
    )
    assert [county.name for county in divisions.counties()] == ["乙县"]


def test_industries_are_found_by_code_and_name_general_ones_first():
    assert labels.find_industries("33")[0] == ("33", "金属制品业")
    assert ("3311", "金属结构制造") in labels.find_industries("金属结构")
    assert len(labels.sections()) == 20 and labels.find_industries(" ") == []
