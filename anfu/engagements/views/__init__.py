"""Pages of service relations."""

from anfu.engagements.views.changing import end, evidence, retract, start
from anfu.engagements.views.listing import engagement_list
from anfu.engagements.views.new import new
from anfu.engagements.views.one import engagement, file

__all__ = ["end", "engagement", "engagement_list", "evidence", "file", "new", "retract", "start"]
