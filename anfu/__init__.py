"""安服: a city's platform for work-safety social services. Evidence in, numbers out."""

__version__ = "0.1.0"
