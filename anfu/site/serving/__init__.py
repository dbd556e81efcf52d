"""Running the site: prepare the data, start web and worker as one group, stop them together."""
