"""Mail: letters are composed of what was done, kept for a while in which people can change them, and sent."""
