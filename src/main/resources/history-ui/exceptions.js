import {h} from './dom.js';
import * as api from './api.js';
import {asked, link} from './address.js';
import * as format from './format.js';
import * as parts from './parts.js';

const PARAMETERS = ['text', 'engine', 'cluster', 'seenFrom', 'seenTo', 'limit', 'cursor'];

/** What went wrong, over all jobs, by root cause. */
export function exceptions(view) {
  const {address} = view;
  view.title('Exceptions');
  const question = asked(address.params, PARAMETERS);
  if (!address.params.has('limit')) {
    question.push(['limit', 25]);
  }
  const url = api.address(['exceptions'], question);
  return [
    parts.filters('Filters', h('div', {class: 'row'},
      parts.textField(address, 'text', 'Stack trace contains', {placeholder: 'Text, in whatever case'}),
      parts.chips(address, 'engine', 'Engine', ['flink', 'seatunnel', 'connect']),
      parts.textField(address, 'cluster', 'Cluster'),
      h('span', {class: 'started'}, parts.timeField(address, 'seenFrom', 'Seen since'), parts.spans('seenFrom', 'seenTo')),
      parts.timeField(address, 'seenTo', 'Seen before'),
      PARAMETERS.some(name => address.params.has(name)) && h('a', {class: 'clear', href: link(['exceptions'])}, 'Clear filters'))),
    parts.area(view, url, answer => answer.exceptions.length === 0 ? parts.empty('No exception is like that.') : [
      answer.exceptions.map(group => groupOf(address, group)),
      h('div', {class: 'below'}, parts.pager(address, answer, answer.exceptions.length),
        h('div', {class: 'takeaway'}, h('a', {href: url, target: '_blank', rel: 'noopener'}, 'Raw JSON'))),
    ]),
  ];
}

function groupOf(address, group) {
  return h('article', {class: 'card group', 'data-group': group.id},
    h('div', {class: 'line'},
      h('h2', {}, group.rootCause || '(no exception)'),
      h('span', {class: 'numbers'},
        h('span', {title: 'How often it was recorded'}, `${format.count(group.exceptions)}×`),
        h('a', {href: link(['jobs'], {
          exception: common(group), runs: 'all', engine: address.params.getAll('engine'), cluster: address.params.getAll('cluster'),
        })}, group.jobs === 1 ? '1 run' : `${format.count(group.jobs)} runs`))),
    group.message && h('p', {class: 'message', title: group.message}, group.message),
    h('p', {class: 'hint'}, parts.timeOf(group.firstSeen), ' – ', parts.timeOf(group.lastSeen)),
    parts.trace('One of the stack traces', group.sample));
}

/**
 * What the stack traces of a group have in common, to find its jobs by: the root cause's first line, up to the first word
 * that a number, an id or something quoted may be in, as these differ.
 */
function common({rootCause, message}) {
  const words = message.split(/(?<=\s)/);
  const end = words.findIndex(word => /[\d'"@]/.test(word));
  const same = words.slice(0, end < 0 ? words.length : end).join('');
  return [rootCause, same].filter(part => part !== '').join(': ').slice(0, 200).trim() || message;
}
