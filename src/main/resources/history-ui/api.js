/** Where the API is: this page is at /history/ui/. */
const HISTORY = new URL('../', import.meta.url);

/** An answer that is none: what the API says of it, in `messages`. */
export class Problem extends Error {
  /** @param retryAfter seconds; null when asking again is of no use */
  constructor(status, messages, retryAfter) {
    super(messages.join('\n'));
    this.status = status;
    this.messages = messages;
    this.retryAfter = retryAfter;
  }
}

/** The address of what the API has at this path. */
export function address(path, params) {
  const url = new URL(path.map(encodeURIComponent).join('/'), HISTORY);
  url.search = new URLSearchParams(params ?? []);
  return url;
}

/** The API's answer, or a Problem. */
export async function ask(url, {signal, method, body} = {}) {
  let response;
  try {
    response = await fetch(url, {
      signal,
      method: method ?? 'GET',
      headers: body ? {'Accept': 'application/json', 'Content-Type': 'application/json'} : {'Accept': 'application/json'},
      body: body && JSON.stringify(body),
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw new Problem(0, ['The service cannot be reached.'], 5);
  }
  const text = await response.text();
  let json = null;
  try {
    json = text === '' ? null : JSON.parse(text);
  } catch {
    // Said below.
  }
  if (response.ok && json !== null) {
    return json;
  }
  const retry = response.status === 503 ? Number(response.headers.get('Retry-After')) || 5 : null;
  const messages = Array.isArray(json?.errors) ? json.errors.map(String) : ['Not the JSON that was expected.'];
  throw new Problem(response.status, messages, retry);
}
