def run_screen(tabletop, course, words):
    return b"x"
