# Runs jobs with the generated clients, and finds them in the history.

require 'flink_client'
require 'history_client'
require 'seatunnel_client'

def check(holds, what)
  raise "not so: #{what}" unless holds
end

def wait(what)
  finish = Time.now + 90
  until yield
    check(Time.now < finish, "#{what} in time")
    sleep 0.1
  end
end

def client(of, url)
  configuration = of::Configuration.new
  configuration.scheme, configuration.host = url.split('://')
  of::ApiClient.new(configuration)
end

def flink_jobs(jar, url)
  client = client(FlinkClient, url)
  jars = FlinkClient::JarsApi.new(client)
  jobs = FlinkClient::JobsApi.new(client)
  checkpoints = FlinkClient::CheckpointsApi.new(client)
  name = jars.upload_jar(File.new(jar)).filename.split('/').last
  request = FlinkClient::JarRunRequest.new(program_args_list: ['--kind', 'stream'], parallelism: 1)
  ids = Array.new(2) { jars.run_jar(name, jar_run_request: request).jobid }
  ids.each do |id|
    wait('job runs') { jobs.get_job(id).state == 'RUNNING' }
    wait('a checkpoint completes') { checkpoints.get_job_checkpoints(id).counts.completed > 0 }
  end
  ids.each do |id|
    jobs.cancel_job(id)
    wait('job is cancelled') { jobs.get_job(id).state == 'CANCELED' }
  end
  begin
    jobs.get_job('0' * 32)
    check(false, 'an unknown job is refused')
  rescue FlinkClient::ApiError => e
    check(e.code == 404, '404 of an unknown job')
    error = FlinkClient::ErrorResponse.build_from_hash(JSON.parse(e.response_body, symbolize_names: true))
    check(!error.errors.empty?, 'the error is a model')
  end
  ids
end

def find_in_history(ids, url)
  jobs = HistoryClient::JobsApi.new(client(HistoryClient, url))
  clusters = {}
  wait('both jobs are found') do
    cursor = nil
    loop do
      question = { engine: ['flink'], state: %w[CANCELED FINISHED], limit: 1 }
      question[:cursor] = cursor if cursor
      page = jobs.list_jobs(question)
      page.jobs.each { |job| clusters[job.job_id] = job.cluster }
      cursor = page.cursor
      break unless cursor
    end
    ids.all? { |id| clusters.key?(id) }
  end
  left, right = ids.map { |id| "flink/#{clusters[id]}/#{id}" }
  check(jobs.compare_jobs(left, right).right.job_id == ids[1], 'the right job is compared')
end

def seatunnel_job(url)
  client = client(SeatunnelClient, url)
  jobs = SeatunnelClient::JobsApi.new(client)
  config = SeatunnelClient::JobConfig.new(
    env: { 'job.mode' => 'BATCH' },
    source: [{ 'plugin_name' => 'FakeSource', 'result_table_name' => 'fake', 'row.num' => 5,
               'schema' => { 'fields' => { 'name' => 'string' } } }],
    transform: [],
    sink: [{ 'plugin_name' => 'Console', 'source_table_name' => ['fake'] }]
  )
  id = SeatunnelClient::OperationsApi.new(client).submit_job(config, job_name: 'by a Ruby client').job_id
  wait('the SeaTunnel job finishes') { jobs.get_job_info(id).job_status == 'FINISHED' }
end

ids = flink_jobs(ARGV[0], ARGV[1])
find_in_history(ids, ARGV[1])
seatunnel_job(ARGV[1])
puts 'ruby: all calls passed'
