"""The words planted in tests/course that no participant may ever find."""

FORM_Y = ("PLANTED-FORMY-1A", "PLANTED-FORMY-VIGNETTE-2B", "PLANTED-FORMY-3C")
SECRETS = (
    "PLANTED-RUNSHEET-7Q", "PLANTED-PUSHBACK-3K", "PLANTED-SENSITIVE-8M", "PLANTED-RESCUE-2V",
    "PLANTED-ANSWERS-4T", "PLANTED-RETURN-6D",  # the six kinds of facilitator notes
    "PLANTED-PART-5F",  # a part for facilitators
    "PLANTED-GUIDE-9W", "PLANTED-GUIDEKEY-1C",  # facilitator.md
    "PLANTED-NOTEBOOK-5R",  # a notebook cell tagged facilitator
    "PLANTED-MODEL-0Z",  # the model of a long-fill-in question
    "PLANTED-HANDOUT-3H", "PLANTED-FOLDKEY-7J",  # keys of handouts
    *FORM_Y,
)  # fmt: skip
