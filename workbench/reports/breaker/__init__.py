"""The one own line and page breaker: from a paper's model to its pages as they print.

``break_pages`` serves preview, printing and tests. It knows no screen: how wide signs
are is handed in.
"""

from workbench.reports.breaker.pages import break_pages, face_lines
from workbench.reports.breaker.rules import LIBREOFFICE, WORD, Rules
from workbench.reports.breaker.widths import SHIPPED, ShippedWidths, Widths

__all__ = [
    "LIBREOFFICE",
    "SHIPPED",
    "WORD",
    "Rules",
    "ShippedWidths",
    "Widths",
    "break_pages",
    "face_lines",
]
