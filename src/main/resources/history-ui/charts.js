import './lib/chart.umd.min.js';
import {h} from './dom.js';
import * as format from './format.js';
import * as parts from './parts.js';

const {Chart} = globalThis;
const dark = matchMedia('(prefers-color-scheme: dark)');

/** A colour of the style sheet. */
export const colour = name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

export const stateColour = state => colour(`state-${parts.kindOf(state)}`);

/**
 * A chart that lives as long as it is in the page, in the colours that the browser prefers.
 *
 * @param make makes Chart.js's configuration; called again when the colours change
 */
function chart(label, height, make) {
  const canvas = h('canvas', {role: 'img', 'aria-label': label});
  const box = h('div', {class: 'chart', style: {height: `${height}px`}}, canvas);
  let drawn;
  const draw = () => {
    drawn?.destroy();
    Chart.defaults.color = colour('muted');
    Chart.defaults.borderColor = colour('line');
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    Chart.defaults.font.size = 11;
    drawn = new Chart(canvas, make());
  };
  // Once it is in the page, as it takes its width from there.
  const seen = new ResizeObserver(() => {
    if (box.isConnected && !drawn) {
      draw();
    } else if (!box.isConnected && drawn) {
      end();
    }
  });
  const end = () => {
    seen.disconnect();
    dark.removeEventListener('change', draw);
    drawn?.destroy();
    drawn = null;
  };
  seen.observe(box);
  dark.addEventListener('change', draw);
  return box;
}

const base = (extra = {}) => ({
  animation: false,
  responsive: true,
  maintainAspectRatio: false,
  interaction: {mode: 'index', intersect: false},
  ...extra,
});

const legend = {position: 'top', align: 'end', labels: {boxWidth: 10, boxHeight: 10, usePointStyle: true, pointStyle: 'rectRounded'}};

const TIME_STEPS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, ...[1, 2, 5, 10, 15, 30].map(s => s * format.SECOND),
  ...[1, 2, 5, 10, 15, 30].map(m => m * format.MINUTE), ...[1, 2, 3, 6, 12].map(hours => hours * format.HOUR),
  ...[1, 2, 7, 14, 30, 60, 90, 180, 365].map(days => days * format.DAY),
];

/** The smallest step that cuts a length into so many at most. A length may be any number that was recorded. */
function stepOf(steps, length, most) {
  let step = steps.find(size => length / size <= most) ?? steps.at(-1);
  while (length / step > most) {
    step *= 2;
  }
  return step;
}

/** The multiples of a step from one number to another: few, however great the numbers are. */
function multiples(step, from, to, offset = 0) {
  const found = [];
  const first = Math.ceil((from - offset) / step);
  for (let i = 0; i <= (to - from) / step; i++) {
    const at = (first + i) * step + offset;
    if (at <= to) {
      found.push(at);
    }
  }
  return found;
}

/** Round moments of the browser's time zone between two, and how to write them. */
export function timeTicks(from, to, most = 8) {
  const step = stepOf(TIME_STEPS, to - from, most);
  const zone = (new Date(from).getTimezoneOffset() || 0) * format.MINUTE;
  const ticks = multiples(step, from, to, zone);
  const write = at => {
    const text = format.time(at);
    if (step >= format.DAY) {
      return text.slice(0, 10);
    }
    const clock = step >= format.MINUTE ? text.slice(11, 16) : text.slice(11);
    const millis = step < format.SECOND ? `.${String(at % 1000).padStart(3, '0')}` : '';
    return (to - from > 20 * format.HOUR ? text.slice(5, 10) + ' ' : '') + clock + millis;
  };
  return {ticks, write};
}

const timeAxis = (from, to) => {
  const {ticks, write} = timeTicks(from, to, 10);
  return {
    type: 'linear',
    min: from,
    max: to,
    afterBuildTicks: axis => {
      axis.ticks = ticks.map(value => ({value}));
    },
    ticks: {callback: write, maxRotation: 0, autoSkip: true},
    grid: {display: false},
  };
};

/** Ticks of a duration at round seconds, minutes and hours. */
const durationTicks = axis => {
  axis.ticks = multiples(stepOf(TIME_STEPS, axis.max, 6), 0, axis.max).map(value => ({value}));
};

const bytesTicks = axis => {
  axis.ticks = multiples(stepOf([1], axis.max, 6), 0, axis.max).map(value => ({value}));
};

const shortDuration = ms => {
  if (ms === 0) {
    return '0';
  }
  return ms >= format.SECOND && ms < format.MINUTE ? `${ms / format.SECOND}s` : format.exactDuration(ms);
};
const shortBytes = value => value === 0 ? '0' : format.bytes(value).replace('.0 ', ' ');

/** How long checkpoints took, and how large they were, over time; those that failed are marked. */
export function checkpointCharts(checkpoints) {
  const shown = checkpoints.filter(one => one.triggerTime !== null).sort((a, b) => a.triggerTime - b.triggerTime);
  const first = shown[0].triggerTime;
  const last = shown.at(-1).triggerTime;
  const pad = Math.max(500, (last - first) * 0.02);
  const line = (label, key, name, fill) => ({
    label,
    data: shown.map(one => ({x: one.triggerTime, y: one[key], one})),
    borderColor: colour(name),
    backgroundColor: fill ? `${colour(name)}22` : colour(name),
    pointBackgroundColor: colour(name),
    pointRadius: shown.length > 150 ? 0 : 2,
    borderWidth: 1.5,
    fill: fill ? 'origin' : false,
    spanGaps: true,
    tension: 0,
  });
  // Those have neither duration nor size, so they are marked on the axis.
  const failed = () => ({
    label: 'Failed',
    data: shown.filter(one => one.status === 'FAILED').map(one => ({x: one.triggerTime, y: 0, one})),
    showLine: false,
    pointStyle: 'crossRot',
    pointRadius: 5,
    borderWidth: 2,
    borderColor: colour('state-failed'),
    clip: false,
  });
  const options = (title, ticks, write, precise) => base({
    // Not by index: those that failed are a list of their own.
    interaction: {mode: 'nearest', axis: 'x', intersect: false},
    scales: {
      x: timeAxis(first - pad, last + pad),
      y: {
        beginAtZero: true,
        afterBuildTicks: ticks,
        ticks: {callback: write},
        title: {display: true, text: title},
        grace: '5%',
        // Charts above one another have one time axis.
        afterFit: axis => {
          axis.width = 84;
        },
      },
    },
    plugins: {
      legend,
      tooltip: {
        callbacks: {
          title: items => items.length ? `${items[0].raw.one.kind ?? 'CHECKPOINT'} ${items[0].raw.one.checkpointId} · ${format.time(items[0].raw.x)}` : '',
          label: item => item.dataset.label === 'Failed' ? parts.firstLine(item.raw.one.failureMessage)
            : `${item.dataset.label}: ${item.raw.y === null ? format.NONE : precise(item.raw.y)}`,
          footer: items => items.length ? items[0].raw.one.status : '',
        },
      },
    },
  });
  return [
    chart(`Duration of ${shown.length} checkpoints over time`, 150, () => ({
      type: 'line',
      data: {datasets: [failed(), line('Duration', 'duration', 'series-1', false)].filter(set => set.data.length > 0)},
      options: options('Duration', durationTicks, shortDuration, format.duration),
    })),
    chart(`Size of ${shown.length} checkpoints over time`, 150, () => ({
      type: 'line',
      data: {datasets: [
        line('State size', 'stateSize', 'series-2', true),
        line('Written', 'checkpointedSize', 'series-3', false),
      ]},
      options: options('Size', bytesTicks, shortBytes, format.bytes),
    })),
  ];
}

/** How many runs began each day, by state. */
export function countsChart(days, states, countOf) {
  return chart('Runs per day, by state', 240, () => ({
    type: 'bar',
    data: {
      labels: days.map(format.day),
      datasets: states.map(state => ({
        label: state,
        data: days.map(day => countOf(day, state)),
        backgroundColor: stateColour(state),
        borderColor: colour('surface'),
        borderWidth: {top: 1},
        maxBarThickness: 40,
        categoryPercentage: 0.85,
        barPercentage: 1,
      })),
    },
    options: base({
      scales: {
        x: {stacked: true, grid: {display: false}, ticks: {maxRotation: 0, autoSkipPadding: 12}},
        y: {stacked: true, beginAtZero: true, ticks: {precision: 0}, title: {display: true, text: 'Runs'}, afterFit: axis => {
          axis.width = 84;
        }},
      },
      plugins: {legend, tooltip: {filter: item => item.raw > 0}},
    }),
  }));
}

const LOG_TICKS = [
  1, 10, 100, format.SECOND, 10 * format.SECOND, format.MINUTE, 10 * format.MINUTE, format.HOUR, 6 * format.HOUR,
  format.DAY, 7 * format.DAY, 30 * format.DAY, 365 * format.DAY,
];

/** How long the runs took that began each day. From milliseconds to days, so the axis is logarithmic. */
export function percentilesChart(days, valueOf) {
  return chart('Percentiles of the duration per day', 220, () => ({
    type: 'line',
    data: {
      labels: days.map(format.day),
      datasets: [['p50', 'series-1'], ['p95', 'series-2'], ['p99', 'series-3']].map(([name, series]) => ({
        label: name,
        data: days.map(day => {
          const value = valueOf(day, name);
          return value === null ? null : Math.max(1, value);
        }),
        borderColor: colour(series),
        backgroundColor: colour(series),
        borderWidth: 1.5,
        pointRadius: 2,
      })),
    },
    options: base({
      scales: {
        x: {offset: true, grid: {display: false}, ticks: {maxRotation: 0, autoSkipPadding: 12}},
        y: {
          type: 'logarithmic',
          title: {display: true, text: 'Duration (log)'},
          afterBuildTicks: axis => {
            axis.ticks = LOG_TICKS.filter(value => value >= axis.min && value <= axis.max).map(value => ({value}));
          },
          ticks: {callback: shortDuration},
          afterFit: axis => {
            axis.width = 84;
          },
        },
      },
      plugins: {legend, tooltip: {callbacks: {label: item => `${item.dataset.label}: ${format.duration(item.raw)}`}}},
    }),
  }));
}

/** One number over time. */
export function seriesChart(label, points) {
  const first = points[0].x;
  const last = points.at(-1).x;
  const pad = Math.max(500, (last - first) * 0.02);
  return chart(`${label} over time`, 220, () => ({
    type: 'line',
    data: {datasets: [{
      label, data: points, borderColor: colour('series-1'), backgroundColor: colour('series-1'), borderWidth: 1.5,
      pointRadius: points.length > 150 ? 0 : 2,
    }]},
    options: base({
      scales: {x: timeAxis(first - pad, last + pad), y: {beginAtZero: true}},
      plugins: {legend, tooltip: {callbacks: {title: items => items.length ? format.time(items[0].raw.x) : ''}}},
    }),
  }));
}

/**
 * Bars on a time axis.
 *
 * @param lanes of `{label, bars}`, a bar being `{state, from, to, open}`: open ones go on
 */
export function timeline(lanes, from, to) {
  const length = Math.max(1, to - from);
  const share = ms => `${((ms - from) / length * 100).toFixed(3)}%`;
  const {ticks, write} = timeTicks(from, to);
  return h('div', {class: 'timeline', role: 'list', 'aria-label': 'Timeline'},
    lanes.map(lane => h('div', {class: `lane ${lane.class ?? ''}`, role: 'listitem'},
      h('span', {class: 'label', title: lane.label}, lane.label),
      h('span', {class: 'track'}, lane.bars.map(bar => h('span', {
        class: `bar ${parts.kindOf(bar.state)}${bar.open ? ' open' : ''}`,
        'data-state': bar.state,
        style: {left: share(bar.from), width: `${((bar.to - bar.from) / length * 100).toFixed(3)}%`},
        title: `${bar.state}\n${format.time(bar.from)} – ${bar.open ? 'now' : format.time(bar.to)}\n`
          + `${format.utc(bar.from)} – ${bar.open ? 'now' : format.utc(bar.to)}\n${format.duration(bar.to - bar.from)}`,
      }, h('span', {}, bar.state)))))),
    h('div', {class: 'lane axis', 'aria-hidden': 'true'},
      h('span', {class: 'label'}),
      h('span', {class: 'track'}, ticks.map(at =>
        h('span', {class: 'tick', style: {left: share(at)}, title: format.utc(at)}, write(at))))));
}
