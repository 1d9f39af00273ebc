import {h} from './dom.js';
import * as api from './api.js';
import {asked, go, link} from './address.js';
import * as format from './format.js';
import * as parts from './parts.js';

const POLL = 2000;
const running = one => one.state === 'RUNNING' && !one.watched;

/** The directories of archives that were, or are being, taken in. */
export function imports(view) {
  const {address} = view;
  view.title('Imports');
  const url = api.address(['imports'], [...asked(address.params, ['cursor']), ['limit', 50]]);
  return [
    begin(),
    parts.area(view, url, answer => answer.imports.length === 0 ? parts.empty('No directory was imported yet.') : [
      parts.table('Imports', [
        {title: 'Import', class: 'number', cell: one => h('a', {href: link(['import', one.id])}, one.id)},
        {title: 'State', cell: one => parts.stateBadge(one.watched ? 'WATCHED' : one.state)},
        {title: 'Directory', class: 'path', cell: one => h('a', {href: link(['import', one.id]), title: one.directory}, one.directory)},
        {title: 'Engine / cluster', class: 'where', cell: parts.where},
        {title: 'Started', class: 'time', cell: one => parts.timeOf(one.startedAt)},
        {title: 'Seen', class: 'number', cell: one => format.count(one.seen)},
        {title: 'Taken', class: 'number', cell: one => format.count(one.taken)},
        {title: 'Skipped', class: 'number', cell: one => format.count(one.skipped)},
        {title: 'Quarantined', class: 'number', cell: one => h('span', {class: one.quarantined > 0 ? 'warn' : null}, format.count(one.quarantined))},
      ], answer.imports),
      h('div', {class: 'below'}, parts.pager(address, answer, answer.imports.length)),
    ], {again: answer => answer.imports.some(running) ? POLL : 0}),
  ];
}

function begin() {
  const directory = h('input', {id: 'f-directory', type: 'text', required: true, placeholder: '/path/of/the/service/to/archives', spellcheck: 'false'});
  const cluster = h('input', {id: 'f-cluster', type: 'text', placeholder: 'that of this service', maxlength: 255, spellcheck: 'false'});
  const said = h('div', {});
  return h('form', {
    class: 'filters',
    'aria-label': 'Import a directory',
    onsubmit: async event => {
      event.preventDefault();
      try {
        const body = {directory: directory.value.trim()};
        if (cluster.value.trim()) {
          body.cluster = cluster.value.trim();
        }
        const {id} = await api.ask(api.address(['imports']), {method: 'POST', body});
        go(link(['import', id]));
      } catch (problem) {
        said.replaceChildren(parts.trouble(problem));
      }
    },
  }, h('div', {class: 'row'},
    parts.field('Import Flink’s archives from a directory', directory),
    parts.field('For the cluster', cluster),
    h('button', {type: 'submit'}, 'Import')), said);
}

/** Why archives were skipped. */
const SKIPPED = {
  RECORDED: 'whose runs were in the ledger already',
  UNCHANGED: 'read before, and unchanged since',
};

const skipped = one => one.skippedReasons.length === 0 ? format.count(one.skipped)
  : [format.count(one.skipped), ': ', one.skippedReasons.map(({reason, files}) => `${format.count(files)} ${SKIPPED[reason] ?? reason}`).join('; ')];

/** One import: how far it is, and what it could not take. */
export function oneImport(view) {
  const {address} = view;
  const [id] = address.path;
  view.title(`Import ${id}`);
  const url = api.address(['imports', id]);
  const quarantine = api.address(['imports', id, 'quarantine'], [...asked(address.params, ['cursor']), ['limit', 100]]);
  return [
    parts.area(view, url, one => progress(view, url, one), {again: one => running(one) ? POLL : 0}),
    parts.card('Quarantine', parts.area(view, quarantine, answer => answer.files.length === 0
      ? parts.empty('Every file could be read.') : [
        parts.table('Quarantine', [
          {title: 'File', class: 'path', cell: file => h('code', {}, file.file)},
          {title: 'Reason', class: 'wrap', cell: file => file.reason},
          {title: 'Size', class: 'number', cell: file => parts.bytesOf(file.size)},
          {title: 'Changed', class: 'time', cell: file => parts.timeOf(file.modifiedAt)},
          {title: 'First seen', class: 'time', cell: file => parts.timeOf(file.firstSeen)},
          {title: 'Last tried', class: 'time', cell: file => parts.timeOf(file.lastTried)},
        ], answer.files),
        h('div', {class: 'below'}, parts.pager(address, answer, answer.files.length)),
      ])),
  ];
}

function progress(view, url, one) {
  const done = one.taken + one.skipped + one.quarantined;
  const said = h('div', {});
  const tell = (action, label) => h('button', {
    type: 'button',
    onclick: async () => {
      try {
        await api.ask(api.address(['imports', one.id, action]), {method: 'POST'});
        view.again();
      } catch (problem) {
        said.replaceChildren(parts.trouble(problem));
      }
    },
  }, label);
  return h('header', {class: 'job'},
    h('div', {class: 'line'}, parts.stateBadge(one.watched ? 'WATCHED' : one.state), h('h1', {title: one.directory}, one.directory),
      h('span', {class: 'actions'},
        running(one) && tell('cancel', 'Cancel'),
        (one.state === 'CANCELED' || one.state === 'FAILED') && tell('resume', 'Resume'),
        h('a', {href: url, target: '_blank', rel: 'noopener'}, 'Raw JSON'))),
    said,
    !one.watched && parts.bar(one.state === 'COMPLETED' ? 1 : one.seen === 0 ? 0 : done / one.seen),
    one.error && h('p', {class: 'failure'}, one.error),
    parts.facts([
      ['Seen', format.count(one.seen)], ['Taken', format.count(one.taken)], ['Skipped', skipped(one)],
      ['Quarantined', format.count(one.quarantined)],
      one.state === 'RUNNING' && ['Waiting', format.count(one.seen - done)],
      ['Rate', one.filesPerSecond === null ? parts.textOf(null) : `${format.count(Math.round(one.filesPerSecond))} files/s`],
      ['Time left', parts.durationOf(one.millisLeft)],
      ['Started', parts.timeOf(one.startedAt)], ['Ended', parts.timeOf(one.endedAt)],
    ]));
}
