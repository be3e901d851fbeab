"""The pages on which the central team looks at the sync and steers it."""
