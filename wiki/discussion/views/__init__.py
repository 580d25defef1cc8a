"""Talk, in the browser."""
