package io.jobledger.seatunnel.api;

import io.jobledger.seatunnel.contract.MetricsController;
import io.micronaut.http.annotation.Controller;

/** Serves metrics of the engine's node. */
@Controller
record SeaTunnelMetricsController(SeaTunnelAnswers answers) implements MetricsController {}
