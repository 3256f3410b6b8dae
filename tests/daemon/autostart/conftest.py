from tests.usermanager import user_manager

__all__ = ["user_manager"]
