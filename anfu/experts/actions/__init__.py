"""What people do in the expert pool; each module holds the acts of one matter."""
