"""The groups that coverage is counted for. An enterprise is in several: its span holds them as a bit mask."""

from dataclasses import dataclass
from functools import reduce

from anfu.targeting.models import Subject
from anfu.targeting.models.finding import GROUNDS


@dataclass(frozen=True, slots=True)
class Group:
    """One group: its bit in the mask, its words and the clause that names it."""

    bit: int
    code: str
    label: str
    clause: str

    @property
    def mask(self) -> int:
        """The mask with this group alone."""
        return 1 << self.bit


CLASS_LABELS = {
    "class_1": "重点高危",
    "class_2": "管理薄弱的工贸企业",
    "class_3": "职业病危害较重及以上",
    "class_4": "挂牌督办",
    "class_5": "多主体、职责交叉或事故多",
}
# Bits are stored: a new group takes a new bit at the end, none is ever given another meaning.
_PLAIN = [
    Group(0, "all", "全部企业", "一(二)"),
    Group(1, "industrial", "工业企业", "一(二)"),
    Group(2, "industry_unknown", "行业未知", "一(二)"),
    Group(3, "idle", "歇业、停产或清算", "一(二)"),
    Group(4, "key_object", "重点对象", "二(一)"),
]
_CLASSES = [Group(4 + n, f"class_{n}", CLASS_LABELS[f"class_{n}"], f"二(一){n}") for n in range(1, 6)]
_GROUNDS = [Group(10 + n, code, Subject(code).label, "二(一)1") for n, code in enumerate(GROUNDS)]

GROUPS = {group.code: group for group in [*_PLAIN, *_CLASSES, *_GROUNDS]}
BY_BIT = {group.bit: group for group in GROUPS.values()}
CLASSES = [group.code for group in _CLASSES]
GROUND_CODES = [group.code for group in _GROUNDS]
HIGH_RISK = "class_1"
INDUSTRIAL = "industrial"


def mask_of(codes: list[str]) -> int:
    """The mask of several groups: `mask_of(["all", "industrial"]) == 3`."""
    return reduce(lambda mask, code: mask | GROUPS[code].mask, codes, 0)


# What membership in a targeting group brings along.
MASKS = {code: mask_of([code, "key_object"]) for code in CLASSES} | {
    code: mask_of([code, HIGH_RISK, "key_object"]) for code in GROUND_CODES
}
