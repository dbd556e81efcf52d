"""Identity numbers of persons (GB 11643) as people type them, and whether one can be right. Pure."""

import re
import unicodedata

from stdnum.cn import ric
from stdnum.exceptions import ValidationError


def normal(text: str) -> str:
    """Half-width, upper case, without spaces: the same number typed in two ways is one."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def is_right(number: str) -> bool:
    """Eighteen places, a day of birth and the check digit; the library's table of birthplaces lacks newer counties."""
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return False
    try:
        return bool(ric.get_birth_date(number)) and ric.calc_check_digit(number) == number[-1]
    except ValidationError:
        return False
