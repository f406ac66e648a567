"""The room of the platform: accounts, policy, calendar, audit, backups, setting up."""
