"""Many at once in the market: at the deadline, in one enterprise, and on both sides of a choice. Processes of their own."""

import os
import time

from tests.faults.test_import_kill import told

# 200 at the deadline, from 20 processes: ANFU_MARKET_OFFERS=200 pytest -s.
INSTITUTIONS = int(os.environ.get("ANFU_MARKET_OFFERS", "16"))
WORKERS = max(4, INSTITUTIONS // 10)


def both(child, calls):
    """These at one moment; what each said."""
    at = str(time.time() + 1.5)
    workers = [child(*call, at, program="market_child") for call in calls]
    return [told(worker) for worker in workers]


def test_T04_at_the_deadline_every_offer_in_time_is_kept_with_its_receipt_and_every_late_one_refused(child):
    made = told(child("prepare", str(INSTITUTIONS), program="market_child"))
    demand, owners = str(made["demand"]), made["owners"]
    shares = [owners[place::WORKERS] for place in range(WORKERS)]
    workers = [child("offers", demand, *share, program="market_child") for share in shares]
    for worker in workers:
        assert worker.stdout.readline().strip() == "ready"
    near = told(child("soon", demand, str(2 + INSTITUTIONS / 16), program="market_child"))["deadline"]
    answers = {name: answer for worker in workers for name, answer in told(worker).items()}
    end = told(child("shut", demand, program="market_child"))
    kept = {name: answer for name, answer in answers.items() if "receipt" in answer}
    late = [answer for answer in answers.values() if "refused" in answer]
    print(f"{len(answers)} offers from {WORKERS} processes: {len(kept)} in time, {len(late)} late")
    assert len(answers) == INSTITUTIONS and kept and late
    assert sorted(answer["receipt"] for answer in kept.values()) == sorted(end["receipts"])
    assert end["offers"] == end["opened"] == end["sealed"] == len(kept)
    assert end["last"] < end["deadline"] and all(answer["at"] >= near for answer in late)
    assert all("已经截止" in answer["refused"] for answer in late)
    assert end["state"] == "closed" and end["faults"] == 0


def test_two_people_of_one_enterprise_who_choose_at_once_make_one_choice(child):
    made = told(child("opened", program="market_child"))
    calls = [
        ("pick", str(made["demand"]), str(offer), person)
        for offer, person in zip(made["offers"], made["people"], strict=True)
    ]
    answers = both(child, calls)
    assert sorted("done" in answer for answer in answers) == [False, True]
    end = told(child("look", program="market_child"))
    assert end["choices"] == {"waiting": 1} and end["demands"] == ["chosen"] and end["faults"] == []


def test_the_provider_confirms_while_the_enterprise_takes_back_and_one_outcome_stands(child):
    made = told(child("chosen", program="market_child"))
    choice, (owner, provider) = str(made["choice"]), made["people"]
    answers = both(child, [("confirm", choice, provider), ("take_back", choice, owner)])
    assert sorted("done" in answer for answer in answers) == [False, True]
    end = told(child("look", program="market_child"))
    confirmed = "done" in answers[0]
    assert end["choices"] == {"confirmed" if confirmed else "withdrawn": 1}
    assert end["contracts"] == int(confirmed) and end["demands"] == ["chosen" if confirmed else "closed"]
    assert end["faults"] == []
