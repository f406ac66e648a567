"""The tables. Importing this package makes the metadata complete."""

from workbench.models import documents, platform, powers, roster, search
from workbench.models.base import Base

__all__ = ["Base", "documents", "platform", "powers", "roster", "search"]
