"""Where a contract stands on a day: what people did (its state) and what its dates say. Pure."""

from collections.abc import Sequence
from datetime import date

from anfu.core.actor import ENTERPRISE, PROVIDER

# Phase -> (word, kind of the tag).
PHASES = {
    "draft": ("待双方确认", "warn"),
    "not_begun": ("已签订，未开始", "info"),
    "in_force": ("履行中", "ok"),
    "completed": ("已履行完", "mute"),
    "ending": ("已定提前终止", "warn"),
    "ended": ("提前终止", "mute"),
    "abandoned": ("没有签成", "mute"),
    "void": ("已作废", "bad"),
}
SIDES = {ENTERPRISE: "企业", PROVIDER: "服务机构", "payer": "付款方"}


def phase_on(state: str, valid_from: date | None, valid_to: date | None, on: date) -> str:
    """One of PHASES; `valid_to` is the first day no longer served, an agreed early end included."""
    if state in ("draft", "abandoned", "void") or valid_from is None or valid_to is None:
        return state
    over = on >= valid_to
    if state == "ended":
        return "ended" if over else "ending"
    if on < valid_from:
        return "not_begun"
    return "completed" if over else "in_force"


def steps_on(
    phase: str, agreed: set[str], last_day: date | None, sides: Sequence[str]
) -> list[dict[str, str]]:
    """The stepper of a contract: drafted, each side's yes, served, done. `agreed`: those of `sides` that said yes."""
    all_did = phase not in ("draft", "abandoned")
    done = {side: all_did or side in agreed for side in sides}
    steps = [{"label": "起草", "state": "done"}]
    steps += [{"label": f"{SIDES[side]}确认", "state": "done" if done[side] else "todo"} for side in sides]
    steps.append({"label": "履行", "state": {"not_begun": "todo", "draft": "todo"}.get(phase, "now")})
    steps.append({"label": "履行完", "state": "todo", "note": f"{last_day} 到期" if last_day else ""})
    if phase in ("completed", "ended"):
        steps[-2]["state"], steps[-1]["state"] = "done", "done"
        steps[-1]["label"] = PHASES[phase][0]
    if phase in ("abandoned", "void"):
        return [*steps[:1], {"label": PHASES[phase][0], "state": "now"}]
    if phase == "draft":
        next(step for step in steps if step["state"] == "todo")["state"] = "now"
    return steps
