"""What each form asks, foretells and does; pure, but for the `submit` it is given. `screens/form.py` shows them."""
