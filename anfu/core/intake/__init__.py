"""What every import stands on: hostile table files into frames, and the shape of what is wrong with a row."""
