"""What a closed-loop ticket is and what may happen to it: values and pure functions, standard library only."""
