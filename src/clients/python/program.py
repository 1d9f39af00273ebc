"""Runs jobs with the generated clients, and finds them in the history."""

import sys
import time

import flink_client
import history_client
import seatunnel_client


def wait(what, condition):
    end = time.monotonic() + 90
    while not condition():
        assert time.monotonic() < end, what + " in time"
        time.sleep(0.1)


def flink_jobs(jar, url):
    client = flink_client.ApiClient(flink_client.Configuration(host=url))
    jars = flink_client.JarsApi(client)
    jobs = flink_client.JobsApi(client)
    checkpoints = flink_client.CheckpointsApi(client)
    name = jars.upload_jar(jar).filename.rsplit("/", 1)[1]
    request = flink_client.JarRunRequest(program_args_list=["--kind", "stream"], parallelism=1)
    ids = [jars.run_jar(name, jar_run_request=request).jobid for _ in range(2)]
    for id in ids:
        wait("job runs", lambda: jobs.get_job(id).state == "RUNNING")
        wait("a checkpoint completes", lambda: checkpoints.get_job_checkpoints(id).counts.completed > 0)
    for id in ids:
        jobs.cancel_job(id)
        wait("job is cancelled", lambda: jobs.get_job(id).state == "CANCELED")
    try:
        jobs.get_job("0" * 32)
        raise AssertionError("an unknown job is found")
    except flink_client.exceptions.NotFoundException as refused:
        assert isinstance(refused.data, flink_client.ErrorResponse) and refused.data.errors
    return ids


def find_in_history(ids, url):
    jobs = history_client.JobsApi(history_client.ApiClient(history_client.Configuration(host=url)))
    clusters = {}

    def found():
        cursor = None
        while True:
            page = jobs.list_jobs(engine=["flink"], state=["CANCELED", "FINISHED"], limit=1, cursor=cursor)
            clusters.update({job.job_id: job.cluster for job in page.jobs})
            cursor = page.cursor
            if cursor is None:
                return all(id in clusters for id in ids)

    wait("both jobs are found", found)
    left, right = (f"flink/{clusters[id]}/{id}" for id in ids)
    assert jobs.compare_jobs(left, right).right.job_id == ids[1]


def seatunnel_job(url):
    client = seatunnel_client.ApiClient(seatunnel_client.Configuration(host=url))
    jobs = seatunnel_client.JobsApi(client)
    config = seatunnel_client.JobConfig(
        env={"job.mode": "BATCH"},
        source=[{"plugin_name": "FakeSource", "result_table_name": "fake", "row.num": 5,
                 "schema": {"fields": {"name": "string"}}}],
        transform=[],
        sink=[{"plugin_name": "Console", "source_table_name": ["fake"]}])
    id = seatunnel_client.OperationsApi(client).submit_job(config, job_name="by a Python client").job_id
    wait("the SeaTunnel job finishes", lambda: jobs.get_job_info(id).job_status == "FINISHED")


ids = flink_jobs(sys.argv[1], sys.argv[2])
find_in_history(ids, sys.argv[2])
seatunnel_job(sys.argv[2])
print("python: all calls passed")
