"""Tables of the four powers: grants, affairs and what each kind of them says."""

from workbench.models.powers import affairs, commands, grants

__all__ = ["affairs", "commands", "grants"]
