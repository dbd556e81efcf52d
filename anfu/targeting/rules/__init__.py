"""The rules of 二(一), pure: an enterprise's facts on a day in, its classes with their reasons out.

Each rule says the same thing twice, for one enterprise (`judge`, with its explanation) and for many over time
(`periods`); a property test holds the two together.
"""
