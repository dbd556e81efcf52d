"""Decoders of foreign files. They run only in a child process with little memory and time (`uploads.sandbox`).

Nothing here imports Django or another part of the platform: what a decoder cannot reach, a broken one cannot give away.
"""
