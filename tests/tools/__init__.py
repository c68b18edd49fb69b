"""What the tests use to look at outputs: a browser, servers, an LMS, validators."""
