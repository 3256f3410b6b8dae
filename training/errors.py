"""What can go wrong in training, each with one sentence that says what to do."""


class TrainingError(Exception):
    """Training cannot go on; the message says why and what to do."""


class DatasetError(TrainingError):
    """A data set is incomplete or not laid out as expected."""


class ConfigError(TrainingError):
    """A configuration file holds something that no setting is called, or of the wrong kind."""


class MetricError(TrainingError):
    """A metric needs a program that is not there or that failed."""
