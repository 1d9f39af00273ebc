package io.jobledger.flink.api;

import io.jobledger.flink.contract.TaskManagersController;
import io.jobledger.flink.recorded.JobDocuments;
import io.micronaut.http.annotation.Controller;

/** Serves metrics and logs of the task managers, all answered by the engine. */
@Controller
record FlinkTaskManagersController(JobDocuments answers) implements TaskManagersController {}
