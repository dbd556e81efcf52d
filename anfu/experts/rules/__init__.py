"""Rules of experts: pure functions of facts and a day."""
