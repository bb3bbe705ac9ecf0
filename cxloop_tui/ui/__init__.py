"""The desk on screen. Only here are Textual and Rich known."""
