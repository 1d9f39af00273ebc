import {h} from './dom.js';
import * as api from './api.js';
import {asked, link} from './address.js';
import {operationList, savepointList} from './job.js';
import * as parts from './parts.js';

const ENGINES = ['flink', 'seatunnel', 'connect'];
const KINDS = ['SAVEPOINT', 'STOP', 'CHECKPOINT', 'SAVEPOINT_DISPOSAL', 'DATASET_DELETION', 'RESCALING', 'CANCEL', 'RUN',
  'SUBMIT', 'PAUSE', 'RESUME', 'RESTART', 'PLUGIN_RELOAD', 'CLUSTER_SHUTDOWN'];

/** A list of the API, with filters, a page at a time. */
function catalogue(view, name, parameters, controls, nothing, list) {
  const {address} = view;
  const question = [...asked(address.params, [...parameters, 'cursor']), ['limit', 50]];
  const url = api.address([name], question);
  return [
    parts.filters('Filters', h('div', {class: 'row'}, ...controls,
      parameters.some(one => address.params.has(one)) && h('a', {class: 'clear', href: link([name])}, 'Clear filters'))),
    parts.area(view, url, answer => answer[name].length === 0 ? parts.empty(nothing) : [
      list(answer[name], true),
      h('div', {class: 'below'}, parts.pager(address, answer, answer[name].length),
        h('div', {class: 'takeaway'}, h('a', {href: url, target: '_blank', rel: 'noopener'}, 'Raw JSON'))),
    ]),
  ];
}

/** The savepoints of all jobs. */
export function savepoints(view) {
  const {address} = view;
  view.title('Savepoints');
  return catalogue(view, 'savepoints', ['engine', 'cluster', 'jobId', 'disposed', 'createdFrom', 'createdTo'], [
    parts.chips(address, 'engine', 'Engine', ENGINES),
    parts.textField(address, 'cluster', 'Cluster'),
    parts.textField(address, 'jobId', 'Job id'),
    parts.choice(address, 'disposed', 'Disposed of', [['', 'or not'], ['false', 'no'], ['true', 'yes']]),
    parts.timeField(address, 'createdFrom', 'Created since'),
    parts.timeField(address, 'createdTo', 'Created before'),
  ], 'No savepoint is like that.', savepointList);
}

/** What was asked of the engines. */
export function operations(view) {
  const {address} = view;
  view.title('Operations');
  const options = values => [['', 'any'], ...values.map(value => [value, value])];
  return catalogue(view, 'operations', ['engine', 'cluster', 'jobId', 'kind', 'status', 'requestedFrom', 'requestedTo'], [
    parts.chips(address, 'engine', 'Engine', ENGINES),
    parts.textField(address, 'cluster', 'Cluster'),
    parts.textField(address, 'jobId', 'Job id'),
    parts.choice(address, 'kind', 'What', options(KINDS)),
    parts.choice(address, 'status', 'Status', options(['IN_PROGRESS', 'COMPLETED', 'FAILED'])),
    parts.timeField(address, 'requestedFrom', 'Asked since'),
    parts.timeField(address, 'requestedTo', 'Asked before'),
  ], 'No operation is like that.', operationList);
}
