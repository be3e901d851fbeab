"""The status page and its feeds; managing what stands on it."""
