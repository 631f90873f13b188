"""What stands in forms: read, kept between steps, and turned into requests to the desk."""
