"""Numbers of the small exercise."""


def numbers() -> dict[str, float]:
    """Books and flags of a busy day."""
    return {"books": 2_400, "flags": 2_400 / 100}
