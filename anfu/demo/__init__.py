"""The made-up city: enterprises, providers, contracts and findings that look like life and belong to nobody.

`city.generate` gives the city as columns, chunk by chunk, from a seed; it reads no clock and no database.
Every answer is a function of the seed, the name of the question and the number of the enterprise (`draws`);
neither the size of a chunk nor a question added later changes what was answered before.
"""
