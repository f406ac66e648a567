"""QR codes as plain squares, for whatever paints or prints them."""


def squares(text: str) -> tuple[tuple[bool, ...], ...]:
    """Return a QR code with a quiet edge, row by row; True is dark.

    Args:
        text: What it says.
    """
    import segno  # noqa: PLC0415 - only a paper with a code pays for it

    code = segno.make_qr(text, error="m")
    return tuple(tuple(map(bool, line)) for line in code.matrix_iter(border=2))
