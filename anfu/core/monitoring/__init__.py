"""What a machine watches from outside: health, metrics, and one log line for each request; never personal data."""
