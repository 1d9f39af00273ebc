import {h} from './dom.js';
import * as api from './api.js';
import {asked, changed, jobLink, link, runName} from './address.js';
import {checkpointCharts, seriesChart, timeline} from './charts.js';
import * as format from './format.js';
import * as parts from './parts.js';

const LANES = 30;
const CHECKPOINTS_SHOWN = 500;

/** Everything that is recorded of one run of a job. */
export function job(view) {
  const {address} = view;
  const path = ['jobs', ...address.path.slice(0, 3)];
  const run = asked(address.params, ['run']);
  const url = api.address(path, run);
  view.title(address.path[2] ?? 'Job');
  const of = {view, path, run, url, address};
  const name = address.params.get('tab') ?? 'overview';
  const tab = TABS[name];
  // A running job is looked at again, but only where nothing that was unfolded would fold.
  const again = record => record.endTime === null && name === 'overview' ? 5000 : 0;
  return tab === undefined ? parts.empty('A job has no such page.')
    : parts.area(view, url, record => [head(of, record), tabs(of, record, name), tab.show(of, record)], {again});
}

function head({view, path, url, address}, record) {
  view.title(record.name || record.jobId);
  const newest = record.runs[0];
  const older = newest && newest.run !== record.run;
  return h('header', {class: 'job'},
    h('div', {class: 'line'},
      parts.stateBadge(record.state),
      h('h1', {title: record.name}, record.name || '(without a name)'),
      h('span', {class: 'actions'},
        h('a', {href: link(['jobs'], {name: record.name, runs: 'all', pick: runName(record)}), title: 'Pick another run to compare this one with'},
          'Compare with…'),
        h('a', {href: url, target: '_blank', rel: 'noopener'}, 'Raw JSON'),
        h('details', {class: 'menu'}, h('summary', {}, 'Engine’s own answers'), h('ul', {}, engineLinks(record).map(target =>
          h('li', {}, h('a', {href: target, target: '_blank', rel: 'noopener'}, target))))))),
    h('p', {class: 'identity'}, parts.where(record), ' · ', h('code', {}, record.jobId), ` · run ${record.run}`,
      record.runs.length > 1 && ` of ${record.runs.length}`,
      older && [' · ', h('a', {href: link(['job', ...path.slice(1)])}, 'There is a newer run')]),
    parts.facts([
      ['Started', parts.timeOf(record.startTime)],
      ['Ended', record.endTime === null ? h('span', {class: 'sofar'}, 'not yet') : parts.timeOf(record.endTime)],
      ['Duration', parts.runDuration(record)],
      ['Record', closure(record)],
      ['Checkpoints', checkpointCounts(record.checkpoints)],
    ]));
}

const engineLinks = record => [record.links?.engine ?? []].flat().filter(target => String(target).startsWith('/'));

function closure(record) {
  const words = {
    OPEN: ['open', 'The job is being followed.'],
    SEALED: ['sealed', 'Complete, and never changed again.'],
    LOST: ['lost', 'The engine lost the job: this is what was last known of it.'],
  }[record.closure] ?? [record.closure, ''];
  return [h('span', {title: words[1]}, words[0]), h('span', {class: 'hint'}, ' as of '), parts.timeOf(record.observedAt)];
}

function checkpointCounts(checkpoints) {
  if (!checkpoints || checkpoints.recorded + checkpoints.failed + checkpoints.missing === 0) {
    return h('span', {class: 'none'}, 'none');
  }
  const unlisted = checkpoints.failed - (checkpoints.byStatus.FAILED ?? 0);
  return [
    format.count(checkpoints.recorded),
    checkpoints.recorded > 0 && h('span', {class: 'hint'}, ` (${Object.entries(checkpoints.byStatus).map(([status, n]) => `${format.count(n)} ${status.toLowerCase()}`).join(', ')})`),
    unlisted > 0 && h('span', {class: 'hint', title: 'The engine counts them, and does not list those that failed before they began.'},
      ` and ${format.count(unlisted)} failed`),
    checkpoints.missing > 0 && h('span', {class: 'warn', title: 'The engine dropped them before they could be recorded.'},
      ` ${format.count(checkpoints.missing)} missing`),
  ];
}

function tabs({address}, record, chosen) {
  return h('nav', {class: 'tabs', 'aria-label': 'Of this job'}, Object.entries(TABS).map(([name, tab]) => h('a', {
    id: `tab-${name}`,
    href: link([address.view, ...address.path], {run: address.params.get('run'), tab: name === 'overview' ? null : name}),
    'aria-current': name === chosen ? 'page' : null,
  }, tab.title, tab.count && tab.count(record) > 0 && h('span', {class: 'count'}, format.count(tab.count(record))))));
}

function overview(of, record) {
  const {view} = of;
  return [
    parts.card('Timeline', record.states.length === 0 && record.vertices.length === 0
      ? parts.empty('No change of its state is recorded.') : [lanes(record), stateList(record)]),
    record.checkpoints?.recorded > 0 && parts.card('Checkpoints', parts.area(view,
      api.address([...of.path, 'checkpoints'], [...of.run, ['limit', CHECKPOINTS_SHOWN]]),
      answer => [charts(answer.checkpoints), answer.cursor && h('p', {class: 'hint'},
        `The newest ${format.count(answer.checkpoints.length)} of ${format.count(record.checkpoints.recorded)}. `,
        h('a', {href: changed(of.address, {tab: 'checkpoints'})}, 'All'))])),
    record.exceptions.length > 0 && parts.card('Newest exception', exception(record.exceptions[0], true)),
  ];
}

const charts = list =>
  list.some(one => one.triggerTime !== null) ? checkpointCharts(list) : null;

function lanes(record) {
  const until = record.endTime ?? Math.max(record.observedAt, Date.now());
  const states = [...record.states].sort((a, b) => a.time - b.time);
  const from = Math.min(record.startTime, ...states.map(change => change.time));
  const own = states.map((change, i) => {
    const last = i === states.length - 1;
    return {state: change.state, from: change.time, to: last ? until : states[i + 1].time, open: last && record.endTime === null};
  });
  const ofVertices = record.vertices.filter(vertex => vertex.startTime !== null).slice(0, LANES).map(vertex => ({
    label: vertex.name,
    class: 'vertex',
    bars: [{
      state: vertex.status, from: Math.max(from, vertex.startTime), to: Math.max(vertex.startTime, vertex.endTime ?? until),
      open: vertex.endTime === null && record.endTime === null,
    }],
  }));
  return timeline([{label: 'Job', class: 'own', bars: own}, ...ofVertices], from, Math.max(from + 1, until,
    ...record.vertices.map(vertex => vertex.endTime ?? 0)));
}

const stateList = record => h('details', {class: 'states'}, h('summary', {}, `${format.count(record.states.length)} changes of state`),
  h('ol', {}, record.states.map(change => h('li', {}, parts.timeOf(change.time), ' ', parts.stateBadge(change.state)))));

/** A page of what is recorded below a job. */
function paged(of, name, limit, render, filters = []) {
  const question = [...name === 'runs' ? [] : of.run, ...asked(of.address.params, ['cursor', ...filters]), ['limit', limit]];
  const url = api.address([...of.path, name], question);
  return parts.area(of.view, url, answer => [
    render(answer[name]),
    h('div', {class: 'below'}, parts.pager(of.address, answer, answer[name].length),
      h('div', {class: 'takeaway'}, h('a', {href: url, target: '_blank', rel: 'noopener'}, 'Raw JSON'))),
  ]);
}

function checkpoints(of) {
  const any = ['', 'any'];
  return [
    parts.filters('Filters of checkpoints', h('div', {class: 'row'},
      parts.choice(of.address, 'status', 'Status', [any, ...['COMPLETED', 'FAILED', 'IN_PROGRESS'].map(one => [one, one])]),
      parts.choice(of.address, 'kind', 'Kind', [any, ...['CHECKPOINT', 'SAVEPOINT'].map(one => [one, one])]))),
    paged(of, 'checkpoints', 100, list => list.length === 0 ? parts.empty('No checkpoint is like that.') : [
      parts.card(null, charts(list)),
      parts.table('Checkpoints', [
        {title: 'Id', class: 'number', cell: one => one.checkpointId},
        ...list.some(one => one.pipeline > 0) ? [{title: 'Pipeline', class: 'number', cell: one => one.pipeline}] : [],
        {title: 'Status', cell: one => parts.stateBadge(one.status)},
        {title: 'Kind', cell: one => [parts.textOf(one.kind), one.discarded && h('span', {class: 'hint'}, ' discarded')]},
        {title: 'Triggered', class: 'time', cell: one => parts.timeOf(one.triggerTime)},
        {title: 'Duration', class: 'number', cell: one => parts.durationOf(one.duration)},
        {title: 'State size', class: 'number', cell: one => parts.bytesOf(one.stateSize)},
        {title: 'Written', class: 'number', cell: one => parts.bytesOf(one.checkpointedSize)},
        {title: 'Subtasks', class: 'number', cell: one => one.subtasks === null ? parts.textOf(null)
          : `${one.acknowledgedSubtasks ?? '?'} / ${one.subtasks}`},
        {title: 'Path, or why it failed', class: 'text', cell: one => one.failureMessage
          ? h('span', {class: 'failure', title: one.failureMessage}, parts.firstLine(one.failureMessage))
          : h('code', {title: one.externalPath}, one.externalPath ?? '')},
      ], list, one => ({'data-checkpoint': one.checkpointId})),
    ], ['status', 'kind']),
  ];
}

/** The line of the innermost cause. */
const rootCause = text => text.split('\n').findLast(line => line.startsWith('Caused by: ')) ?? parts.firstLine(text);

const exception = (one, open) => parts.trace([
  parts.timeOf(one.time), ' ', h('strong', {}, one.name ?? ''), ' ',
  one.task && h('span', {class: 'hint'}, `${one.task}${one.location ? ` on ${one.location}` : ''} `),
  h('span', {class: 'gist'}, rootCause(one.text)),
], one.text, open);

const exceptions = of => paged(of, 'exceptions', 50, list => list.length === 0
  ? parts.empty('No exception is recorded.') : list.map((one, i) => exception(one, i === 0)));

function vertices(of, record) {
  return record.vertices.length === 0 ? parts.empty('No vertex is recorded.') : parts.table('Vertices', [
    {title: 'Status', cell: vertex => parts.stateBadge(vertex.status)},
    {title: 'Name', class: 'wrap', cell: vertex => vertex.name},
    {title: 'Parallelism', class: 'number', cell: vertex => vertex.maxParallelism === null || vertex.maxParallelism === undefined
      ? parts.textOf(vertex.parallelism) : h('span', {title: `at most ${vertex.maxParallelism}`}, vertex.parallelism)},
    {title: 'Started', class: 'time', cell: vertex => parts.timeOf(vertex.startTime)},
    {title: 'Ended', class: 'time', cell: vertex => parts.timeOf(vertex.endTime)},
    {title: 'Duration', class: 'number', cell: vertex => parts.durationOf(
      vertex.startTime !== null && vertex.endTime !== null ? vertex.endTime - vertex.startTime : null)},
    {title: 'Attempts', cell: attempts},
    {title: 'Id', class: 'id', cell: vertex => h('code', {title: vertex.id}, vertex.id)},
  ], record.vertices);
}

const attempts = vertex => vertex.attempts.length === 0 ? parts.textOf(null)
  : h('details', {}, h('summary', {}, format.count(vertex.attempts.length)), parts.table(`Attempts of ${vertex.name}`, [
    {title: 'Subtask', class: 'number', cell: one => one.subtask},
    {title: 'Attempt', class: 'number', cell: one => one.attempt},
    {title: 'Status', cell: one => parts.stateBadge(one.status)},
    {title: 'Host', cell: one => parts.textOf(one.host)},
    {title: 'Started', class: 'time', cell: one => parts.timeOf(one.startTime)},
    {title: 'Ended', class: 'time', cell: one => parts.timeOf(one.endTime)},
  ], vertex.attempts));

const runs = of => paged(of, 'runs', 100, list => parts.table('Runs', [
  {title: 'Run', class: 'number', cell: one => h('a', {href: jobLink(one)}, one.run)},
  {title: 'State', cell: one => parts.stateBadge(one.state)},
  {title: 'Started', class: 'time', cell: one => parts.timeOf(one.startTime)},
  {title: 'Ended', class: 'time', cell: one => parts.timeOf(one.endTime)},
  {title: 'Duration', class: 'number', cell: parts.runDuration},
  {title: '', cell: one => list[list.indexOf(one) + 1] && h('a', {
    href: link(['compare'], {left: runName(list[list.indexOf(one) + 1]), right: runName(one)}),
  }, 'Compare with the run before')},
], list));

/** What was asked of the engine. */
export const operationList = (list, ofJobs) => parts.table('Operations', [
  {title: 'Asked', class: 'time', cell: one => parts.timeOf(one.requestedAt)},
  {title: 'What', cell: one => one.kind},
  {title: 'Status', cell: one => parts.stateBadge(one.status)},
  ...ofJobs ? [
    {title: 'Engine / cluster', class: 'where', cell: parts.where},
    {title: 'Job', class: 'id short', cell: one => one.jobId === null ? parts.textOf(null)
      : h('a', {href: link(['job', one.engine, one.cluster, one.jobId]), title: one.jobId}, one.jobId)},
  ] : [],
  {title: 'From', cell: one => parts.textOf(one.requestedFrom)},
  {title: 'Took', class: 'number', cell: one => parts.durationOf(one.completedAt === null ? null : one.completedAt - one.requestedAt)},
  {title: 'Request', class: 'text', cell: one => h('code', {title: one.request}, one.request ?? '')},
  {title: 'Answer', class: 'text', cell: one => [parts.textOf(one.resultStatus), ' ', h('code', {title: one.result}, one.result ?? '')]},
], list);

const operations = (of, record) => record.operations.length === 0
  ? parts.empty('Nothing was asked of the engine through this service.') : operationList(record.operations, false);

export const savepointList = (list, ofJobs) => parts.table('Savepoints', [
  {title: 'Created', class: 'time', cell: one => parts.timeOf(one.createdAt)},
  {title: 'Path', class: 'path', cell: one => h('code', {}, one.path)},
  {title: 'Checkpoint', class: 'number', cell: one => parts.textOf(one.checkpointId)},
  ...ofJobs ? [
    {title: 'Engine / cluster', class: 'where', cell: parts.where},
    {title: 'Job', class: 'text', cell: one => one.jobId === null ? parts.textOf(null) : h('a', {
      href: link(['job', one.engine, one.cluster, one.jobId], {run: one.run}), title: one.jobId,
    }, one.jobName || one.jobId)},
  ] : [],
  {title: 'Disposed of', class: 'time', cell: one => parts.timeOf(one.disposedAt)},
], list);

const savepoints = (of, record) => record.savepoints.length === 0
  ? parts.empty('No savepoint is recorded.') : savepointList(record.savepoints, false);

function metrics(of) {
  return paged(of, 'metrics', 500, list => {
    const series = numbersIn(list);
    if (series.size === 0) {
      return parts.empty('No metrics are recorded.');
    }
    const names = [...series.keys()];
    const chosen = of.address.params.get('metric');
    const shown = series.has(chosen) ? chosen : names[0];
    return parts.card(null, parts.choice(of.address, 'metric', 'Metric', names.map(name => [name, name]), names[0]),
      seriesChart(shown, series.get(shown)));
  });
}

/** Every number in the samples, by where it is in them. */
function numbersIn(samples) {
  const series = new Map();
  for (const {time, metrics: sample} of samples) {
    for (const [path, value] of flat(sample)) {
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      if (typeof number === 'number' && Number.isFinite(number)) {
        if (!series.has(path)) {
          series.set(path, []);
        }
        series.get(path).push({x: time, y: number});
      }
    }
  }
  return series;
}

/** The leaves of a JSON value, with their paths. */
export function flat(value, path = '') {
  if (value === null || typeof value !== 'object' || Object.keys(value).length === 0) {
    return [[path, value]];
  }
  return Object.entries(value).flatMap(([name, inner]) => flat(inner, path === '' ? name : `${path} › ${name}`));
}

const configVersions = record => (record.configVersions ?? []).length < 2 ? null : parts.table('Versions', [
  {title: 'Version', class: 'number', cell: one => one.version},
  {title: 'Since', class: 'time', cell: one => parts.timeOf(one.since)},
  {title: '', cell: one => one.version > 1 && h('a', {
    href: link(['compare'], {left: `${runName(record)}/${one.version - 1}`, right: `${runName(record)}/${one.version}`}),
  }, 'Compare with the version before')},
], record.configVersions);

const config = (of, record) => record.config === null ? parts.empty('No configuration is recorded.')
  : [configVersions(record), parts.table('Configuration', [
    {title: 'Setting', class: 'wrap', cell: ([path]) => path},
    {title: 'Value', class: 'wrap', cell: ([, value]) => h('code', {}, typeof value === 'string' ? value : JSON.stringify(value))},
  ], flat(record.config))];

const TABS = {
  overview: {title: 'Overview', show: overview},
  checkpoints: {title: 'Checkpoints', count: record => record.checkpoints?.recorded ?? 0, show: checkpoints},
  exceptions: {title: 'Exceptions', show: exceptions},
  vertices: {title: 'Vertices', count: record => record.vertices.length, show: vertices},
  runs: {title: 'Runs', count: record => record.runs.length, show: runs},
  operations: {title: 'Operations', count: record => record.operations.length, show: operations},
  savepoints: {title: 'Savepoints', count: record => record.savepoints.length, show: savepoints},
  metrics: {title: 'Metrics', show: metrics},
  config: {title: 'Configuration', show: config},
};
