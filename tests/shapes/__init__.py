"""Tests of the shapes: each constraint is shown to fail, and to fail alone."""
