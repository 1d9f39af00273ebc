package io.jobledger.flink.api;

import io.jobledger.flink.contract.JobManagerController;
import io.jobledger.flink.wiring.FlinkKind;
import io.micronaut.http.annotation.Controller;

/** Serves settings, logs and metrics of the JobManager, all answered by the engine. */
@Controller
record FlinkJobManagerController(FlinkKind answers) implements JobManagerController {}
