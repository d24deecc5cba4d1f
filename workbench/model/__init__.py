"""Nouns: frozen values, checked when made, that know nothing of files, plugins or screens."""
