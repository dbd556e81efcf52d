"""One enterprise, one day: its classes, why, and what would have to be known."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date

from anfu.targeting.groups import PROGRAMME_CLAUSE, programme_group
from anfu.targeting.programmes.conditions import LABELS, ProgrammeTerms
from anfu.targeting.programmes.rules import hits
from anfu.targeting.programmes.words import described
from anfu.targeting.rules.declared import RULES, Rule, in_force
from anfu.targeting.rules.facts import Facts, Terms
from anfu.targeting.rules.reasons import Judgement, OpenQuestion, Reason
from anfu.targeting.rules.shared import LABELS as FACT_LABELS
from anfu.targeting.rules.shared import used


@dataclass(frozen=True, slots=True)
class Explanation:
    """All reasons that speak for groups, and the questions left open for groups that none speaks for."""

    reasons: tuple[Reason, ...]
    questions: tuple[OpenQuestion, ...]

    @property
    def groups(self) -> frozenset[str]:
        """The groups that count: classes, grounds and programmes, without what is only presumed."""
        counting = [reason for reason in self.reasons if reason.counts]
        return frozenset({r.group for r in counting} | {r.ground for r in counting if r.ground})


def explain(facts: Facts, terms: Terms, *, on: date, rules: Iterable[Rule] = RULES) -> Explanation:
    """The classes of an enterprise on a day with every reason (二(一)1 to 二(一)末); reasons add up."""
    reasons, questions = [], []
    for rule in in_force(rules, on):
        judgement = rule.judge(facts, terms, on)
        if judgement.holds:
            reasons.append(_reason(rule, judgement))
        elif judgement.holds is None:
            questions.append(_question(rule, judgement))
    for programme in facts.programmes:
        reasons += _of_programme(programme, facts, on)
        questions += _open_in_programme(programme, facts, on)
    settled = {reason.group for reason in reasons if reason.counts}
    return Explanation(tuple(reasons), tuple(q for q in questions if q.group not in settled))


def _reason(rule: Rule, judgement: Judgement) -> Reason:
    return Reason(
        rule.group,
        rule.ground,
        rule.id,
        rule.valid_from,
        rule.clause,
        judgement.sentence,
        judgement.used,
        judgement.state,
        judgement.finding_id,
    )


def _question(rule: Rule, judgement: Judgement) -> OpenQuestion:
    sentence = f"{rule.title}：还不知道{'、'.join(judgement.missing)}，不能判定"
    return OpenQuestion(rule.group, rule.id, rule.clause, sentence, judgement.missing)


def _of_programme(programme: ProgrammeTerms, facts: Facts, on: date) -> Iterator[Reason]:
    answer, _ = _hits(programme, facts, on)
    if answer:
        sentence = f"{programme.name}：" + "；".join(described(c) for c in programme.conditions)
        names = [c.field for c in programme.conditions if c.field in FACT_LABELS]
        yield Reason(
            programme_group(programme.id),
            "",
            f"P-{programme.id}",
            programme.valid_from,
            programme.clause or PROGRAMME_CLAUSE,
            sentence,
            used(facts, *dict.fromkeys(names)),
            Judgement(True).state,
        )


def _open_in_programme(programme: ProgrammeTerms, facts: Facts, on: date) -> Iterator[OpenQuestion]:
    answer, missing = _hits(programme, facts, on)
    if answer is None:
        labels = tuple(LABELS[name] for name in missing)
        sentence = f"{programme.name}：还不知道{'、'.join(labels)}，不能判定"
        group = programme_group(programme.id)
        yield OpenQuestion(group, f"P-{programme.id}", programme.clause, sentence, labels)


def _hits(programme: ProgrammeTerms, facts: Facts, on: date) -> tuple[bool | None, tuple[str, ...]]:
    if facts.version is None:
        return False, ()
    return hits(programme, asdict(facts.version), facts.confirmed(on), on)
