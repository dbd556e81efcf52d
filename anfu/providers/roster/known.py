"""What the database knows about the people that a chunk names: where they work, and whose certificates these are."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from anfu.providers.models import Certificate, Employment, Professional


@dataclass(frozen=True, slots=True)
class Known:
    """By digest of the identity number: name and employments; by kind and number: whose certificate it is."""

    names: dict[str, str] = field(default_factory=dict)
    jobs: dict[str, list[Employment]] = field(default_factory=dict)
    papers: dict[tuple[str, str], str] = field(default_factory=dict)


def known(digests: Collection[str], numbers: Collection[str]) -> Known:
    """In three queries."""
    names = dict(
        Professional.objects.filter(identity_digest__in=digests).values_list("identity_digest", "name")
    )
    jobs: dict[str, list[Employment]] = defaultdict(list)
    rows = Employment.objects.standing().filter(professional__identity_digest__in=digests)
    for each in rows.select_related("professional"):
        jobs[each.professional.identity_digest].append(each)
    held = Certificate.objects.standing().filter(number__in=numbers)
    papers = held.values_list("credential", "number", "professional__identity_digest")
    return Known(names, jobs, {(credential, number): of for credential, number, of in papers})
