"""What a journey through an empty platform begins with: one county officer, one enterprise. Prints the enterprise's code."""


def main() -> None:
    import django

    django.setup()
    from django.db import transaction

    from anfu.core import clock
    from anfu.core.actor import platform
    from anfu.core.ledger.guard import without_ledger
    from anfu.people.actions import add_user
    from anfu.registry.tests.factories import make_enterprise

    with transaction.atomic():
        add_user(
            "yongkang", "anfu-demo-2026", name="陈晓岚", office="永康市应急管理局", role="county_officer",
            division="330784", actor=platform(), on=clock.today(),
        )  # fmt: skip
    with without_ledger():
        print(make_enterprise(industry="2614", division="330784").organisation.uscc)


if __name__ == "__main__":
    main()
