"""The release, by semantic versioning. tests/tooling/test_version.py names the files that repeat it."""

VERSION = "0.9.0"
