"""All tests of Alliance."""
