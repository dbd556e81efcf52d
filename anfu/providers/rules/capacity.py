"""How many days a year people can be at enterprises (三(五), domain.md g). Pure."""


def days_a_year(stated: int | None, full_time: bool, *, usual: int, share_bp: int) -> int | None:
    """Whole days of one person: as stated, else the usual working days of the full-time times the share in the field.

    None: works part time, and nobody has said how many days.
    """
    if stated is not None:
        return stated
    return usual * share_bp // 10_000 if full_time else None
