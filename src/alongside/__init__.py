"""Alongside: co-produced, mixed-methods survey research, from questions to action."""
