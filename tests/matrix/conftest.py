import logging
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Thousands of refusals are meant; nobody reads them in a log."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)
