"""Templates of replies: three steps of a closed loop, each in several languages."""
