package io.jobledger.flink.api;

import io.jobledger.flink.contract.TaskManagersController;
import io.jobledger.flink.wiring.FlinkKind;
import io.micronaut.http.annotation.Controller;

/** Serves metrics and logs of the task managers, all answered by the engine. */
@Controller
record FlinkTaskManagersController(FlinkKind answers) implements TaskManagersController {}
