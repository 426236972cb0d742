"""Ways to run Mend."""
