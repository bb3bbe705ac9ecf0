"""Pure drawing: from a view model and a width to Strips and pieces of lines."""
