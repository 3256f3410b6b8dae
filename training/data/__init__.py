"""Pictures and captions on their way to the network: data sets, caches of features, views and batches."""
