// Runs jobs with the generated clients, and finds them in the history.
import assert from "node:assert/strict";
import { openAsBlob } from "node:fs";
import { dirname } from "node:path";
import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import * as flink from "./flink";
import { client as flinkClient } from "./flink/client.gen";
import * as history from "./history";
import { client as historyClient } from "./history/client.gen";
import * as seatunnel from "./seatunnel";
import { client as seatunnelClient } from "./seatunnel/client.gen";

async function until(what: string, condition: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 90_000;
  while (!(await condition())) {
    assert(Date.now() < end, what + " in time");
    await setTimeout(100);
  }
}

/** The data of an answer, which must not be an error. */
async function must<T>(call: Promise<{ data: T; error: unknown }>): Promise<NonNullable<T>> {
  const { data, error } = await call;
  assert(data, JSON.stringify(error));
  return data;
}

async function flinkJobs(jar: string, baseUrl: string): Promise<string[]> {
  flinkClient.setConfig({ baseUrl });
  const job = (jobid: string) => must(flink.getJob({ path: { jobid } }));

  const jarfile = new File([await openAsBlob(jar)], "job.jar");
  const uploaded = await must(flink.uploadJar({ body: { jarfile } }));
  const jarid = uploaded.filename.slice(uploaded.filename.lastIndexOf("/") + 1);
  assert(jarid.endsWith("job.jar"), "the jar keeps its name");
  const body = { programArgsList: ["--kind", "stream"], parallelism: 1 };
  const ids: string[] = [];
  for (let i = 0; i < 2; i++) {
    ids.push((await must(flink.runJar({ path: { jarid }, body }))).jobid);
  }
  for (const jobid of ids) {
    const path = { jobid };
    await until("job runs", async () => (await job(jobid)).state === "RUNNING");
    await until(
      "a checkpoint completes",
      async () => (await must(flink.getJobCheckpoints({ path }))).counts.completed > 0,
    );
    const details = await job(jobid);
    assert(details.vertices.length > 0 && details["start-time"] > 0, "it has details");
  }
  const path = { jobid: ids[0] };
  const target = { "target-directory": pathToFileURL(dirname(jar) + "/savepoints").href };
  const triggerid = (await must(flink.triggerSavepoint({ path, body: target })))["request-id"];
  const savepoint = () => must(flink.getSavepointOperation({ path: { ...path, triggerid } }));
  await until("the savepoint completes", async () => (await savepoint()).status.id === "COMPLETED");
  assert((await savepoint()).operation?.location?.includes("savepoints"), "the savepoint has a location");
  for (const jobid of ids) {
    await must(flink.cancelJob({ path: { jobid } }));
    await until("job is cancelled", async () => (await job(jobid)).state === "CANCELED");
  }
  const refused = await flink.getJob({ path: { jobid: "0".repeat(32) } });
  assert(refused.response?.status === 404 && refused.error!.errors.length > 0, "the error is a model");
  return ids;
}

async function findInHistory(ids: string[], baseUrl: string): Promise<void> {
  historyClient.setConfig({ baseUrl });
  const question = { engine: ["flink"], state: ["CANCELED", "FINISHED"] };
  const clusters = new Map<string, string>();
  await until("both jobs are found", async () => {
    let cursor: string | undefined;
    do {
      const page: history.JobPage = await must(history.listJobs({ query: { ...question, limit: 1, cursor } }));
      page.jobs.forEach((job) => clusters.set(job.jobId, job.cluster));
      cursor = page.cursor;
    } while (cursor);
    return ids.every((id) => clusters.has(id));
  });
  const path = { engine: "flink", cluster: clusters.get(ids[0])!, jobId: ids[0] };
  assert.equal((await must(history.getJob({ path }))).jobId, ids[0]);
  const exports = [
    await must(history.exportJobsAsCsv({ query: question, parseAs: "blob" })),
    await must(history.exportJobsAsNdjson({ query: question, parseAs: "blob" })),
  ];
  for (const text of await Promise.all(exports.map((blob) => blob.text()))) {
    assert(ids.every((id) => text.includes(id)), "both jobs are exported");
  }
  const [left, right] = ids.map((id) => `flink/${clusters.get(id)}/${id}`);
  assert.equal((await must(history.compareJobs({ query: { left, right } }))).right.jobId, ids[1]);
  const refused = await history.listJobs({ query: { limit: 0 } });
  assert(refused.response?.status === 400 && refused.error!.errors.length > 0, "the error is a model");
}

async function seaTunnelJob(baseUrl: string): Promise<void> {
  seatunnelClient.setConfig({ baseUrl });
  const body = {
    env: { "job.mode": "BATCH" },
    source: [
      { plugin_name: "FakeSource", result_table_name: "fake", "row.num": 5, schema: { fields: { name: "string" } } },
    ],
    transform: [],
    sink: [{ plugin_name: "Console", source_table_name: ["fake"] }],
  };
  const { jobId } = await must(seatunnel.submitJob({ query: { jobName: "by a TypeScript client" }, body }));
  await until(
    "the SeaTunnel job finishes",
    async () => (await must(seatunnel.getJobInfo({ path: { jobId } }))).jobStatus === "FINISHED",
  );
  const source = [{ plugin_name: "NoSuchSource" }];
  const refused = await seatunnel.submitJob({ body: { ...body, source } });
  assert(refused.response?.status === 400 && refused.error!.message.length > 0, "the error is a model");
}

async function main(jar: string, url: string): Promise<void> {
  const ids = await flinkJobs(jar, url);
  await findInHistory(ids, url);
  await seaTunnelJob(url);
  console.log("typescript-hey-api: all calls passed");
}

main(process.argv[2], process.argv[3]);
