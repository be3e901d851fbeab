"""What libraries ask of `support`."""
