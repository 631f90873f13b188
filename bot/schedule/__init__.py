"""What runs by itself: when it is due, who does it, and what is posted."""
