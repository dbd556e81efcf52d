"""Where the room's pages stand on the rail."""

from anfu.core.web.navigation import Entry, way_in
from anfu.core.web.navigation import register as add


def register() -> None:
    """One's own enterprise first; people and parties under 管理."""
    group = "管理"
    way_in("people:claim_start", "认领企业")
    add(Entry("", "我的企业", "building-factory-2", "people:company", "people.company", order=0, tab=True))
    add(Entry("摸清底数", "认领核对", "user-check", "people:claim_list", "people.claims", 60))
    add(Entry("摸清底数", "邀请函", "mail", "people:letter_list", "people.claims", 62))
    add(Entry(group, "账号与权限", "users", "people:user_list", "people.view", 40))
    add(Entry(group, "单位", "building-community", "people:party_list", "people.view", 42))
    add(Entry(group, "我的账号", "user-circle", "people:mine", "people.sign_out", 90))
