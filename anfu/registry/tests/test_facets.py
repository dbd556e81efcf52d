"""The packed number and its words agree with the columns, on whichever database."""

import pytest

from anfu.registry import facets, grams, masking
from anfu.registry.models import EnterpriseVersion, FacetSet
from anfu.registry.tests.factories import make_enterprise

FACTS = [
    {"division": "330784", "industry": "3311", "employees": 350, "status": "active", "above_scale": True},
    {"division": "", "industry": "", "employees": None, "status": "annulled", "hazard_level": "severe"},
    {"division": "330791", "industry": "1610", "employees": 9, "status": "cancelled", "above_scale": False},
    {
        "division": "330702",
        "industry": "9700",
        "employees": 1000,
        "status": "moved_out",
        "hazard_level": "heavier",
    },
]


@pytest.mark.parametrize("facts", FACTS)
def test_the_number_holds_every_facet(db, facts):
    make_enterprise(**facts)
    version = EnterpriseVersion.objects.get()
    scale = {True: "yes", False: "no", None: ""}[version.above_scale]
    values = {
        "division": version.division,
        "section": version.section,
        "sector": version.sector,
        "size": version.size_class,
        "status": version.status,
        "scale": scale,
        "hazard": version.hazard_level,
    }
    for name, value in values.items():
        part = facets.parts()[name]
        assert (version.facets >> part.shift) & part.mask == facets.code_of(name, value), name
    band = facets.parts()["band"]
    code = (version.facets >> band.shift) & band.mask
    known = (
        facets.bands_between(version.employees, version.employees) if version.employees is not None else [0]
    )
    assert [code] == known
    assert FacetSet.objects.filter(packed=version.facets).exists()


def test_a_changed_version_brings_its_new_combination(db):
    from anfu.core.ledger.guard import without_ledger

    make_enterprise(status="active")
    with without_ledger():
        EnterpriseVersion.objects.update(status="dormant")
    assert FacetSet.objects.filter(packed=EnterpriseVersion.objects.get().facets).exists()


@pytest.mark.parametrize(
    ("low", "high", "bands"),
    [(None, None, [1, 2, 3, 4, 5, 6, 7]), (0, 9, [1]), (9, 10, [1, 2]), (100, 299, [5]), (5000, None, [7])],
)
def test_bands_hold_the_range(low, high, bands):
    assert facets.bands_between(low, high) == bands


@pytest.mark.parametrize(
    ("name", "value"), [("section", "Z"), ("section", "AB"), ("size", "huge"), ("division", "x")]
)
def test_what_is_no_value_has_no_code(name, value):
    assert facets.code_of(name, value) is None


def test_pairs_of_characters_leave_marks_out_and_hold_the_end():
    assert grams.grams(["永康（浙江）五金1"]) == {"永康", "康", "浙江", "江", "五金", "金1", "1"}
    assert grams.asked_grams("五金 云") == (["五金"], ["云"])
    assert grams.to_compare("五金 永康市 金(永)") == ("永康市", "金（永）")


@pytest.mark.parametrize(
    ("column", "text", "shown"),
    [
        ("principal", "陈晓岚", "陈**"),
        ("contact_name", "林", "林*"),
        ("contact_phone", "13812345678", "138****5678"),
        ("contact_phone", "8712345", "*****45"),
        ("contact_phone", "110", "***"),
        ("contact_phone", "", ""),
        ("name", "示例厂", "示例厂"),
    ],
)
def test_personal_fields_are_masked_and_others_are_not(column, text, shown):
    assert masking.field(column, text) == shown
