<?php
// Runs jobs with the generated clients, and finds them in the history.

[, $clients, $url] = $argv;
require 'GuzzleHttp/autoload.php';
spl_autoload_register(function (string $class) use ($clients) {
    $parts = explode('\\', $class, 2);
    $file = $clients . '/' . strtolower(preg_replace('/Client$/', '', $parts[0])) . '/lib/'
        . str_replace('\\', '/', $parts[1] ?? '') . '.php';
    if (is_file($file)) {
        require $file;
    }
});

function check(bool $holds, string $what): void
{
    if (!$holds) {
        throw new RuntimeException("not so: $what");
    }
}

function wait(string $what, callable $condition): void
{
    for ($end = time() + 90; !$condition(); usleep(100000)) {
        check(time() < $end, "$what in time");
    }
}

function flinkJobs(string $jar, string $url): array
{
    $configuration = (new FlinkClient\Configuration())->setHost($url);
    $jars = new FlinkClient\Api\JarsApi(null, $configuration);
    $jobs = new FlinkClient\Api\JobsApi(null, $configuration);
    $checkpoints = new FlinkClient\Api\CheckpointsApi(null, $configuration);
    $name = basename($jars->uploadJar(new SplFileObject($jar))->getFilename());
    $request = new FlinkClient\Model\JarRunRequest(
        ['program_args_list' => ['--kind', 'stream'], 'parallelism' => 1]);
    $ids = [];
    for ($i = 0; $i < 2; $i++) {
        $ids[] = $jars->runJar($name, jar_run_request: $request)->getJobid();
    }
    foreach ($ids as $id) {
        wait('job runs', fn() => $jobs->getJob($id)->getState() === 'RUNNING');
        wait('a checkpoint completes',
            fn() => $checkpoints->getJobCheckpoints($id)->getCounts()->getCompleted() > 0);
    }
    foreach ($ids as $id) {
        $jobs->cancelJob($id);
        wait('job is cancelled', fn() => $jobs->getJob($id)->getState() === 'CANCELED');
    }
    try {
        $jobs->getJob(str_repeat('0', 32));
        check(false, 'an unknown job is refused');
    } catch (FlinkClient\ApiException $e) {
        check($e->getCode() === 404, '404 of an unknown job');
        $error = $e->getResponseObject();
        check($error instanceof FlinkClient\Model\ErrorResponse && $error->getErrors(), 'the error is a model');
    }
    return $ids;
}

function findInHistory(array $ids, string $url): void
{
    $jobs = new HistoryClient\Api\JobsApi(null, (new HistoryClient\Configuration())->setHost($url));
    $clusters = [];
    wait('both jobs are found', function () use ($jobs, $ids, &$clusters) {
        $cursor = null;
        do {
            $page = $jobs->listJobs(engine: ['flink'], state: ['CANCELED', 'FINISHED'], limit: 1, cursor: $cursor);
            foreach ($page->getJobs() as $job) {
                $clusters[$job->getJobId()] = $job->getCluster();
            }
            $cursor = $page->getCursor();
        } while ($cursor !== null);
        return isset($clusters[$ids[0]], $clusters[$ids[1]]);
    });
    [$left, $right] = array_map(fn($id) => "flink/{$clusters[$id]}/$id", $ids);
    check($jobs->compareJobs($left, $right)->getRight()->getJobId() === $ids[1], 'the right job is compared');
}

function seaTunnelJob(string $url): void
{
    $configuration = (new SeatunnelClient\Configuration())->setHost($url);
    $jobs = new SeatunnelClient\Api\JobsApi(null, $configuration);
    $config = new SeatunnelClient\Model\JobConfig([
        'env' => ['job.mode' => 'BATCH'],
        'source' => [['plugin_name' => 'FakeSource', 'result_table_name' => 'fake', 'row.num' => 5,
            'schema' => ['fields' => ['name' => 'string']]]],
        'transform' => [],
        'sink' => [['plugin_name' => 'Console', 'source_table_name' => ['fake']]],
    ]);
    $operations = new SeatunnelClient\Api\OperationsApi(null, $configuration);
    $id = $operations->submitJob($config, job_name: 'by a PHP client')->getJobId();
    wait('the SeaTunnel job finishes', fn() => $jobs->getJobInfo($id)->getJobStatus() === 'FINISHED');
}

$ids = flinkJobs("$clients/job.jar", $url);
findInHistory($ids, $url);
seaTunnelJob($url);
echo "php: all calls passed\n";
