from tests.usermanager import logged_manager, user_manager

__all__ = ["logged_manager", "user_manager"]
