"""The made-up city on the command line."""

import time
from datetime import date
from typing import Annotated

import typer
from rich.progress import Progress

from anfu.cli.output import as_json, console, day, errors, plain_errors
from anfu.core import clock
from anfu.demo import accounts, office
from anfu.demo.load import load_city
from anfu.demo.load.agreements import load_contracts
from anfu.demo.load.experts import load_experts
from anfu.demo.office import experts as experts_lately
from anfu.demo.office import institutions as institutions_lately
from anfu.demo.office import market as market_lately
from anfu.registry.models import Enterprise

app = typer.Typer(no_args_is_help=True, help="演示城市（企业、人员、合同都是编的）。")
ENTERPRISES, SEED = 2000, 7


@app.callback()
def _demo() -> None:
    pass


@app.command()
def load(
    enterprises: Annotated[int, typer.Option(help="企业家数")] = ENTERPRISES,
    seed: Annotated[int, typer.Option(help="种子：同一个数得到同一座城")] = SEED,
    on: Annotated[str, typer.Option(help="算到哪一天（缺省今天）")] = "",
    json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
) -> None:
    """Load the made-up city into an empty database."""
    with plain_errors():
        start = time.monotonic()
        loaded = _load(enterprises, seed, day(on))
        seconds = round(time.monotonic() - start, 1)
    if json:
        as_json({"enterprises": loaded, "seed": seed, "seconds": seconds})
    else:
        console.print(f"已载入 {loaded} 家编造的企业，用时 {seconds} 秒。")


def load_once() -> None:
    """The demo city, its accounts and what its officers did lately, each unless it is there already."""
    if not Enterprise.objects.exists():
        _load(ENTERPRISES, SEED, clock.today())
    accounts.load()
    office.work(enterprises=ENTERPRISES, seed=SEED)
    experts_lately.work()
    institutions_lately.work()
    load_contracts(clock.today())
    market_lately.work()


def _load(enterprises: int, seed: int, today: date) -> int:
    with Progress(console=errors, transient=True) as bar:
        task = bar.add_task("载入演示城市", total=enterprises)

        def told(done: int, total: int, note: str = "") -> None:
            bar.update(task, completed=done, total=total, description=note)

        loaded = load_city(enterprises=enterprises, seed=seed, today=today, told=told)
    load_experts(seed, today)
    return loaded
