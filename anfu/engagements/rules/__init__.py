"""Rules of service relations: pure functions of a day."""
