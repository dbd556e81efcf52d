"""One order over all streams: a checkpoint gives each new entry the next place, so writers never wait for each other."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from anfu.core.ledger.anfu_verify import leaf_data, leaf_hash
from anfu.core.models import LedgerEntry, LedgerLeaf, LedgerLog, LedgerStream

STEP = 10_000


def lock_log() -> LedgerLog:
    """The log's one row, locked until the transaction ends."""
    LedgerLog.objects.get_or_create(pk=1)
    return LedgerLog.objects.select_for_update().get(pk=1)


def give_places() -> int:
    """Give every committed entry that has none its place; returns how many entries have one."""
    while True:
        with transaction.atomic():
            log = lock_log()
            fresh = list(unplaced().values_list("stream", "seq")[:STEP])
            rows = [LedgerLeaf(index=log.size + n, stream=s, seq=q) for n, (s, q) in enumerate(fresh)]
            LedgerLeaf.objects.bulk_create(rows, batch_size=1000)
            log.size += len(rows)
            log.save(update_fields=["size"])
        if len(fresh) < STEP:
            return log.size


def unplaced() -> QuerySet[LedgerEntry]:
    """Entries beyond the last placed one of their stream, as they were written. A stream's entries commit in order."""
    placed = dict(LedgerLeaf.objects.values_list("stream").annotate(Max("seq")))
    beyond = Q()
    for code in LedgerStream.objects.values_list("code", flat=True):
        beyond |= Q(stream=code, seq__gt=placed.get(code, 0))
    return LedgerEntry.objects.filter(beyond).order_by("id") if beyond else LedgerEntry.objects.none()


def leaf_hashes(start: int, end: int) -> Iterator[bytes]:
    """The leaf hashes of the places from `start` to below `end`, from the entries as they stand in the database."""
    for low in range(start, end, STEP):
        places = LedgerLeaf.objects.filter(index__gte=low, index__lt=min(end, low + STEP)).order_by("index")
        listed = list(places.values_list("stream", "seq"))
        digests = _digests(listed)
        yield from (leaf_hash(leaf_data(s, q, digests.get((s, q), ""))) for s, q in listed)


def _digests(places: list[tuple[str, int]]) -> dict[tuple[str, int], str]:
    spans: dict[str, list[int]] = {}
    for stream, seq in places:
        spans.setdefault(stream, []).append(seq)
    wanted = Q()
    for stream, seqs in spans.items():
        wanted |= Q(stream=stream, seq__gte=min(seqs), seq__lte=max(seqs))
    found = LedgerEntry.objects.filter(wanted).values_list("stream", "seq", "digest") if spans else []
    return {(stream, seq): digest for stream, seq, digest in found}
