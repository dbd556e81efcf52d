from tests.matrix.conftest import quiet  # noqa: F401 - refusals by the thousand are meant here, too
