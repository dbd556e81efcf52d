"""A person's own views of a list: nobody else sees them, and no figure comes from them."""

from django.db import transaction

from anfu.core.actor import Actor
from anfu.core.editions import edition_of, must_be_as_seen
from anfu.core.refusal import Refused
from anfu.registry.models import SavedView

PAGE = "enterprises"
MOST = 20
LONGEST = 500


@transaction.atomic
def save_view(name: str, query: str, *, actor: Actor) -> SavedView:
    """Keep the query of a list under a name; an own view of that name takes the new query."""
    title = _title(name)
    if len(query) > LONGEST:
        raise Refused("没有保存：筛选条件太多，放不下。请减少几项再存。")
    own = SavedView.objects.filter(owner_id=actor.user_id, page=PAGE)
    if own.exclude(name=title).count() >= MOST:
        raise Refused(f"没有保存：最多存 {MOST} 个视图。请先删掉不用的。")
    view, _ = SavedView.objects.update_or_create(
        owner_id=actor.user_id, page=PAGE, name=title, defaults={"query": query}
    )
    return view


@transaction.atomic
def rename_view(view: SavedView, name: str, *, version: str = "") -> None:
    """Give it another name; Refused where the owner has one of that name."""
    title, view = _title(name), _locked(view, version)
    if SavedView.objects.filter(owner=view.owner_id, page=view.page, name=title).exclude(pk=view.pk).exists():
        raise Refused(f"没有改名：你已有一个叫“{title}”的视图。请换一个名称。")
    view.name = title
    view.save(update_fields=["name"])


@transaction.atomic
def delete_view(view: SavedView, *, version: str = "") -> None:
    """Forget it; the enterprises in it stay as they are."""
    _locked(view, version).delete()


def _locked(view: SavedView, version: str) -> SavedView:
    now = SavedView.objects.select_for_update().filter(pk=view.pk).first()
    if now is None:
        raise Refused("这个视图已经删掉了。")
    must_be_as_seen(edition_of(now), version)
    return now


def _title(name: str) -> str:
    title = name.strip()
    if not 1 <= len(title) <= 40:
        raise Refused("没有保存：视图名称要有 1 到 40 个字。", field="name")
    return title
