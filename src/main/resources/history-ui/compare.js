import {h} from './dom.js';
import * as api from './api.js';
import {changed, jobLink, link} from './address.js';
import {flat} from './job.js';
import * as parts from './parts.js';

/** Two runs side by side. */
export function compare(view) {
  const {address} = view;
  const left = address.params.get('left');
  const right = address.params.get('right');
  view.title('Compare');
  if (!left || !right) {
    return parts.empty('Pick two runs in the table of ', h('a', {href: link(['jobs'], {runs: 'all'})}, 'jobs'), ' to compare them.');
  }
  const url = api.address(['compare'], {left, right});
  return parts.area(view, url, answer => show(address, url, answer));
}

function show(address, url, {left, right, differences}) {
  const all = address.params.get('all') === 'true';
  const differing = new Map(differences.map(one => [one.path, one]));
  const sections = [
    ['The run', RUN.map(([name, path, write]) => row(name, path, left, right, differing, write))],
    ...others(differences).map(([section, rows]) => [section, rows.map(one => ({
      name: one.name, left: one.left, right: one.right, differs: true, write: writer(one.name),
    }))]),
    all && ['Same configuration', sameConfig(left, right)],
  ].filter(Boolean);
  return [
    h('header', {class: 'job'},
      h('div', {class: 'line'}, h('h1', {}, 'Two runs, side by side'), h('span', {class: 'actions'},
        h('a', {href: link(['compare'], {left: address.params.get('right'), right: address.params.get('left')})}, 'Swap'),
        h('a', {href: changed(address, {all: all ? null : true})}, all ? 'Hide what is the same' : 'Show what is the same too'),
        h('a', {href: url, target: '_blank', rel: 'noopener'}, 'Raw JSON')))),
    h('div', {class: 'scroll'}, h('table', {class: 'compare', 'aria-label': 'Comparison'},
      h('thead', {}, h('tr', {}, h('th', {scope: 'col'}), [left, right].map(run => h('th', {scope: 'col'},
        h('a', {href: jobLink(run), title: run.name}, run.name), h('br'),
        h('span', {class: 'hint'}, `${run.engine}/${run.cluster} · ${run.jobId} · run ${run.run}`))))),
      sections.filter(([, rows]) => rows.length > 0).map(([title, rows]) => h('tbody', {},
        h('tr', {class: 'section'}, h('th', {colspan: 3, scope: 'rowgroup'}, title)),
        rows.map(one => h('tr', {class: one.differs ? 'differs' : null},
          h('th', {scope: 'row'}, one.differs && h('span', {class: 'mark', title: 'These differ'}, '≠ '), one.name),
          h('td', {}, one.write(one.left)), h('td', {}, one.write(one.right)))))))),
    differences.length === 0 && parts.empty('They are the same in everything that is compared.'),
  ];
}

const RUN = [
  ['State', '/state', parts.stateBadge],
  ['Name', '/name', parts.textOf],
  ['Started', '/startTime', parts.timeOf],
  ['Ended', '/endTime', parts.timeOf],
  ['Duration', '/duration', parts.durationOf],
  ['Record', '/closure', parts.textOf],
];

function row(name, path, left, right, differing, write) {
  const at = record => path.slice(1).split('/').reduce((value, key) => value?.[key], record);
  const [a, b] = [at(left), at(right)];
  return {name, left: a, right: b, differs: differing.has(path) || a !== b, write};
}

/** The differences that are none of the run's own, by the first part of their paths. */
function others(differences) {
  const sections = new Map();
  for (const {path, left, right} of differences) {
    const [first, ...rest] = path.slice(1).split('/').map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'));
    if (RUN.every(([, known]) => known !== path)) {
      const title = {vertices: 'Vertices', checkpoints: 'Checkpoints', config: 'Configuration'}[first] ?? 'Else';
      const name = rest.length === 0 || title === 'Else' ? [first, ...rest].join(' › ') : rest.join(' › ');
      sections.set(title, [...sections.get(title) ?? [], {name, left, right}]);
    }
  }
  return [...sections];
}

function sameConfig(left, right) {
  const other = new Map(flat(right.config ?? {}).map(([path, value]) => [path, JSON.stringify(value)]));
  return flat(left.config ?? {}).filter(([path, value]) => path !== '' && other.get(path) === JSON.stringify(value))
    .map(([path, value]) => ({name: path, left: value, right: value, differs: false, write: plain}));
}

const writer = name => /(^|› )(start|end)Time$/.test(name) ? parts.timeOf : plain;

function plain(value) {
  return value === null || value === undefined ? parts.textOf(null)
    : h('code', {}, typeof value === 'string' ? value : JSON.stringify(value, null, 1));
}
