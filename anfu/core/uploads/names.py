"""The name of an upload is only shown, never trusted: not for its kind, not for a place on disk."""

import re
import unicodedata

LONGEST = 80
# Control characters, what turns the direction of writing, and what file systems or headers give a meaning to.
_ODD = re.compile(r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff<>:"|?*%;\\/]')


def shown_name(given: str, kind: str) -> str:
    """合同.pdf: the last part of the given name without odd characters, with the ending of what the file is."""
    last = re.split(r"[\\/]", given)[-1]
    plain = _ODD.sub("", unicodedata.normalize("NFC", last)).strip(" .")
    stem = plain.rsplit(".", 1)[0] if "." in plain else plain
    fit = stem.encode("utf-8", "ignore").decode()[:LONGEST].strip(" .")
    return f"{fit or '文件'}.{kind}"
