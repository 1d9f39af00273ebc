package io.jobledger.flink.api;

import io.jobledger.flink.contract.VerticesController;
import io.jobledger.flink.recorded.JobDocuments;
import io.micronaut.http.annotation.Controller;

/** Serves the vertices of a job, their subtasks and attempts. */
@Controller
record FlinkVerticesController(JobDocuments answers) implements VerticesController {}
