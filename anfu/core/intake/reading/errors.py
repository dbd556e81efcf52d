from anfu.core.refusal import Refused


class UnreadableFile(Refused):
    """The file as a whole cannot be read; the message says what happened and what to do."""
