"""One person of a process of its own: waits for "go", does one step of the market, and says what came of it."""

import sys

import django


def main(verb: str, user: int, key: int, extra: str) -> str:
    """`chosen`, `confirmed` and the like where it was done, else `refused` and the sentence."""
    from anfu.core import clock
    from anfu.core.refusal import Refused
    from anfu.market.actions import answering, choosing
    from anfu.people.actors import actor_of
    from anfu.people.models import User

    actor, on = actor_of(User.objects.get(pk=user)), clock.today()
    print("ready", flush=True)
    sys.stdin.readline()
    try:
        if verb == "choose":
            offer, seen = extra.split(":")
            made = choosing.choose(key, int(offer), reason="离得近，方案清楚", actor=actor, on=on, seen=seen)
        elif verb == "confirm":
            made = answering.confirm(key, actor=actor, on=on)
        else:
            made = choosing.take_back(key, reason="想再比一比", actor=actor, on=on)
    except Refused as refused:
        return f"refused {refused.message}"
    return str(made.state)


if __name__ == "__main__":
    django.setup()
    print(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]))
