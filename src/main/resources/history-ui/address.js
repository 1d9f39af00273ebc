/*
 * What is shown is named by the part of the address after the #: `#/job/flink/local/6d9b…?tab=checkpoints`. Each part of
 * the path is percent-encoded, as clusters are called `host:port` and worse.
 */

/** The address as it is now: the view, the rest of its path, and its parameters. */
export function read() {
  const hash = location.href.split('#')[1] ?? '';
  const [path, query] = hash.split('?', 2);
  const [view, ...path_] = path.replace(/^\//, '').split('/').map(decode);
  return {view: view || 'jobs', path: path_, params: new URLSearchParams(query ?? '')};
}

/** @param params URLSearchParams, or an object of which null, undefined and '' are left out and lists are repeated */
export function link(path, params) {
  const query = params instanceof URLSearchParams ? params : new URLSearchParams(pairs(params ?? {}));
  const text = query.toString();
  return '#/' + path.map(encodeURIComponent).join('/') + (text ? '?' + text : '');
}

/** The same view with other parameters: null takes one out. What pages is begun anew. */
export function changed(address, changes) {
  const params = new URLSearchParams(address.params);
  for (const name of ['cursor', 'page', ...Object.keys(changes)]) {
    params.delete(name);
  }
  for (const [name, value] of pairs(changes)) {
    params.append(name, value);
  }
  return link([address.view, ...address.path], params);
}

/** Of the address's parameters those that the API knows too. */
export function asked(params, names) {
  return [...params].filter(([name, value]) => names.includes(name) && value !== '');
}

export function go(to) {
  location.hash = to;
}

/** Goes on from the address as it is now, which may have changed since what is shown was made of it. */
export const alter = changes => go(changed(read(), changes));

export const jobLink = (job, params) =>
  link(['job', job.engine, job.cluster, job.jobId], {run: job.newest === false ? job.run : null, ...params});

/** How the API, and this page, name a run in a parameter. */
export const runName = job => [job.engine, job.cluster, job.jobId, job.run].map(encodeURIComponent).join('/');

function pairs(params) {
  return Object.entries(params).flatMap(([name, value]) =>
    [value].flat().filter(one => one !== null && one !== undefined && one !== '').map(one => [name, one]));
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
