"""One officer in a process of their own: waits for the word, decides one finding, prints how it went."""

import sys
from datetime import date


def main(verb: str, user: str, finding: str, opened: str) -> None:
    import django

    django.setup()
    from anfu.core.refusal import Stale
    from anfu.people.actors import actor_of
    from anfu.people.models import User
    from anfu.targeting import actions

    actor = actor_of(User.objects.get(pk=user))
    typed = {"valid_from": date(2026, 6, 1)} if verb == "confirm" else {}
    print("ready", flush=True)
    sys.stdin.readline()
    try:
        act = getattr(actions, verb)
        act(
            int(finding),
            actor=actor,
            on=date(2026, 11, 24),
            reason="两个人现场看过",
            expected=opened,
            **typed,
        )
        print("done")
    except Stale as stale:
        print("stale", stale.message)


if __name__ == "__main__":
    main(*sys.argv[1:])
