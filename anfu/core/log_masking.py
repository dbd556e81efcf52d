"""Log lines go through the mask, whoever wrote them."""

import logging

from anfu.core.masks import in_text


class MaskingFilter(logging.Filter):
    """On the handlers, so that libraries' lines pass it too; a trace of an exception is masked as well."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always keeps the line."""
        record.msg, record.args = in_text(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        record.exc_text = in_text(record.exc_text) if record.exc_text else record.exc_text
        return True
