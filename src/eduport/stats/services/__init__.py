"""What counts visits, closes days and stores figures."""
