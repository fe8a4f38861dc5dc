// How fast the pipeline is: tiles and curves.

import {byId, el, table} from './dom.js';
import {Chart} from './charts.js';
import {bytes, count, millis, number, share, span, time} from './format.js';

const SILENT = 10_000;

const last = (values) => values.at(-1) ?? null;

export class SystemView {
  constructor() {
    const parent = byId('speed-charts');
    this.rate = new Chart(parent, {title: 'Input rate', format: (v) => `${number(v)}/s`});
    this.processing = new Chart(parent, {title: 'Time per batch', format: millis});
    this.delay = new Chart(parent, {title: 'Scheduling delay', format: millis});
    this.size = new Chart(parent, {title: 'Batch size', format: count});
    this.state = new Chart(parent, {title: 'Keyed state', format: count});
    this.bytes = new Chart(parent, {title: 'Taken of budgets', format: bytes, axis: (v) => (v < 1e6 ? bytes(v) : `${number(v / 1e6)} MB`)});
    this.checkpoint = new Chart(parent, {title: 'Checkpoint', format: millis});
  }

  draw(history, hello) {
    const {t} = history;
    const rate = history.rate();
    this.rate.set(t, [{name: 'rows per second', values: rate}], `${number(last(rate))} rows/s`);
    const processing = history.get('processing');
    const times = [
      {name: 'processing', values: processing},
      {name: 'commit', values: history.get('commit')},
      {name: 'planning', values: history.get('planning')},
    ];
    if (hello.interval) {
      times.push({name: 'batch interval', values: t.map(() => hello.interval), dash: true, color: '--limit'});
    }
    this.processing.set(t, times, millis(last(processing)));
    const delay = history.get('delay');
    this.delay.set(t, [{name: 'delay', values: delay}], millis(last(delay)));
    const size = history.perBatch('rows');
    const sizes = [{name: 'rows per batch', values: size}];
    const skipped = history.perBatch('skipped');
    if (skipped.some((rows) => rows > 0)) sizes.push({name: 'not learned', values: skipped});
    this.size.set(t, sizes, `${count(last(size))} rows`);
    this.drawParts(this.state, 'state/', history);
    this.drawParts(this.bytes, 'bytes/', history);
    const checkpoint = history.get('checkpoint');
    this.checkpoint.figure.hidden = history.names('checkpoint').length === 0;
    this.checkpoint.set(t, [{name: 'encode and write', values: checkpoint}], millis(last(checkpoint.filter((v) => v !== null))));
  }

  // A curve for each operator of which there is something.
  drawParts(chart, prefix, history) {
    const parts = history.names(prefix);
    chart.figure.hidden = parts.length === 0;
    chart.set(history.t, parts.map((name) => ({name: name.slice(prefix.length), values: history.get(name)})));
  }

  // silence: for how many milliseconds there has been no batch, or null.
  tiles(now, history, hello, headline, silence) {
    const batch = now.last ?? {};
    const rate = last(history.rate());
    const processing = last(history.get('processing'));
    const state = Object.values(batch.state ?? {}).reduce((a, b) => a + b, 0);
    const late = hello.interval && processing > hello.interval;
    const tiles = [
      ['Rows', count(now.rows), `${count(now.batches)} batches`],
      silence > Math.max(SILENT, 3 * (hello.interval ?? 0)) ? ['Rate', '0', `no batch for ${span(silence)}`]
        : ['Rate', rate === null ? '–' : number(rate), 'rows per second'],
      ['Processing', millis(processing), hello.interval ? `a batch is due every ${millis(hello.interval)}` : 'newest batch', late],
      ['Delay', millis(last(history.get('delay'))), 'newest batch'],
      ['Keyed state', count(state), 'rows'],
      ['Checkpoint', millis(batch.checkpointBytes ? batch.checkpoint : null), bytes(batch.checkpointBytes)],
      ...(now.degraded > 0 ? [['Not learned', count(now.skipped), `rows of ${count(now.degraded)} degraded batches`, batch.degraded]] : []),
      ['Dead letters', count(now.deadLetters), 'put aside', now.deadLetters > 0],
      ...(now.alerts ? [['Alerts', count(now.alerts.firing), 'firing', now.alerts.firing > 0]] : []),
      ...headline,
    ];
    byId('tiles').replaceChildren(...tiles.map(([name, value, note, bad]) =>
      el('div', {class: bad ? 'tile bad' : 'tile'}, el('dt', {}, name), el('dd', {}, value), el('dd', {class: 'quiet'}, note))));
  }
}

// How much of what has a bound is taken, and what was given up for it since the run began.
export function drawBudgets(now) {
  const view = byId('budgets');
  view.hidden = now.budgets.length === 0;
  view.replaceChildren(el('h3', {}, 'Budgets'), table('Budgets', ['of', 'bytes', 'budget', 'taken', 'on disk', 'evicted keys', 'expired keys', 'refused records'],
    now.budgets.map((one) => [one.name, bytes(one.bytes), bytes(one.maxBytes), taken(one), bytes(one.spilled),
      count(one.evicted), count(one.expired), count(one.refused)])));
}

function taken({bytes: size, maxBytes}) {
  if (!maxBytes) return '–';
  const full = size > 0.9 * maxBytes;
  return el('span', {class: full ? 'miss' : undefined}, `${full ? '▲ ' : ''}${share(size / maxBytes)}`);
}

const KINDS = {EVENT: 'event', DRIFT: 'drift', DEGRADED: 'degraded', ALERT: 'alert'};
const SIGNS = {EVENT: '●', DRIFT: '◆', DEGRADED: '■', ALERT: '▲'}; // as on the charts

export function drawMarks(marks) {
  const newest = marks.slice(-20).reverse();
  byId('marks').replaceChildren(
    el('h3', {}, 'Marks'),
    newest.length === 0
      ? el('p', {class: 'quiet'}, 'Nothing has happened that is worth a mark.')
      : el('ol', {class: 'marks'}, ...newest.map((mark) =>
        el('li', {class: `mark-${KINDS[mark.kind] ?? 'event'}`},
          el('time', {datetime: new Date(mark.t).toISOString()}, time(mark.t)), ` ${SIGNS[mark.kind] ?? ''} ${KINDS[mark.kind] ?? mark.kind}: `, mark.text))));
}
