"""The groups an enterprise can belong to on a day: five classes, nine grounds, programmes."""

from anfu.targeting.models.finding import GROUNDS, Subject

CLASSES = ("class_1", "class_2", "class_3", "class_4", "class_5")
CLASS_LABELS = {
    "class_1": "重点高危",
    "class_2": "安全管理薄弱",
    "class_3": "职业病危害较重",
    "class_4": "挂牌督办",
    "class_5": "多主体或事故多发",
}
CLAUSES = {
    "class_1": "二(一)1",
    "class_2": "二(一)2",
    "class_3": "二(一)3",
    "class_4": "二(一)4",
    "class_5": "二(一)5",
}
PROGRAMME = "programme:"
PROGRAMME_CLAUSE = "二(一)末"
STATIC = (*CLASSES, *GROUNDS)


def programme_group(programme_id: int) -> str:
    """`programme:7`, the group of one programme."""
    return f"{PROGRAMME}{programme_id}"


def programme_id(group: str) -> int | None:
    """The programme's key, or None where the group is a class or a ground."""
    return int(group.removeprefix(PROGRAMME)) if group.startswith(PROGRAMME) else None


def label(group: str) -> str:
    """The Chinese name of a class or ground; a programme's name stands in its row."""
    return CLASS_LABELS.get(group) or (Subject(group).label if group in GROUNDS else group)


def clause(group: str) -> str:
    """The clause of a group."""
    if group in GROUNDS:
        return CLAUSES["class_1"]
    return CLAUSES.get(group, PROGRAMME_CLAUSE)
