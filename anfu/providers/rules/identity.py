"""Identity numbers of persons (GB 11643): 17 digits and a check character. Pure."""

from datetime import date

_WEIGHTS = [pow(2, 17 - place, 11) for place in range(17)]
_CHECK = "10X98765432"
_WIDE = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789XX")


def normal(text: str) -> str:
    """Half-width, upper case, without spaces."""
    return "".join(text.split()).translate(_WIDE).upper()


def explain(text: str) -> str:
    """What is wrong with the number, in a sentence; "" where it is right. The number itself is never repeated."""
    number = normal(text)
    if len(number) != 18 or not number[:17].isdecimal() or not number.isascii():
        return "身份证号要 18 位：前 17 位是数字，最后一位是数字或 X。请照身份证再填一次。"
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return "身份证号里的出生日期不对。请照身份证再填一次。"
    if born.year < 1900:
        return "身份证号里的出生日期不对。请照身份证再填一次。"
    if number[17] != check_character(number):
        return "身份证号的最后一位与前面的数字对不上。请照身份证再填一次。"
    return ""


def check_character(number: str) -> str:
    """The last character that fits the first 17 digits."""
    return _CHECK[sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True)) % 11]
