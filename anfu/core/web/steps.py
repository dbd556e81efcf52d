"""Numbers of things in five steps of a colour, as tile maps show them."""

STEPS = 5


def most_of(numbers: list[int]) -> int:
    """What the darkest step reaches; five at least, so that each step has its number."""
    return max(STEPS, *numbers)


def step_of(number: int, most: int) -> int:
    """1 to 5; 0 where there is nothing."""
    return -(-number * STEPS // most) if number else 0


def legend_of(most: int, unit: str) -> list[str]:
    """The words of the five steps, lowest first: 1–3 处."""
    tops = [most * step // STEPS for step in range(1, STEPS + 1)]
    lows = [1, *(top + 1 for top in tops[:-1])]
    return [
        f"{low}–{top} {unit}" if low < top else f"{top} {unit}" for low, top in zip(lows, tops, strict=True)
    ]
