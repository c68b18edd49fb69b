"""The figures of the GateView exercise. Everything is invented; only the arithmetic is real."""

from __future__ import annotations

FACES_A_DAY = 60_000
LIST = 2_000
FALSE_MATCH = 1e-6
DAYS = 30
CONFIRMED = 7
FEE = 9


def false_alerts(faces: int, names: int, rate: float = FALSE_MATCH) -> float:
    """False alerts a day: each face is compared with each name on the list."""
    return faces * (1 - (1 - rate) ** names)


def numbers() -> dict[str, float]:
    """Every figure that the texts print."""
    a_day = false_alerts(FACES_A_DAY, LIST)
    in_pilot = round(a_day * DAYS)
    grown = false_alerts(FACES_A_DAY, 40_000)
    return {
        "faces": FACES_A_DAY,
        "list": LIST,
        "confirmed": CONFIRMED,
        "alerts_day": a_day,
        "alerts_pilot": in_pilot,
        "alerts_per_confirmed": in_pilot / CONFIRMED,
        "alerts_grown": grown,
        "alerts_capped": false_alerts(FACES_A_DAY, 300),
        "fee": FEE,
        "fee_pilot": in_pilot * FEE,
        "fee_per_confirmed": in_pilot * FEE / CONFIRMED,
        "fee_grown": round(grown) * DAYS * FEE,
    }
