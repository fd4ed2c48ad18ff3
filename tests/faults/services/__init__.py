"""Services: every act a person can do, over a real store."""
