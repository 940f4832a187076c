"""The learned reader of attribution relations: a small network at run time, and the decoding of its scores."""
