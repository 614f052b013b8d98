"""Whole archives: the same functions as a single build, in many processes, work by work, with nothing done twice."""
