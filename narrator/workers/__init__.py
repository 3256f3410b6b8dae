"""Processes that can be ended: how one is started, spoken with and kept."""
