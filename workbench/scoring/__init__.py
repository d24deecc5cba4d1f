"""Verbs: frames in, frames out. Nothing here reads a file, knows a plugin or draws a picture."""
