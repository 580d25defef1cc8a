"""The views, by what a person does: reading, writing, looking back, keeping order."""
