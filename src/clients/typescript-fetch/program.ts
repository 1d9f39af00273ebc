// Runs jobs with the generated clients, and finds them in the history.
import assert from "node:assert/strict";
import { openAsBlob } from "node:fs";
import { dirname } from "node:path";
import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import * as flink from "./flink";
import * as history from "./history";
import * as seatunnel from "./seatunnel";

async function until(what: string, condition: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 90_000;
  while (!(await condition())) {
    assert(Date.now() < end, what + " in time");
    await setTimeout(100);
  }
}

/** The answer that a call is refused with. */
async function refusal(call: Promise<unknown>): Promise<Response> {
  return call.then(
    () => assert.fail("the call is not refused"),
    (error) => error.response,
  );
}

async function flinkJobs(jar: string, basePath: string): Promise<string[]> {
  const configuration = new flink.Configuration({ basePath });
  const jars = new flink.JarsApi(configuration);
  const jobs = new flink.JobsApi(configuration);
  const checkpoints = new flink.CheckpointsApi(configuration);
  const savepoints = new flink.SavepointsApi(configuration);

  const uploaded = await jars.uploadJar({ jarfile: new File([await openAsBlob(jar)], "job.jar") });
  const jarid = uploaded.filename.slice(uploaded.filename.lastIndexOf("/") + 1);
  assert(jarid.endsWith("job.jar"), "the jar keeps its name");
  const jarRunRequest = { programArgsList: ["--kind", "stream"], parallelism: 1 };
  const ids: string[] = [];
  for (let i = 0; i < 2; i++) {
    ids.push((await jars.runJar({ jarid, jarRunRequest })).jobid);
  }
  for (const jobid of ids) {
    await until("job runs", async () => (await jobs.getJob({ jobid })).state === "RUNNING");
    await until(
      "a checkpoint completes",
      async () => (await checkpoints.getJobCheckpoints({ jobid })).counts.completed > 0,
    );
    const job = await jobs.getJob({ jobid });
    assert(job.vertices.length > 0 && job.startTime > 0, "the job has details");
  }
  const jobid = ids[0];
  const targetDirectory = pathToFileURL(dirname(jar) + "/savepoints").href;
  const triggerid = (await savepoints.triggerSavepoint({ jobid, savepointRequest: { targetDirectory } })).requestId;
  const savepoint = async () => savepoints.getSavepointOperation({ jobid, triggerid });
  await until("the savepoint completes", async () => (await savepoint()).status.id === "COMPLETED");
  assert((await savepoint()).operation?.location?.includes("savepoints"), "the savepoint has a location");
  for (const jobid of ids) {
    await jobs.cancelJob({ jobid });
    await until("job is cancelled", async () => (await jobs.getJob({ jobid })).state === "CANCELED");
  }
  const refused = await refusal(jobs.getJob({ jobid: "0".repeat(32) }));
  const error = flink.ErrorResponseFromJSON(await refused.json());
  assert(refused.status === 404 && error.errors.length > 0, "the error is a model");
  return ids;
}

async function findInHistory(ids: string[], basePath: string): Promise<void> {
  const jobs = new history.JobsApi(new history.Configuration({ basePath }));
  const question = { engine: ["flink"], state: ["CANCELED", "FINISHED"] };
  const clusters = new Map<string, string>();
  await until("both jobs are found", async () => {
    let cursor: string | undefined;
    do {
      const page = await jobs.listJobs({ ...question, limit: 1, cursor });
      page.jobs.forEach((job) => clusters.set(job.jobId, job.cluster));
      cursor = page.cursor;
    } while (cursor);
    return ids.every((id) => clusters.has(id));
  });
  const cluster = clusters.get(ids[0])!;
  assert.equal((await jobs.getJob({ engine: "flink", cluster, jobId: ids[0] })).jobId, ids[0]);
  const exports = [await jobs.exportJobsAsCsv(question), await jobs.exportJobsAsNdjson(question)];
  for (const text of await Promise.all(exports.map((blob) => blob.text()))) {
    assert(ids.every((id) => text.includes(id)), "both jobs are exported");
  }
  const [left, right] = ids.map((id) => `flink/${clusters.get(id)}/${id}`);
  assert.equal((await jobs.compareJobs({ left, right })).right.jobId, ids[1]);
  const refused = await refusal(jobs.listJobs({ limit: 0 }));
  const error = history.ErrorResponseFromJSON(await refused.json());
  assert(refused.status === 400 && error.errors.length > 0, "the error is a model");
}

async function seaTunnelJob(basePath: string): Promise<void> {
  const configuration = new seatunnel.Configuration({ basePath });
  const operations = new seatunnel.OperationsApi(configuration);
  const jobs = new seatunnel.JobsApi(configuration);
  const jobConfig = {
    env: { "job.mode": "BATCH" },
    source: [
      { plugin_name: "FakeSource", result_table_name: "fake", "row.num": 5, schema: { fields: { name: "string" } } },
    ],
    transform: [],
    sink: [{ plugin_name: "Console", source_table_name: ["fake"] }],
  };
  const { jobId } = await operations.submitJob({ jobConfig, jobName: "by a TypeScript client" });
  await until("the SeaTunnel job finishes", async () => (await jobs.getJobInfo({ jobId })).jobStatus === "FINISHED");
  const source = [{ plugin_name: "NoSuchSource" }];
  const refused = await refusal(operations.submitJob({ jobConfig: { ...jobConfig, source } }));
  const error = seatunnel.ErrorResponseFromJSON(await refused.json());
  assert(refused.status === 400 && error.message.length > 0, "the error is a model");
}

async function main(jar: string, url: string): Promise<void> {
  const ids = await flinkJobs(jar, url);
  await findInHistory(ids, url);
  await seaTunnelJob(url);
  console.log("typescript-fetch: all calls passed");
}

main(process.argv[2], process.argv[3]);
