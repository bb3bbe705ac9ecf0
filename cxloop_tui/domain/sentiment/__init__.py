"""What words say of somebody's mood, and what they are about: told by lists of words that anybody can read."""
