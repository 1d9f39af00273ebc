// Runs jobs with the generated clients, and finds them in the history.
import assert from "node:assert/strict";
import { openAsBlob } from "node:fs";
import { dirname } from "node:path";
import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import createClient from "openapi-fetch";
import type { paths as Flink } from "./flink";
import type { paths as History } from "./history";
import type { paths as SeaTunnel } from "./seatunnel";

async function until(what: string, condition: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 90_000;
  while (!(await condition())) {
    assert(Date.now() < end, what + " in time");
    await setTimeout(100);
  }
}

/** The data of an answer, which must not be an error. */
async function must<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call;
  assert(data !== undefined, `${response.url}: ${response.status} ${JSON.stringify(error)}`);
  return data;
}

async function flinkJobs(jar: string, baseUrl: string): Promise<string[]> {
  const client = createClient<Flink>({ baseUrl });
  const job = (jobid: string) => must(client.GET("/jobs/{jobid}", { params: { path: { jobid } } }));

  const form = new FormData();
  form.append("jarfile", await openAsBlob(jar), "job.jar");
  const uploaded = await must(client.POST("/jars/upload", { body: { jarfile: "" }, bodySerializer: () => form }));
  const jarid = uploaded.filename.slice(uploaded.filename.lastIndexOf("/") + 1);
  assert(jarid.endsWith("job.jar"), "the jar keeps its name");
  const body = { programArgsList: ["--kind", "stream"], parallelism: 1 };
  const ids: string[] = [];
  for (let i = 0; i < 2; i++) {
    ids.push((await must(client.POST("/jars/{jarid}/run", { params: { path: { jarid } }, body }))).jobid);
  }
  for (const jobid of ids) {
    const path = { jobid };
    await until("job runs", async () => (await job(jobid)).state === "RUNNING");
    await until("a checkpoint completes", async () => {
      const checkpoints = await must(client.GET("/jobs/{jobid}/checkpoints", { params: { path } }));
      return checkpoints.counts.completed > 0;
    });
    const details = await job(jobid);
    assert(details.vertices.length > 0 && details["start-time"] > 0, "it has details");
  }
  const path = { jobid: ids[0] };
  const target = { "target-directory": pathToFileURL(dirname(jar) + "/savepoints").href };
  const triggered = await must(client.POST("/jobs/{jobid}/savepoints", { params: { path }, body: target }));
  const trigger = { ...path, triggerid: triggered["request-id"] };
  const savepoint = () => must(client.GET("/jobs/{jobid}/savepoints/{triggerid}", { params: { path: trigger } }));
  await until("the savepoint completes", async () => (await savepoint()).status.id === "COMPLETED");
  assert((await savepoint()).operation?.location?.includes("savepoints"), "the savepoint has a location");
  for (const jobid of ids) {
    await must(client.DELETE("/jobs/{jobid}/cancel", { params: { path: { jobid } } }));
    await until("job is cancelled", async () => (await job(jobid)).state === "CANCELED");
  }
  const refused = await client.GET("/jobs/{jobid}", { params: { path: { jobid: "0".repeat(32) } } });
  assert(refused.response.status === 404 && refused.error!.errors.length > 0, "the error is a model");
  return ids;
}

async function findInHistory(ids: string[], baseUrl: string): Promise<void> {
  const client = createClient<History>({ baseUrl });
  const question = { engine: ["flink"], state: ["CANCELED", "FINISHED"] };
  const clusters = new Map<string, string>();
  await until("both jobs are found", async () => {
    let cursor: string | undefined;
    do {
      const query = { ...question, limit: 1, cursor };
      const page = await must(client.GET("/history/jobs", { params: { query } }));
      page.jobs.forEach((job) => clusters.set(job.jobId, job.cluster));
      cursor = page.cursor;
    } while (cursor);
    return ids.every((id) => clusters.has(id));
  });
  const path = { engine: "flink", cluster: clusters.get(ids[0])!, jobId: ids[0] };
  const found = await must(client.GET("/history/jobs/{engine}/{cluster}/{jobId}", { params: { path } }));
  assert.equal(found.jobId, ids[0]);
  const params = { query: question };
  const exports = [
    await must(client.GET("/history/jobs.csv", { params, parseAs: "text" })),
    await must(client.GET("/history/jobs.ndjson", { params, parseAs: "text" })),
  ];
  for (const text of exports) {
    assert(ids.every((id) => text.includes(id)), "both jobs are exported");
  }
  const [left, right] = ids.map((id) => `flink/${clusters.get(id)}/${id}`);
  const compared = await must(client.GET("/history/compare", { params: { query: { left, right } } }));
  assert.equal(compared.right.jobId, ids[1]);
  const refused = await client.GET("/history/jobs", { params: { query: { limit: 0 } } });
  assert(refused.response.status === 400 && refused.error!.errors.length > 0, "the error is a model");
}

async function seaTunnelJob(baseUrl: string): Promise<void> {
  const client = createClient<SeaTunnel>({ baseUrl });
  const body = {
    env: { "job.mode": "BATCH" },
    source: [
      { plugin_name: "FakeSource", result_table_name: "fake", "row.num": 5, schema: { fields: { name: "string" } } },
    ],
    transform: [],
    sink: [{ plugin_name: "Console", source_table_name: ["fake"] }],
  };
  const query = { jobName: "by a TypeScript client" };
  const { jobId } = await must(client.POST("/hazelcast/rest/maps/submit-job", { params: { query }, body }));
  await until("the SeaTunnel job finishes", async () => {
    const info = await must(client.GET("/hazelcast/rest/maps/job-info/{jobId}", { params: { path: { jobId } } }));
    return info.jobStatus === "FINISHED";
  });
  const source = [{ plugin_name: "NoSuchSource" }];
  const refused = await client.POST("/hazelcast/rest/maps/submit-job", { body: { ...body, source } });
  assert(refused.response.status === 400 && refused.error!.message.length > 0, "the error is a model");
}

async function main(jar: string, url: string): Promise<void> {
  const ids = await flinkJobs(jar, url);
  await findInHistory(ids, url);
  await seaTunnelJob(url);
  console.log("typescript-openapi-fetch: all calls passed");
}

main(process.argv[2], process.argv[3]);
