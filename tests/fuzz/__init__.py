"""Coverage-guided fuzzing of every reader: ``python -m tests.fuzz html --seconds 120``; see CONTRIBUTING.

What it found once is kept, made small, in ``found/``, and replayed by a fast test that needs no fuzzer.
"""
