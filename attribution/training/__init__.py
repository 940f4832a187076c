"""Learning what the package carries as weights; needs the extra `train`."""
