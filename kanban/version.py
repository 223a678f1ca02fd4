"""The release, by semantic versioning. Written here only: tests/test_version.py names who repeats it."""

VERSION = "0.9.0"
