"""Questions about pictures whose answers are known from what people wrote of them."""
