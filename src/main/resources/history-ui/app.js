import {h} from './dom.js';
import * as addresses from './address.js';
import {operations, savepoints} from './catalogues.js';
import {compare} from './compare.js';
import {exceptions} from './exceptions.js';
import {imports, oneImport} from './imports.js';
import {job} from './job.js';
import {jobs} from './jobs.js';
import * as parts from './parts.js';
import {statistics} from './statistics.js';

const VIEWS = {jobs, job, exceptions, statistics, compare, savepoints, operations, imports, import: oneImport};
const MENU = {jobs: 'Jobs', exceptions: 'Exceptions', statistics: 'Statistics', compare: 'Compare', savepoints: 'Savepoints',
  operations: 'Operations', imports: 'Imports'};
const BELONGS_TO = {job: 'jobs', import: 'imports'};
const main = document.getElementById('main');
/** Ends with what is shown now, and with what is about to be. */
let current = new AbortController();
let coming = null;
let shown = null;

/** Shows what the address names. */
async function show() {
  coming?.abort();
  const mine = new AbortController();
  coming = mine;
  const {signal} = mine;
  const address = addresses.read();
  menu(address.view);
  const view = {
    address,
    signal,
    pending: [],
    title: text => {
      document.title = `${text} · jobledger`;
    },
    again: show,
  };
  const make = Object.hasOwn(VIEWS, address.view) ? VIEWS[address.view] : () => parts.empty('There is no such page. ', h('a', {href: '#/jobs'}, 'Jobs'));
  const content = [make(view)].flat(Infinity).filter(node => node);
  main.setAttribute('aria-busy', 'true');
  await Promise.race([Promise.all(view.pending), parts.patience()]);
  if (signal.aborted) {
    return;
  }
  current.abort();
  current = mine;
  coming = null;
  const focused = document.activeElement?.id;
  main.replaceChildren(...content);
  main.setAttribute('aria-busy', 'false');
  const place = [address.view, ...address.path, address.params.get('tab'), address.params.get('cursor')].join(' ');
  if (shown !== null && shown !== place) {
    scrollTo(0, 0);
  }
  shown = place;
  if (focused) {
    document.getElementById(focused)?.focus({preventScroll: true});
  }
}

function menu(view) {
  document.getElementById('nav').replaceChildren(...Object.entries(MENU).map(([name, title]) => h('a', {
    href: addresses.link([name]), 'aria-current': name === (BELONGS_TO[view] ?? view) ? 'page' : null,
  }, title)));
}

addEventListener('hashchange', show);
document.querySelector('.skip').addEventListener('click', event => {
  // What follows the # in an address is ours.
  event.preventDefault();
  main.focus();
});
addEventListener('keydown', event => {
  const field = document.getElementById('search') ?? document.getElementById('f-text');
  if (event.key === '/' && field && !event.target.closest('input, select, textarea')) {
    event.preventDefault();
    field.focus();
    field.select();
  }
});
show();
