// Runs jobs with the generated clients, and finds them in the history.

import flink.apis.CheckpointsApi
import flink.apis.JarsApi
import flink.apis.SavepointsApi
import flink.infrastructure.ClientError
import flink.infrastructure.ClientException
import flink.infrastructure.Serializer
import flink.models.ErrorResponse
import flink.models.JarRunRequest
import flink.models.SavepointRequest
import java.io.File
import seatunnel.apis.OperationsApi
import seatunnel.models.JobConfig

fun main(args: Array<String>) {
    val ids = flinkJobs(File(args[0]), args[1])
    findInHistory(ids, args[1])
    seaTunnelJob(args[1])
    println("kotlin: all calls passed")
}

fun await(what: String, condition: () -> Boolean) {
    val end = System.nanoTime() + 90_000_000_000
    while (!condition()) {
        check(System.nanoTime() < end) { "not so: $what in time" }
        Thread.sleep(100)
    }
}

fun flinkJobs(jar: File, url: String): List<String> {
    val jars = JarsApi(url)
    val jobs = flink.apis.JobsApi(url)
    val checkpoints = CheckpointsApi(url)
    val savepoints = SavepointsApi(url)
    val name = jars.uploadJar(jar).filename.substringAfterLast("/")
    val request = JarRunRequest(programArgsList = listOf("--kind", "stream"), parallelism = 1)
    val ids = List(2) { jars.runJar(name, jarRunRequest = request).jobid }
    for (id in ids) {
        await("job runs") { jobs.getJob(id).state == "RUNNING" }
        check(jobs.getJob(id).vertices.isNotEmpty()) { "a job has vertices" }
        await("a checkpoint completes") { checkpoints.getJobCheckpoints(id).counts.completed > 0 }
    }
    val target = SavepointRequest(targetDirectory = File(jar.parentFile, "savepoints").toURI().toString())
    val savepoint = savepoints.triggerSavepoint(ids[0], target).requestId
    await("a savepoint completes") {
        val operation = savepoints.getSavepointOperation(ids[0], savepoint)
        operation.status.id == "COMPLETED" && operation.operation?.location != null
    }
    for (id in ids) {
        jobs.cancelJob(id)
        await("job is cancelled") { jobs.getJob(id).state == "CANCELED" }
    }
    val refused = runCatching { jobs.getJob("0".repeat(32)) }.exceptionOrNull() as ClientException
    check(refused.statusCode == 404) { "404 of an unknown job" }
    val body = (refused.response as ClientError<*>).body as String
    val error = Serializer.moshi.adapter(ErrorResponse::class.java).fromJson(body)!!
    check(error.errors.isNotEmpty()) { "the error is a model" }
    return ids
}

fun findInHistory(ids: List<String>, url: String) {
    val jobs = history.apis.JobsApi(url)
    val clusters = HashMap<String, String>()
    val engines = listOf("flink")
    val states = listOf("CANCELED", "FINISHED")
    await("both jobs are found") {
        var cursor: String? = null
        do {
            val page = jobs.listJobs(engine = engines, state = states, limit = 1, cursor = cursor)
            page.jobs.forEach { clusters[it.jobId] = it.cluster }
            cursor = page.cursor
        } while (cursor != null)
        clusters.keys.containsAll(ids)
    }
    val export = jobs.exportJobsAsNdjson(engine = engines, state = states).readText()
    check(ids.all { it in export }) { "both jobs are exported" }
    val (left, right) = ids.map { "flink/${clusters[it]}/$it" }
    check(jobs.compareJobs(left, right).right.jobId == ids[1]) { "the right job is compared" }
}

fun seaTunnelJob(url: String) {
    val jobs = seatunnel.apis.JobsApi(url)
    val config = JobConfig(
        env = mapOf("job.mode" to "BATCH"),
        source = listOf(
            mapOf(
                "plugin_name" to "FakeSource", "result_table_name" to "fake", "row.num" to 5,
                "schema" to mapOf("fields" to mapOf("name" to "string")),
            ),
        ),
        transform = listOf(),
        sink = listOf(mapOf("plugin_name" to "Console", "source_table_name" to listOf("fake"))),
    )
    val id = OperationsApi(url).submitJob(config, jobName = "by a Kotlin client").jobId
    await("the SeaTunnel job finishes") { jobs.getJobInfo(id).jobStatus == "FINISHED" }
}
