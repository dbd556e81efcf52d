"""Quiet hours: a pure rule of a moment on the local clock."""

from datetime import datetime, time, timedelta


def goes_out_at(now: datetime, begin: time, end: time) -> datetime:
    """Now, or the end of the quiet hours it falls in; hours over midnight (22:00 to 07:00) are one night."""
    clock = now.time()
    if begin <= end:
        return now.replace(hour=end.hour, minute=end.minute, second=0) if begin <= clock < end else now
    if clock >= begin:
        now += timedelta(days=1)
    elif clock >= end:
        return now
    return now.replace(hour=end.hour, minute=end.minute, second=0)
