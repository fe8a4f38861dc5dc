// What the pipeline computes: sources on the left, sinks on the right.

import {byId, el, svg, table} from './dom.js';
import {count, millis} from './format.js';

const WIDTH = 134;
const HEIGHT = 50;
const GAP_X = 34;
const GAP_Y = 18;

export class GraphView {
  // nodes: {id, kind, name, inputs}
  constructor(nodes) {
    this.nodes = nodes;
    this.texts = new Map();
    this.rows = el('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Graph, as a table'});
    const picture = el('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Graph'}, this.picture());
    byId('graph-view').replaceChildren(
      el('p', {class: 'quiet'}, 'Rows that came in with the batch that was counted last, and time per batch. Steps in a row run as one pass; its time stands at the step that asked for it.'),
      picture, this.details = el('details', {ontoggle: () => this.fillTable()}, el('summary', {}, 'Table'), this.rows));
  }

  picture() {
    const places = layout(this.nodes);
    const width = Math.max(...places.map((place) => place.x + WIDTH), WIDTH) + 4;
    const height = Math.max(...places.map((place) => place.y + HEIGHT), HEIGHT) + 4;
    const edges = this.nodes.flatMap((node) => node.inputs.map((input) => {
      const from = places[input];
      const to = places[node.id];
      const [x1, y1, x2, y2] = [from.x + WIDTH, from.y + HEIGHT / 2, to.x, to.y + HEIGHT / 2];
      return svg('path', {class: 'edge', d: `M${x1} ${y1} C${x1 + GAP_X / 2} ${y1} ${x2 - GAP_X / 2} ${y2} ${x2} ${y2}`});
    }));
    const boxes = this.nodes.map((node) => {
      const {x, y} = places[node.id];
      const figures = svg('text', {x: x + 10, y: y + 38, class: 'figures'});
      this.texts.set(node.id, figures);
      const name = node.name.length > 16 ? `${node.name.slice(0, 15)}…` : node.name;
      return svg('g', {class: `node ${node.kind === 'source' || node.kind === 'sink' ? node.kind : 'step'}`},
        svg('title', {}, `${node.kind} ${node.name}`),
        svg('rect', {x, y, width: WIDTH, height: HEIGHT, rx: 8}),
        svg('text', {x: x + 10, y: y + 20}, name,
          node.name.startsWith(node.kind) || node.name.length + node.kind.length > 15 ? '' : svg('tspan', {class: 'kind', dx: 6}, node.kind)),
        figures);
    });
    return svg('svg', {width, height, viewBox: `-2 -2 ${width} ${height}`, role: 'img', 'aria-label': `Graph of ${this.nodes.length} steps; the table below has the same`},
      ...edges, ...boxes);
  }

  // figures: {id, rows, ms}
  draw(figures) {
    this.figures = figures;
    for (const {id, rows, ms} of figures) {
      const text = this.texts.get(id);
      if (text) text.textContent = [rows === null ? '' : `${count(rows)} rows`, ms === null ? '' : millis(ms)].filter(Boolean).join(' · ') || ' ';
    }
    this.fillTable();
  }

  fillTable() {
    if (!this.details.open || !this.figures) return;
    const name = (id) => this.nodes[id].name;
    this.rows.replaceChildren(table('Steps of the pipeline', ['step', 'kind', 'reads', 'rows in', 'time per batch'],
      this.nodes.map((node) => {
        const {rows, ms} = this.figures.find((one) => one.id === node.id) ?? {rows: null, ms: null};
        return [node.name, node.kind, node.inputs.map(name).join(', '), count(rows), millis(ms)];
      })));
  }
}

// By the longest way from a source; within a layer, near what is read.
function layout(nodes) {
  const layer = [];
  for (const node of nodes) layer[node.id] = Math.max(0, ...node.inputs.map((input) => layer[input] + 1));
  const places = [];
  const used = new Map();
  for (const node of nodes) {
    const column = layer[node.id];
    const wanted = node.inputs.length === 0 ? 0
      : node.inputs.reduce((sum, input) => sum + places[input].row, 0) / node.inputs.length;
    const row = Math.max(used.get(column) ?? 0, Math.floor(wanted));
    used.set(column, row + 1);
    places[node.id] = {row, x: column * (WIDTH + GAP_X), y: row * (HEIGHT + GAP_Y)};
  }
  return places;
}
