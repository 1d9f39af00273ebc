import {h} from './dom.js';
import * as api from './api.js';
import {asked, link} from './address.js';
import {countsChart, percentilesChart} from './charts.js';
import * as format from './format.js';
import * as parts from './parts.js';

const FILTERS = ['engine', 'cluster', 'state', 'name', 'namePrefix', 'nameContains'];
const MOST = 1000;
const STATES = ['RUNNING', 'FINISHED', 'FAILED', 'CANCELED', 'SUSPENDED', 'SAVEPOINT_DONE', 'UNKNOWABLE'];
/** From the bottom of a bar to its top: what went well first. */
const STACKED = ['FINISHED', 'SAVEPOINT_DONE', 'RUNNING', 'CANCELED', 'SUSPENDED', 'UNKNOWABLE', 'FAILED'];
const rank = state => (STACKED.indexOf(state) + STACKED.length + 1) % (STACKED.length + 1);

/** How many runs there were, and how long they took. */
export function statistics(view) {
  const {address} = view;
  const {params} = address;
  view.title('Statistics');
  const days = Number(params.get('days')) || 30;
  const today = Math.floor(Date.now() / format.DAY) * format.DAY;
  const to = Number(params.get('startedTo')) || today + format.DAY;
  const from = Number(params.get('startedFrom')) || to - days * format.DAY;
  const question = [...asked(params, FILTERS), ['startedFrom', from], ['startedTo', to]];
  const groups = params.get('by') ?? 'name';
  const url = (by, limit) => api.address(['statistics'], [...by.map(one => ['by', one]), ...question, ['limit', limit]]);
  const axis = [];
  for (let at = Math.floor(from / format.DAY) * format.DAY; at < to && axis.length < MOST; at += format.DAY) {
    axis.push(at);
  }
  return [
    parts.filters('Filters', h('div', {class: 'row'},
      parts.choice(address, 'days', 'Days', [['7', '7'], ['30', '30'], ['90', '90'], ['365', '365']], '30', {startedFrom: null, startedTo: null}),
      parts.timeField(address, 'startedFrom', 'Started since'),
      parts.timeField(address, 'startedTo', 'Started before'),
      parts.textField(address, 'namePrefix', 'Name starts with'),
      parts.textField(address, 'cluster', 'Cluster'),
      parts.chips(address, 'engine', 'Engine', ['flink', 'seatunnel', 'connect']),
      [...FILTERS, 'startedFrom', 'startedTo'].some(name => params.has(name))
        && h('a', {class: 'clear', href: link(['statistics'])}, 'Clear filters')),
    h('div', {class: 'row'}, parts.chips(address, 'state', 'State', STATES))),
    parts.card('Runs per day', parts.area(view, url(['day', 'state'], MOST), answer =>
      answer.statistics.length === 0 ? parts.empty('No run began in this time.') : counts(axis, answer.statistics))),
    parts.card('Percentiles of the duration', parts.area(view, url(['day'], MOST), answer =>
      answer.statistics.some(row => row.p50 !== null) ? [
        percentiles(axis, answer.statistics),
        h('p', {class: 'hint'}, `Of the runs that have ended, by the day on which they began (UTC). At most ${answer.errorBound * 100} % off.`),
      ] : parts.empty('No run of this time has ended.'))),
    parts.card(null,
      h('div', {class: 'line by'}, h('h2', {}, 'By'), h('nav', {class: 'tabs small', 'aria-label': 'Grouped by'},
        ['name', 'state', 'engine', 'day'].map(by => h('a', {
          id: `by-${by}`, href: link(['statistics'], withGroups(params, by)), 'aria-current': by === groups ? 'page' : null,
        }, by)))),
      parts.area(view, url([groups], 100), answer => answer.statistics.length === 0 ? parts.empty('Nothing.')
        : groupTable(answer.statistics, groups, question))),
  ];
}

function withGroups(params, by) {
  const other = new URLSearchParams(params);
  other.set('by', by);
  return other;
}

function counts(axis, rows) {
  const states = [...new Set(rows.map(row => row.state))].sort((a, b) => rank(a) - rank(b));
  const found = new Map(rows.map(row => [`${row.day} ${row.state}`, row.jobs]));
  // The answer is cut at its oldest day.
  const cut = rows.length >= MOST ? rows.at(-1).day : -Infinity;
  const shown = axis.filter(day => day > cut);
  return [
    countsChart(shown, states, (day, state) => found.get(`${day} ${state}`) ?? 0),
    cut > -Infinity && h('p', {class: 'hint'}, `Only the newest ${shown.length} days are shown.`),
  ];
}

function percentiles(axis, rows) {
  const byDay = new Map(rows.map(row => [row.day, row]));
  return percentilesChart(axis, (day, name) => byDay.get(day)?.[name] ?? null);
}

function groupTable(rows, by, question) {
  const filters = {};
  for (const [name, value] of question) {
    filters[name] = [...filters[name] ?? [], value];
  }
  const most = Math.max(...rows.map(row => row.jobs));
  const value = row => by === 'day' ? format.day(row.day) : row[by];
  // To the jobs of the table, under the same filters.
  const jobs = row => link(['jobs'], {
    ...filters,
    runs: 'all',
    ...by === 'day' ? {startedFrom: row.day, startedTo: row.day + format.DAY} : {[by]: row[by]},
    ...by === 'name' ? {namePrefix: null, nameContains: null} : {},
  });
  return parts.table('Statistics', [
    // No range has the runs whose start is no plausible time.
    {title: by[0].toUpperCase() + by.slice(1), class: 'name', cell: row => by === 'day' && row.day === null
      ? value(row)
      : h('a', {href: jobs(row), title: value(row)}, by === 'state' ? parts.stateBadge(row.state) : value(row) || '(without a name)')},
    {title: 'Runs', class: 'number', cell: row => format.count(row.jobs)},
    {title: '', class: 'share', cell: row => h('span', {class: 'share', style: {width: `${row.jobs / most * 100}%`}})},
    {title: 'Ended', class: 'number', cell: row => format.count(row.ended)},
    ...['p50', 'p95', 'p99'].map(name => ({title: name, class: 'number', cell: row => parts.durationOf(row[name])})),
  ], rows);
}
