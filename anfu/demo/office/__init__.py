"""What a county's officer did lately, through the same actions as on the pages, so that every page has life."""

from anfu.demo.office.days import work

__all__ = ["work"]
