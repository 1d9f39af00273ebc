package io.jobledger.connect.api;

import io.jobledger.connect.contract.json.TasksController;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import java.util.concurrent.CompletionStage;

/** Serves the tasks of connectors as JSON. */
@Controller("/connect-json")
record JsonTasksController(ConnectAnswers answers) implements TasksController {
    @Override
    public CompletionStage<HttpResponse<?>> getTaskStatus(String connectorName, Integer task, HttpRequest<?> request) {
        return answers.document(answers.json(request).taskStatus(connectorName, task));
    }

    @Override
    public CompletionStage<HttpResponse<?>> listTasks(String connectorName, HttpRequest<?> request) {
        return answers.document(answers.json(request).tasks(connectorName));
    }

    @Override
    public CompletionStage<HttpResponse<?>> restartTask(String connectorName, Integer task, HttpRequest<?> request) {
        return answers.document(answers.json(request).restart(connectorName, task));
    }
}
