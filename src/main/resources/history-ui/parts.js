import {h} from './dom.js';
import {alter, changed, read} from './address.js';
import {ask, Problem} from './api.js';
import * as format from './format.js';

/** What a state is like, for its colour. */
const KINDS = {
  RUNNING: 'running',
  FINISHED: 'finished', SAVEPOINT_DONE: 'savepoint', COMPLETED: 'finished',
  FAILED: 'failed', FAILING: 'failed',
  CANCELED: 'canceled', CANCELLING: 'canceled', CANCELING: 'canceled',
  SUSPENDED: 'lost', UNKNOWABLE: 'unknowable',
  RESTARTING: 'restarting', RECONCILING: 'restarting', DOING_SAVEPOINT: 'savepoint', IN_PROGRESS: 'running',
};

export const kindOf = state => KINDS[state] ?? 'waiting';

export const stateBadge = state => h('span', {class: `state ${kindOf(state)}`}, state);

/** A time in the browser's zone, in UTC on hover. */
export const timeOf = ms => ms === null || ms === undefined
  ? h('span', {class: 'none'}, format.NONE)
  : h('time', {datetime: format.datetime(ms), title: format.utc(ms)}, format.time(ms));

export const durationOf = ms => ms === null || ms === undefined
  ? h('span', {class: 'none'}, format.NONE)
  : h('span', {title: `${format.count(ms)} ms`}, format.duration(ms));

/** How long a run took, or has been running so far. */
export const runDuration = job => job.endTime === null
  ? h('span', {class: 'sofar', title: 'so far'}, format.duration(Math.max(0, Date.now() - job.startTime)), ' …')
  : durationOf(job.duration);

export const bytesOf = count => count === null || count === undefined
  ? h('span', {class: 'none'}, format.NONE)
  : h('span', {title: `${format.count(count)} bytes`}, format.bytes(count));

export const textOf = value => value === null || value === undefined || value === ''
  ? h('span', {class: 'none'}, format.NONE) : String(value);

export const firstLine = text => (text ?? '').split('\n', 1)[0];

/** An engine and its cluster. */
export const where = job => h('span', {class: 'where', title: `${job.engine}/${job.cluster}`}, job.engine, h('span', {class: 'slash'}, '/'), job.cluster);

/** For so long the view before stays when the next one has nothing to show yet: else the page would flicker. */
export const patience = () => new Promise(done => setTimeout(done, 300));

/**
 * A box that is filled with the answer, or says what went wrong, and asks again where that is of use.
 *
 * @param view what is shown now: `signal` ends with it, `pending` is what is waited for before it is shown
 * @param render makes nodes of the answer
 * @param again milliseconds until the same is asked again, by the answer; 0 for never
 */
export function area(view, url, render, {again = () => 0} = {}) {
  const box = h('div', {class: 'area', 'aria-busy': 'true'}, h('p', {class: 'loading'}, 'Loading…'));
  let timer;
  const fill = async () => {
    clearTimeout(timer);
    let wait = 0;
    try {
      const answer = await ask(url, {signal: view.signal});
      const before = view.pending.length;
      const content = [render(answer)].flat(Infinity).filter(node => node);
      await Promise.race([Promise.all(view.pending.splice(before)), patience()]);
      if (!view.signal.aborted) {
        replace(box, content);
        wait = again(answer);
      }
    } catch (problem) {
      if (view.signal.aborted) {
        return;
      }
      if (!(problem instanceof Problem)) {
        console.error(problem);
      }
      box.replaceChildren(trouble(problem, fill));
      wait = (problem.retryAfter ?? 0) * 1000;
    }
    box.setAttribute('aria-busy', 'false');
    if (wait > 0) {
      timer = setTimeout(() => !view.signal.aborted && box.isConnected && fill(), wait);
    }
  };
  view.pending.push(fill());
  return box;
}

/** What was unfolded stays so. */
function replace(box, content) {
  const folds = [...box.querySelectorAll('details')].map(fold => fold.open);
  box.replaceChildren(...content);
  const now = box.querySelectorAll('details');
  if (now.length === folds.length) {
    now.forEach((fold, i) => {
      fold.open = folds[i];
    });
  }
}

/** What went wrong, in words. */
export function trouble(problem, again) {
  const title = {
    0: 'No answer',
    400: 'This cannot be asked',
    404: 'Not found',
    503: 'Not available now',
  }[problem.status] ?? `Failed${problem.status ? ` (${problem.status})` : ''}`;
  return h('div', {class: 'trouble', role: 'alert'},
    h('strong', {}, title),
    (problem.messages ?? [String(problem)]).map(message => h('p', {}, message)),
    problem.retryAfter && h('p', {class: 'hint'}, `Asked again in ${problem.retryAfter} s.`),
    again && problem.status !== 400 && problem.status !== 404
      && h('button', {type: 'button', onclick: again}, 'Try again'));
}

export const empty = (...what) => h('div', {class: 'empty'}, ...what);

/**
 * @param columns of `{title, cell, class, sort}`: cell makes the content of a row's cell, sort is a head's content
 * @param marks attributes of a row's element
 */
export function table(label, columns, rows, marks = () => ({})) {
  return h('div', {class: 'scroll'}, h('table', {'aria-label': label},
    h('thead', {}, h('tr', {}, columns.map(column =>
      h('th', {scope: 'col', class: column.class, title: column.hint, 'aria-sort': column.sorted},
        column.head ?? column.title)))),
    h('tbody', {}, rows.map(row => h('tr', marks(row), columns.map(column =>
      h('td', {class: column.class}, column.cell(row))))))));
}

/**
 * Links to the pages beside this one. A cursor only leads on; the way back is what this tab has come along, which the
 * session remembers.
 */
export function pager(address, answer, shown) {
  const cursor = address.params.get('cursor');
  const number = Number(address.params.get('page')) || 1;
  const to = (target, page) => changed(address, {cursor: target || null, page: page > 1 ? page : null});
  if (answer.cursor) {
    remember(answer.cursor, cursor ?? '');
  }
  const before = cursor && recall(cursor);
  const step = (label, href, id) => href
    ? h('a', {class: 'step', href, id}, label)
    : h('span', {class: 'step off', 'aria-disabled': 'true'}, label);
  return h('nav', {class: 'pager', 'aria-label': 'Pages'},
    step('« First', cursor && to(null, 1), 'first'),
    step('‹ Previous', typeof before === 'string' && to(before, number - 1), 'previous'),
    h('span', {class: 'here'}, `Page ${cursor ? number : 1} · ${format.count(shown)} shown`),
    step('Next ›', answer.cursor && to(answer.cursor, number + 1), 'next'));
}

function remember(cursor, before) {
  try {
    sessionStorage.setItem(`before ${cursor}`, before);
  } catch {
    // Full or forbidden: there is no way back but the browser's own.
  }
}

function recall(cursor) {
  try {
    return sessionStorage.getItem(`before ${cursor}`);
  } catch {
    return null;
  }
}

export const field = (label, control, hint) => h('label', {class: 'field', title: hint}, h('span', {}, label), control);

/** A text that is a parameter of the address. */
export function textField(address, name, label, {hint, placeholder, parse = text => text, write = text => text} = {}) {
  const value = address.params.get(name);
  return field(label, h('input', {
    id: `f-${name}`,
    type: 'text',
    placeholder,
    autocomplete: 'off',
    spellcheck: 'false',
    value: value === null ? '' : write(value),
    onchange: event => {
      const text = event.target.value.trim();
      const parameter = text === '' ? null : parse(text);
      const wrong = typeof parameter === 'number' && Number.isNaN(parameter);
      event.target.setCustomValidity(wrong ? hint : '');
      if (wrong) {
        event.target.reportValidity();
      } else {
        alter({[name]: parameter});
      }
    },
  }), hint);
}

/** A moment, as milliseconds in the address. */
export const timeField = (address, name, label) => field(label, h('input', {
  id: `f-${name}`,
  type: 'datetime-local',
  step: 1,
  value: /^\d+$/.test(address.params.get(name) ?? '') ? format.forField(address.params.get(name)) : null,
  onchange: event => {
    const at = new Date(event.target.value).getTime();
    alter({[name]: Number.isNaN(at) ? null : at});
  },
}));

/**
 * @param options pairs of value and text
 * @param usual the value for which nothing is in the address
 * @param others what else changes with it
 */
export function choice(address, name, label, options, usual = '', others = {}) {
  const value = address.params.get(name) ?? usual;
  return field(label, h('select', {
    id: `f-${name}`,
    onchange: event => alter({...others, [name]: event.target.value === usual ? null : event.target.value}),
  }, options.map(([option, text]) => h('option', {value: option, selected: option === value}, text))));
}

/** Values of which any number may be chosen. */
export function chips(address, name, label, values) {
  const chosen = address.params.getAll(name);
  const all = [...new Set([...values, ...chosen])];
  return h('fieldset', {class: 'chips'}, h('legend', {}, label), all.map(value => h('label', {class: 'chip'},
    h('input', {
      type: 'checkbox',
      id: `f-${name}-${value}`,
      checked: chosen.includes(value),
      onchange: event => {
        const others = read().params.getAll(name).filter(one => one !== value);
        alter({[name]: event.target.checked ? [...others, value] : others});
      },
    }), h('span', {}, value))));
}

/** Fields that take effect when they change, or on Enter. */
export const filters = (label, ...controls) => h('form', {
  class: 'filters', role: 'search', 'aria-label': label, onsubmit: event => event.preventDefault(),
}, ...controls);

/** Stretches of time until now, for a pair of parameters. */
export function spans(from, to) {
  const lengths = [['1 h', format.HOUR], ['24 h', format.DAY], ['7 d', 7 * format.DAY], ['30 d', 30 * format.DAY]];
  return h('span', {class: 'spans', role: 'group', 'aria-label': 'Started in the last'}, lengths.map(([text, length]) =>
    h('button', {
      type: 'button',
      onclick: () => alter({[from]: Date.now() - length, [to]: null}),
    }, text)));
}

export const facts = pairs => h('dl', {class: 'facts'},
  pairs.filter(Boolean).map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))));

export const card = (title, ...content) =>
  h('section', {class: 'card'}, title && h('h2', {}, title), ...content);

/** A stack trace that is folded to its first line. */
export const trace = (summary, text, open) =>
  h('details', {class: 'trace', open}, h('summary', {}, ...[summary].flat()), h('pre', {tabindex: 0}, text));

export function bar(share) {
  return h('progress', {max: 1, value: Math.min(1, Math.max(0, share)), 'aria-label': 'Progress'});
}
