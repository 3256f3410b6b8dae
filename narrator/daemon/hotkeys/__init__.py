"""Keys that work wherever the person is; one file for each way in which a system gives them."""
