"""Pages of training: for everybody, for the own seats, for heads, for planning."""
