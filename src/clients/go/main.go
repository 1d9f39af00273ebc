// Runs jobs with the generated clients, and finds them in the history.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"strings"
	"time"

	"clients/flink"
	"clients/history"
	"clients/seatunnel"
)

var ctx = context.Background()

func must[T any](value T, _ any, err error) T {
	if err != nil {
		log.Fatalf("%T: %v", value, err)
	}
	return value
}

func check(holds bool, what string) {
	if !holds {
		log.Fatal("not so: " + what)
	}
}

func await(what string, condition func() bool) {
	for end := time.Now().Add(90 * time.Second); !condition(); time.Sleep(100 * time.Millisecond) {
		check(time.Now().Before(end), what+" in time")
	}
}

func main() {
	jar, url := os.Args[1], os.Args[2]
	ids := flinkJobs(jar, url)
	findInHistory(ids, url)
	seaTunnelJob(url)
	fmt.Println("go: all calls passed")
}

func flinkJobs(jar string, url string) []string {
	configuration := flink.NewConfiguration()
	configuration.Servers = flink.ServerConfigurations{{URL: url}}
	client := flink.NewAPIClient(configuration)

	file, err := os.Open(jar)
	must(file, nil, err)
	uploaded := must(client.JarsAPI.UploadJar(ctx).Jarfile(file).Execute())
	name := uploaded.Filename[strings.LastIndex(uploaded.Filename, "/")+1:]
	var ids []string
	for i := 0; i < 2; i++ {
		request := flink.NewJarRunRequest()
		request.ProgramArgsList = []string{"--kind", "stream"}
		request.SetParallelism(1)
		ids = append(ids, must(client.JarsAPI.RunJar(ctx, name).JarRunRequest(*request).Execute()).Jobid)
	}
	for _, id := range ids {
		await("job runs", func() bool { return must(client.JobsAPI.GetJob(ctx, id).Execute()).State == "RUNNING" })
		await("a checkpoint completes", func() bool {
			return must(client.CheckpointsAPI.GetJobCheckpoints(ctx, id).Execute()).Counts.Completed > 0
		})
	}
	for _, id := range ids {
		must(client.JobsAPI.CancelJob(ctx, id).Execute())
		await("job is cancelled", func() bool { return must(client.JobsAPI.GetJob(ctx, id).Execute()).State == "CANCELED" })
	}
	_, answer, err := client.JobsAPI.GetJob(ctx, strings.Repeat("0", 32)).Execute()
	check(answer.StatusCode == 404, "404 of an unknown job")
	model, isModel := err.(*flink.GenericOpenAPIError).Model().(flink.ErrorResponse)
	check(isModel && len(model.Errors) > 0, "the error is a model")
	return ids
}

func findInHistory(ids []string, url string) {
	configuration := history.NewConfiguration()
	configuration.Servers = history.ServerConfigurations{{URL: url}}
	client := history.NewAPIClient(configuration)

	clusters := map[string]string{}
	await("both jobs are found", func() bool {
		var cursor *string
		for {
			search := client.JobsAPI.ListJobs(ctx).Engine([]string{"flink"}).State([]string{"CANCELED", "FINISHED"}).Limit(1)
			if cursor != nil {
				search = search.Cursor(*cursor)
			}
			page := must(search.Execute())
			for _, job := range page.Jobs {
				clusters[job.JobId] = job.Cluster
			}
			if cursor = page.Cursor; cursor == nil {
				break
			}
		}
		return clusters[ids[0]] != "" && clusters[ids[1]] != ""
	})
	left := "flink/" + clusters[ids[0]] + "/" + ids[0]
	right := "flink/" + clusters[ids[1]] + "/" + ids[1]
	compared := must(client.JobsAPI.CompareJobs(ctx).Left(left).Right(right).Execute())
	check(compared.Right.JobId == ids[1], "the right job is compared")
}

func seaTunnelJob(url string) {
	configuration := seatunnel.NewConfiguration()
	configuration.Servers = seatunnel.ServerConfigurations{{URL: url}}
	client := seatunnel.NewAPIClient(configuration)

	config := seatunnel.NewJobConfig(
		[]map[string]interface{}{{
			"plugin_name": "FakeSource", "result_table_name": "fake", "row.num": 5,
			"schema": map[string]interface{}{"fields": map[string]interface{}{"name": "string"}},
		}},
		[]map[string]interface{}{{"plugin_name": "Console", "source_table_name": []string{"fake"}}})
	config.Env = map[string]interface{}{"job.mode": "BATCH"}
	config.Transform = []map[string]interface{}{}
	id := must(client.OperationsAPI.SubmitJob(ctx).JobConfig(*config).JobName("by a Go client").Execute()).JobId
	await("the SeaTunnel job finishes", func() bool {
		return must(client.JobsAPI.GetJobInfo(ctx, id).Execute()).GetJobStatus() == "FINISHED"
	})
}
