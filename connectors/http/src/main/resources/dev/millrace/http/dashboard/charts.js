// Charts by uPlot, each with a table behind it and a sentence for those who cannot see it.

import {el, table} from './dom.js';
import {number, time} from './format.js';

const HEIGHT = 170;
const TABLE_ROWS = 20;
const FEW_MARKS = 8;
const MARK_COLORS = {EVENT: '--mark-event', DRIFT: '--mark-drift', DEGRADED: '--mark-degraded', ALERT: '--mark-alert'};

const SIGN_HEIGHTS = {EVENT: 4, ALERT: 4, DRIFT: 15, DEGRADED: 26}; // what drift sets off stands at the same moment

const charts = new Set();
let marks = [];

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const color = (i) => css(`--series-${i % 7}`);

export function setMarks(list) {
  marks = list;
  for (const chart of charts) chart.redraw();
}

// The colours have changed.
export function recolor() {
  for (const chart of charts) chart.rebuild();
}

const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    entry.target.chart.visible = entry.isIntersecting;
    if (entry.isIntersecting) entry.target.chart.draw();
  }
}, {rootMargin: '200px'});

const sized = new ResizeObserver((entries) => {
  for (const entry of entries) entry.target.chart.resize();
});

// A shape of its own for each kind: a triangle for alerts, a diamond for drift, a square for degraded
// batches, a disc for the rest.
function drawSign(ctx, kind, x, y, r) {
  ctx.beginPath();
  if (kind === 'ALERT') {
    ctx.moveTo(x, y - r);
    ctx.lineTo(x + r, y + r);
    ctx.lineTo(x - r, y + r);
  } else if (kind === 'DRIFT') {
    ctx.moveTo(x, y - r);
    ctx.lineTo(x + r, y);
    ctx.lineTo(x, y + r);
    ctx.lineTo(x - r, y);
  } else if (kind === 'DEGRADED') {
    ctx.rect(x - 0.8 * r, y - 0.8 * r, 1.6 * r, 1.6 * r);
  } else {
    ctx.arc(x, y, 0.8 * r, 0, 7);
  }
  ctx.fill();
}

const drawMarks = {
  hooks: {
    draw: [(plot) => {
      const {ctx, bbox} = plot;
      const places = marks.map((mark) => ({mark, x: Math.round(plot.valToPos(mark.t / 1000, 'x', true))}))
        .filter(({x}) => x >= bbox.left && x <= bbox.left + bbox.width);
      for (const {mark, x} of places) {
        ctx.save();
        ctx.strokeStyle = ctx.fillStyle = css(MARK_COLORS[mark.kind] ?? '--mark-event');
        ctx.lineWidth = devicePixelRatio;
        ctx.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio]);
        ctx.beginPath();
        ctx.moveTo(x, bbox.top);
        ctx.lineTo(x, bbox.top + bbox.height);
        ctx.globalAlpha = Math.min(1, FEW_MARKS / places.length); // the curves stay to be seen
        ctx.stroke();
        ctx.globalAlpha = 1;
        drawSign(ctx, mark.kind, x, bbox.top + (SIGN_HEIGHTS[mark.kind] ?? 4) * devicePixelRatio, 4.5 * devicePixelRatio);
        ctx.restore();
      }
    }],
  },
};

export class Chart {
  // title; format: how a value is written, axis: beside the axis; kind: time, bars or line; log: whether y is.
  constructor(parent, {title, format = number, axis = number, kind = 'time', log = false, xTitle = 'time'}) {
    this.options = {title, format, axis, kind, log, xTitle};
    this.newest = el('span', {class: 'newest'});
    this.legend = el('p', {class: 'legend', 'aria-hidden': 'true'});
    this.canvas = el('div', {class: 'canvas', role: 'img'});
    this.rows = el('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': `${title}, as a table`});
    this.details = el('details', {ontoggle: () => this.fillTable()}, el('summary', {}, 'Table'), this.rows);
    this.figure = el('figure', {class: 'card'},
      el('figcaption', {}, el('span', {}, title), this.newest), this.canvas, this.legend, this.details);
    parent.append(this.figure);
    this.canvas.chart = this;
    this.visible = false;
    this.data = null;
    this.series = [];
    charts.add(this);
    seen.observe(this.canvas);
    sized.observe(this.canvas);
  }

  remove() {
    charts.delete(this);
    seen.unobserve(this.canvas);
    sized.unobserve(this.canvas);
    this.plot?.destroy();
    this.figure.remove();
  }

  // x, and series as {name, values, dash, color}; newest: what stands beside the title.
  set(x, series, newest = '') {
    const names = series.map((s) => s.name).join('\n');
    const changed = names !== this.names;
    this.names = names;
    this.series = series;
    this.data = [x, ...series.map((s) => s.values)];
    this.newest.textContent = newest;
    this.stale = true;
    if (changed) this.rebuild();
    else this.draw();
  }

  draw() {
    if (!this.visible || !this.stale || !this.data) return;
    if (!this.plot) this.build();
    else this.plot.setData(this.data);
    this.stale = false;
    this.canvas.setAttribute('aria-label', this.sentence());
    this.fillTable();
  }

  redraw() {
    if (this.visible) this.plot?.redraw(false, false);
  }

  rebuild() {
    this.plot?.destroy();
    this.plot = null;
    this.stale = true;
    this.draw();
  }

  resize() {
    const width = this.canvas.clientWidth;
    if (this.plot && width > 0 && width !== this.plot.width) this.plot.setSize({width, height: HEIGHT});
  }

  build() {
    const {kind, log} = this.options;
    const axis = {stroke: css('--quiet'), grid: {stroke: css('--grid'), width: 1}, ticks: {stroke: css('--grid'), width: 1}, font: '11px system-ui, sans-serif'};
    const bars = kind === 'bars' ? uPlot.paths.bars({size: [0.8, 60]}) : undefined;
    this.plot = new uPlot({
      width: Math.max(100, this.canvas.clientWidth),
      height: HEIGHT,
      legend: {show: false},
      padding: [8, 10, 0, 0],
      cursor: kind === 'time' ? {sync: {key: 'time'}, y: false, drag: {x: true, y: false}} : {drag: {x: false, y: false}},
      scales: {
        x: {time: kind === 'time', range: kind === 'time' ? (_, min, max) => (min === max && min !== null ? [min - 1, max + 1] : [min, max]) : [0, 1]},
        y: log ? {distr: 3, range: (_, min, max) => [0.5, Math.max(10, max * 2)]}
          : {range: (_, min, max) => range(min, max, kind)},
      },
      axes: [{...axis, size: 28}, {...axis, size: 56, values: (_, splits) => splits.map((v) => (v === null ? '' : v === 0 ? '0' : this.options.axis(v)))}],
      series: [{}, ...this.series.map((s, i) => ({
        label: s.name,
        stroke: s.color ? css(s.color) : color(i),
        fill: bars ? `${color(i)}66` : undefined,
        width: 1.5,
        dash: s.dash ? [5, 4] : undefined,
        spanGaps: true,
        paths: bars,
        points: {show: s.points ? true : undefined, size: s.points ? 5 : 4},
      }))],
      plugins: kind === 'time' ? [drawMarks] : [],
      hooks: {setCursor: [(plot) => this.point(plot.cursor.idx)]},
    }, this.data, this.canvas);
    this.point(null);
  }

  // The legend, with the values under the cursor.
  point(index) {
    const at = index === null || index === undefined ? null : index;
    this.legend.replaceChildren(...this.series.map((s, i) =>
      el('span', {}, el('i', {class: s.dash ? 'dash' : '', style: {borderColor: s.color ? css(s.color) : color(i)}}), s.name,
        at === null ? '' : ` ${this.options.format(this.data[i + 1][at])}`)),
    at === null || this.options.kind !== 'time' ? '' : el('span', {}, time(1000 * this.data[0][at])));
  }

  sentence() {
    const parts = this.series.map((s) => {
      const values = s.values.filter((v) => v !== null && Number.isFinite(v));
      if (values.length === 0) return `${s.name}: nothing yet`;
      const {format} = this.options;
      const least = values.reduce((a, b) => Math.min(a, b));
      const most = values.reduce((a, b) => Math.max(a, b));
      return `${s.name}: newest ${format(values.at(-1))}, from ${format(least)} to ${format(most)}`;
    });
    return `${this.options.title}. ${parts.join('; ')}.`;
  }

  fillTable() {
    if (!this.details.open || !this.data) return;
    const {kind, format, xTitle} = this.options;
    const rows = [];
    for (let i = this.data[0].length - 1; i >= 0 && rows.length < TABLE_ROWS; i--) {
      const x = this.data[0][i];
      rows.push([kind === 'time' ? time(1000 * x) : number(x), ...this.series.map((s) => format(s.values[i]))]);
    }
    const caption = kind === 'time' ? `${this.options.title}, newest first` : this.options.title;
    this.rows.replaceChildren(table(caption, [xTitle, ...this.series.map((s) => s.name)], kind === 'time' ? rows : rows.reverse()));
  }
}

function range(min, max, kind) {
  if (kind === 'line') return [0, 1];
  if (min === null || min === undefined) return [0, 1];
  const low = min >= 0 && min < 0.7 * max ? 0 : min;
  const room = (max - low) * 0.06 || Math.abs(max) * 0.1 || 1;
  return [low === 0 ? 0 : low - room, max + room];
}
