"""One officer in a process of its own: waits for the word, confirms a claim of a nominated person's entry, prints how it went."""

import sys


def main(claim: str, username: str) -> None:
    import django

    django.setup()
    from anfu.core import clock
    from anfu.core.refusal import Refused
    from anfu.experts.actions import claiming
    from anfu.people.actors import actor_of
    from anfu.people.models import User

    actor = actor_of(User.objects.get(username=username))
    print("ready", flush=True)
    sys.stdin.readline()
    try:
        print(claiming.decide(int(claim), True, actor=actor, on=clock.today()).state)
    except Refused as refused:
        print(refused.message)


if __name__ == "__main__":
    main(*sys.argv[1:])
