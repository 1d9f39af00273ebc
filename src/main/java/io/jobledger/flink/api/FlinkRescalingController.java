package io.jobledger.flink.api;

import io.jobledger.flink.contract.RescalingController;
import io.jobledger.flink.wiring.FlinkKind;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import java.util.concurrent.CompletionStage;

/** Starts rescalings of jobs, and serves their state. */
@Controller
record FlinkRescalingController(FlinkKind answers) implements RescalingController {

    @Override
    public CompletionStage<HttpResponse<?>> rescaleJob(String jobid, Integer parallelism, HttpRequest<?> request) {
        return answers.asked(request).rescalings().rescale(jobid, parallelism, request);
    }

    @Override
    public CompletionStage<HttpResponse<?>> getRescaling(String jobid, String triggerid, HttpRequest<?> request) {
        return answers.asked(request).rescalings().status(jobid, triggerid);
    }
}
