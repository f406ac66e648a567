"""What a person's pages remember: filters, columns, drafts. Sealed, not audited."""

import json
from typing import Any

import sqlalchemy as sa

from workbench.access import Permission
from workbench.desk import Work, chartered
from workbench.models.platform import Preference


@chartered(Permission.PLATFORM_DESK_USE, title="记住页面设置", quiet=True)
def remember(work: Work, *, name: str, value: Any) -> None:
    """Keep something for the person's next visit; None forgets it.

    Args:
        work: Whose preference.
        name: Which page's which thing, as ``people/filter``.
        value: Anything JSON can say.
    """
    key = (work.actor.account_id, name)
    row = work.session.get(Preference, key)
    if value is None:
        if row is not None:
            work.session.delete(row)
        return
    sealed = work.secrets.seal(json.dumps(value, ensure_ascii=False))
    if row is None:
        work.session.add(Preference(account_id=key[0], name=name, sealed=sealed))
    else:
        row.sealed = sealed


@chartered(Permission.PLATFORM_DESK_USE)
def remembered(work: Work) -> dict[str, Any]:
    """Return everything the person's pages remember, by name."""
    found = work.session.execute(
        sa.select(Preference.name, Preference.sealed).where(
            Preference.account_id == work.actor.account_id
        )
    )
    return {name: json.loads(work.secrets.open(sealed)) for name, sealed in found}
