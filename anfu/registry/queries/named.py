"""Rows of other rooms, found by a part of an organisation's name or by its code."""

from functools import reduce
from operator import or_

from django.db.models import Q

from anfu.registry.models import Organisation

# More that bear a word than this are not handed on as keys: such rows are met soon in any order.
WIDE = 2_000


def named(text: str, *paths: str) -> Q:
    """Those whose organisation at one of the `paths` has this in its name, or is of this code.

    The names are read once and by themselves: no index serves a choice between two joined tables, and the page and its
    count would each read both.
    """
    of = Q(name__contains=text) | Q(uscc=text.upper())
    keys = list(Organisation.objects.filter(of).values_list("pk", flat=True)[: WIDE + 1])
    if len(keys) <= WIDE:
        return reduce(or_, (Q(**{f"{path}__in": keys}) for path in paths))
    words = ({f"{path}__name__contains": text} for path in paths)
    codes = ({f"{path}__uscc": text.upper()} for path in paths)
    return reduce(or_, (Q(**asked) for asked in (*words, *codes)))
