"""Services of the platform: accounts, audit, policy, calendar, search, settings."""
