"""The authorities elsewhere that a desk can follow, as this program speaks to them."""
