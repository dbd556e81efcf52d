"""Letters that invite a town's enterprises, each with its own code, printed in one job."""
