const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const UNITS = {ms: 1, s: SECOND, m: MINUTE, min: MINUTE, h: HOUR, d: DAY};

export const NONE = '–';

const two = number => String(number).padStart(2, '0');

/** The times that have a date: a recorded time is whatever number an engine or an archive had. */
const dated = ms => Math.abs(ms) <= 8.64e15;
const iso = ms => new Date(ms).toISOString();

/** In the browser's time zone, to the second. */
export function time(ms) {
  if (!dated(ms)) {
    return String(ms);
  }
  const at = new Date(ms);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} `
    + `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** To the millisecond. */
export const utc = ms => dated(ms) ? iso(ms).replace('T', ' ').replace('Z', ' UTC') : `${ms} ms`;

/** As the attribute of an element has it; null for a time without a date. */
export const datetime = ms => dated(ms) ? iso(ms) : null;

/** The day of its first millisecond in UTC. A run without a plausible start is on no day. */
export const day = ms => ms === null ? NONE : iso(ms).slice(0, 10);

/** As fields for a date and time want it: in the browser's time zone. */
export const forField = ms => time(Number(ms)).replace(' ', 'T');

export function duration(ms) {
  if (ms < SECOND) {
    return `${Math.round(ms)} ms`;
  }
  if (ms < MINUTE) {
    return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`;
  }
  if (ms < HOUR) {
    return `${Math.floor(ms / MINUTE)}m ${two(Math.floor(ms % MINUTE / SECOND))}s`;
  }
  if (ms < DAY) {
    return `${Math.floor(ms / HOUR)}h ${two(Math.floor(ms % HOUR / MINUTE))}m`;
  }
  return `${Math.floor(ms / DAY)}d ${Math.floor(ms % DAY / HOUR)}h`;
}

/** The milliseconds of what people write: `90s`, `1h 30m`, `250 ms`; seconds without a unit. NaN for anything else. */
export function milliseconds(text) {
  let sum = 0;
  const rest = text.trim().replace(/(\d+(?:\.\d+)?)\s*(ms|s|min|m|h|d)?\s*/g, (whole, number, unit) => {
    sum += Number(number) * UNITS[unit ?? 's'];
    return '';
  });
  return rest === '' && text.trim() !== '' ? Math.round(sum) : NaN;
}

/** So that it reads back as the same. */
export function exactDuration(ms) {
  let rest = Number(ms);
  const parts = [];
  for (const [unit, size] of [['d', DAY], ['h', HOUR], ['m', MINUTE], ['s', SECOND], ['ms', 1]]) {
    if (rest >= size) {
      parts.push(Math.floor(rest / size) + unit);
      rest %= size;
    }
  }
  return parts.join(' ') || '0s';
}

export function bytes(count) {
  let value = count;
  let unit = 0;
  const names = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  while (value >= 1024 && unit < names.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${names[unit]}`;
}

export const count = number => number.toLocaleString('en-US');

export {SECOND, MINUTE, HOUR, DAY};
