"""One institution in a process of its own: waits for the word, hires one person full time, prints how it went."""

import sys


def main(identity: str, uscc: str, username: str) -> None:
    import django

    django.setup()
    from anfu.core.refusal import Refused
    from anfu.people.actors import actor_of
    from anfu.people.models import User
    from anfu.providers.actions.staff import Hiring, hire
    from anfu.providers.tests.factories import SINCE

    actor = actor_of(User.objects.get(username=username))
    print("ready", flush=True)
    sys.stdin.readline()
    try:
        hire(uscc, Hiring("陆一鸣", identity, SINCE), actor=actor)
        print("hired")
    except Refused as refused:
        print(refused.message)


if __name__ == "__main__":
    main(*sys.argv[1:])
