"""The running bot: started, looked at, logged, and stopped."""
