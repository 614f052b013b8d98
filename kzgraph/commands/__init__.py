"""The commands of the command line, a module each, and the exit codes they end with."""

#: Everything was done.
DONE = 0
#: A graph does not conform to the shapes; what does not conform was not written.
NOT_CONFORMING = 1
#: Some inputs were refused; the others were built.
REFUSED = 3
#: Nothing could be done: no readable input, no place to write, a damaged graph.
FAILED = 4
