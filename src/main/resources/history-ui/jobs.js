import {h} from './dom.js';
import * as api from './api.js';
import {alter, asked, changed, go, jobLink, link, read, runName} from './address.js';
import * as format from './format.js';
import * as parts from './parts.js';

const NAMES = {nameContains: 'contains', namePrefix: 'starts with', name: 'is exactly'};
const LESS_ASKED = ['cluster', 'startedTo', 'finishedFrom', 'finishedTo', 'durationMin', 'durationMax', 'exception', 'runs'];
const FILTERS = ['engine', 'state', 'startedFrom', ...Object.keys(NAMES), ...LESS_ASKED];
const PARAMETERS = [...FILTERS, 'sort', 'order', 'limit', 'cursor'];
const STATES = ['RUNNING', 'FINISHED', 'FAILED', 'CANCELED', 'SUSPENDED', 'RESTARTING', 'SAVEPOINT_DONE', 'UNKNOWABLE'];
const PAGE = '50';

/** All jobs, by filters, in an order, a page at a time. */
export function jobs(view) {
  const {address} = view;
  const question = asked(address.params, PARAMETERS);
  if (!address.params.has('limit')) {
    question.push(['limit', PAGE]);
  }
  const url = api.address(['jobs'], question);
  view.title('Jobs');
  return [
    filters(address),
    picked(address),
    parts.area(view, url, answer => answer.jobs.length === 0 ? nothing(address) : [
      list(address, answer.jobs),
      h('div', {class: 'below'}, parts.pager(address, answer, answer.jobs.length), takeaway(address, url)),
    ]),
  ];
}

function filters(address) {
  const {params} = address;
  const mode = Object.keys(NAMES).find(name => params.has(name)) ?? 'nameContains';
  const modes = h('select', {id: 'f-name-mode', 'aria-label': 'How the name matches', onchange: () => search()},
    Object.entries(NAMES).map(([name, text]) => h('option', {value: name, selected: name === mode}, text)));
  const text = h('input', {
    id: 'search', type: 'search', placeholder: 'Name of a job  ( / )', autocomplete: 'off', spellcheck: 'false',
    'aria-label': 'Name of a job', value: params.get(mode), onchange: () => search(),
  });
  const search = () => alter({name: null, namePrefix: null, nameContains: null, [modes.value]: text.value});
  const duration = (name, label) => parts.textField(address, name, label, {
    hint: 'Such as 90s, 5m or 1h 30m', placeholder: 'such as 5m', parse: format.milliseconds, write: format.exactDuration,
  });
  return parts.filters('Filters',
    h('div', {class: 'row'},
      h('span', {class: 'search'}, modes, text, h('button', {type: 'submit'}, 'Search')),
      parts.chips(address, 'engine', 'Engine', ['flink', 'seatunnel', 'connect']),
      h('span', {class: 'started'}, parts.timeField(address, 'startedFrom', 'Started since'),
        parts.spans('startedFrom', 'startedTo')),
      FILTERS.some(name => params.has(name)) && h('a', {class: 'clear', href: link(['jobs'])}, 'Clear filters')),
    h('div', {class: 'row'}, parts.chips(address, 'state', 'State', STATES)),
    h('details', {class: 'more', open: LESS_ASKED.some(name => params.has(name))},
      h('summary', {}, 'More filters'),
      h('div', {class: 'row'},
        parts.textField(address, 'exception', 'Exception contains', {hint: 'In the stack trace, in whatever case'}),
        parts.textField(address, 'cluster', 'Cluster'),
        duration('durationMin', 'Took at least'),
        duration('durationMax', 'Took at most'),
        parts.timeField(address, 'startedTo', 'Started before'),
        parts.timeField(address, 'finishedFrom', 'Ended since'),
        parts.timeField(address, 'finishedTo', 'Ended before'),
        parts.choice(address, 'runs', 'Runs', [['newest', 'the newest of each job'], ['all', 'all']], 'newest'),
        parts.choice(address, 'limit', 'Rows', ['25', '50', '100', '250'].map(rows => [rows, rows]), PAGE))));
}

/** What the table is compared by: runs that were picked, also on other pages of it. */
function picked(address) {
  const picks = address.params.getAll('pick');
  if (picks.length === 0) {
    return null;
  }
  return h('div', {class: 'picked', role: 'status'},
    h('span', {}, picks.length === 1 ? 'Picked, and one more to compare it with: ' : 'Picked: ',
      picks.map(pick => h('code', {}, pick.split('/').map(decodeURIComponent).join(' / ')))),
    picks.length === 2 && h('a', {
      id: 'compare', class: 'button', href: link(['compare'], {left: picks[0], right: picks[1]}),
    }, 'Compare'),
    h('a', {href: changed(address, {pick: null})}, 'Clear'));
}

function nothing(address) {
  return FILTERS.some(name => address.params.has(name))
    ? parts.empty('No job is like that. ', h('a', {href: link(['jobs'])}, 'Clear filters'))
    : parts.empty('Nothing is recorded yet. Jobs are here from the moment they run.');
}

function list(address, rows) {
  const picks = address.params.getAll('pick');
  return parts.table('Jobs', [
    {title: '', class: 'pick', head: h('span', {title: 'Pick two to compare them'}, '⇄'), cell: job => pick(picks, job)},
    {title: 'State', cell: job => parts.stateBadge(job.state)},
    {...sorted(address, 'name', 'Name'), class: 'name', cell: job =>
      h('a', {href: jobLink(job), title: job.name}, job.name || '(without a name)')},
    {title: 'Engine / cluster', class: 'where', cell: parts.where},
    {title: 'Job', class: 'id short', cell: job => h('a', {href: jobLink(job), title: job.jobId}, job.jobId)},
    {title: 'Run', class: 'number', cell: job =>
      h('span', {class: job.run === 1 && job.newest ? 'hint' : null, title: job.newest ? 'The newest run' : 'An older run'}, job.run)},
    {...sorted(address, 'start', 'Started'), class: 'time', cell: job => parts.timeOf(job.startTime)},
    {...sorted(address, 'end', 'Ended'), class: 'time', cell: job => parts.timeOf(job.endTime)},
    {...sorted(address, 'duration', 'Duration'), class: 'number', cell: parts.runDuration},
  ], rows, job => ({'data-job': job.jobId, 'data-run': job.run}));
}

function pick(picks, job) {
  const name = runName(job);
  return h('input', {
    type: 'checkbox',
    id: `pick-${name}`,
    'aria-label': `Pick ${job.name} to compare it`,
    checked: picks.includes(name),
    onchange: event => {
      const {params} = read();
      const others = params.getAll('pick').filter(one => one !== name);
      params.delete('pick');
      (event.target.checked ? [...others.slice(-1), name] : others).forEach(one => params.append('pick', one));
      // Stays on this page of the table.
      go(link(['jobs'], params));
    },
  });
}

/** A head that sorts: first the way that is asked for most, then the other. */
function sorted(address, by, title) {
  const usual = by === 'name' ? 'asc' : 'desc';
  const now = (address.params.get('sort') ?? 'start') === by;
  const order = now ? address.params.get('order') ?? usual : null;
  const next = now ? (order === 'asc' ? 'desc' : 'asc') : usual;
  return {
    title,
    sorted: {asc: 'ascending', desc: 'descending'}[order],
    head: h('a', {
      class: 'sort', id: `sort-${by}`, href: changed(address, {sort: by, order: next === usual ? null : next}),
    }, title, h('span', {class: 'arrow', 'aria-hidden': 'true'}, {asc: '▲', desc: '▼'}[order] ?? '')),
  };
}

/** What is shown, for programs: this page of it, and all of it. */
function takeaway(address, url) {
  const all = new URL(url);
  all.searchParams.delete('limit');
  all.searchParams.delete('cursor');
  // In single quotes nothing means anything to a shell; a quote itself is percent-encoded.
  const command = format => {
    const whole = new URL(all);
    whole.pathname += format;
    return `curl '${whole}'`;
  };
  return h('div', {class: 'takeaway'},
    h('a', {href: url, target: '_blank', rel: 'noopener'}, 'Raw JSON'),
    h('details', {}, h('summary', {}, 'Export all of it'),
      h('div', {class: 'commands'},
        h('p', {}, 'As CSV: ', h('code', {}, command('.csv'))),
        h('p', {}, 'As NDJSON: ', h('code', {}, command('.ndjson'))))));
}
