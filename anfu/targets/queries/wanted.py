"""The targets in force on a day, from the dated parameters."""

from dataclasses import dataclass
from datetime import date

from anfu.core import parameters
from anfu.targets.groups import GROUND_CODES, HIGH_RISK, INDUSTRIAL


@dataclass(frozen=True, slots=True)
class Wanted:
    """All values of a day; a division's own stands before the city's."""

    values: dict[tuple[str, str], int]

    def value(self, code: str, division: str = "") -> int:
        """One parameter of this room, such as `high_risk_bp`."""
        full = f"targets.{code}"
        return self.values.get((full, division), self.values[full, ""])

    def of_group(self, group: str, division: str = "") -> int | None:
        """The coverage target of a group in basis points; None where the plan sets none."""
        if group == HIGH_RISK or group in GROUND_CODES:
            return self.value("high_risk_bp", division)
        return self.value("industrial_bp", division) if group == INDUSTRIAL else None

    def newly(self, division: str = "") -> int:
        """How much coverage is to be gained in a year, in basis points."""
        return self.value("newly_bp", division)


def wanted(on: date) -> Wanted:
    """The targets of that day, in one query."""
    return Wanted(parameters.table(on=on))
