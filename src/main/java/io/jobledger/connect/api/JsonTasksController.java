package io.jobledger.connect.api;

import io.jobledger.connect.contract.json.TasksController;
import io.jobledger.ledger.operations.OperationKind;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import java.util.concurrent.CompletionStage;

/** Serves the tasks of connectors as JSON. */
@Controller("/connect-json")
record JsonTasksController(ConnectAnswers answers) implements TasksController {
    @Override
    public CompletionStage<HttpResponse<?>> getTaskStatus(String connectorName, Integer task, HttpRequest<?> request) {
        return answers.document(
                request, api -> api.taskStatus(connectorName, task), past -> past.status(connectorName, task));
    }

    @Override
    public CompletionStage<HttpResponse<?>> listTasks(String connectorName, HttpRequest<?> request) {
        return answers.document(request, api -> api.tasks(connectorName), past -> past.tasks(connectorName));
    }

    @Override
    public CompletionStage<HttpResponse<?>> restartTask(String connectorName, Integer task, HttpRequest<?> request) {
        return answers.document(
                request, OperationKind.RESTART, connectorName, task, null, api -> api.restart(connectorName, task));
    }
}
