"""How notebooks are executed, here or on a cluster."""
