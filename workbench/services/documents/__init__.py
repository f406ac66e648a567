"""The document room's services: number series, and the register of papers."""
