from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a hostile file we are willing to look at. Sizes in bytes."""

    max_bytes: int = 512 * MIB
    max_rows: int = 1_100_000
    max_columns: int = 200
    max_entries: int = 2_000
    max_unpacked: int = 400 * MIB
    max_ratio: int = 200
    # The sheet reader allots rows x columns at once, however few cells are filled.
    max_area: int = 20_000_000
    max_record_lines: int = 50
    max_undecodable_share: float = 0.2


DEFAULT_LIMITS = Limits()
