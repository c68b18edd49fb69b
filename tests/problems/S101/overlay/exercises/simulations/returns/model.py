def simulate(:
