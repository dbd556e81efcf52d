class Unfit(Exception):
    """The file is not taken; the sentence says what happened and what to do."""
