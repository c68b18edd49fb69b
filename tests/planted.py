"""The words planted in tests/course that no participant may ever find."""

FORM_Y = ("PLANTED-FORMY-1A", "PLANTED-FORMY-VIGNETTE-2B", "PLANTED-FORMY-3C")
DECKS = ("PLANTED-DECKUSE-2P", "PLANTED-DECKBACK-6L")  # how a deck is used, and a back
TABLETOP = (
    "PLANTED-TTWORRY-1W", "PLANTED-TTFACT-2F", "PLANTED-TTTASK-3T", "PLANTED-TTINJECT-4I",
    "PLANTED-TTEXPECT-5E", "PLANTED-TTAFTER-6A", "PLANTED-TTGUIDE-7G",
)  # fmt: skip
SCENARIO = "PLANTED-SCENARIO-4N"  # a facilitator's note of a scenario
WORKSHOP = ("PLANTED-WORKSHOPABOUT-8S", "PLANTED-WORKSHOPPLAN-3N")  # what facilitators do
SECRETS = (
    "PLANTED-RUNSHEET-7Q", "PLANTED-PUSHBACK-3K", "PLANTED-SENSITIVE-8M", "PLANTED-RESCUE-2V",
    "PLANTED-ANSWERS-4T", "PLANTED-RETURN-6D",  # the six kinds of facilitator notes
    "PLANTED-PART-5F",  # a part for facilitators
    "PLANTED-GUIDE-9W", "PLANTED-GUIDEKEY-1C",  # facilitator.md
    "PLANTED-NOTEBOOK-5R",  # a notebook cell tagged facilitator
    "PLANTED-MODEL-0Z",  # the model of a long-fill-in question
    "PLANTED-HANDOUT-3H", "PLANTED-FOLDKEY-7J",  # keys of handouts
    *DECKS,
    SCENARIO,
    *FORM_Y,
    *TABLETOP,
    *WORKSHOP,
)  # fmt: skip
