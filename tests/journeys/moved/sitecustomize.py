"""For a site whose clock is moved while it runs: Django's now is so many days ahead as the file says.

Python reads this file by itself where this folder is on its path; nothing of the platform knows of it.
"""

import os
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

DAYS = Path(os.environ["ANFU_TEST_DAYS_AHEAD"])
_now = timezone.now


def _moved():
    return _now() + timedelta(days=int(DAYS.read_text()))


timezone.now = _moved
