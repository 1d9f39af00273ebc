package io.jobledger.flink.api;

import io.jobledger.flink.contract.VerticesController;
import io.jobledger.flink.wiring.FlinkKind;
import io.micronaut.http.annotation.Controller;

/** Serves the vertices of a job, their subtasks and attempts. */
@Controller
record FlinkVerticesController(FlinkKind answers) implements VerticesController {}
