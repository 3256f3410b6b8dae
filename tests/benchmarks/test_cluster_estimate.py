from benchmarks.cluster_estimate import Collection, Measured, Prices, estimate


def test_it_is_the_arithmetic_of_what_was_measured() -> None:
    measured = Measured(speed=10.0, efficiency=0.5, part_bytes=200.0, start_seconds=100.0)
    collection = Collection(
        pictures=3_600_000,
        picture_bytes=500_000,
        shard_pictures=1000,
        cores=20,
        cores_a_machine=10,
        hours_to_failure=20.0,
    )
    prices = Prices(core_hour=0.1, million_reads=1.0, million_writes=10.0, gigabyte_month=0.5)
    shards, time, failures, data, network, cost, _ = estimate(measured, collection, prices)
    assert shards == "3,600,000 pictures are 3,600 shards of 1,000"
    assert time == "time: 10.0 hours on 20 cores, 200 core hours in all"
    # Two machines for ten hours lose one, and with it ten halves of a shard of 200 seconds.
    assert failures.startswith("failures: 1.0 machines of 2 lost, which costs 0.3 core hours (0.14 percent)")
    assert data == "data: 1,800 GB of pictures read, 0.7 GB of parts written"
    assert network == "network: 0.40 Gbit a second in all, 200 Mbit a second for each machine"
    assert cost.startswith("cost: 24 dollars (computing 20, reads 4, lists and writes 0.1)")
