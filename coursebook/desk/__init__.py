"""The editor's desk: what is known of the courses, as figures and as one page."""
