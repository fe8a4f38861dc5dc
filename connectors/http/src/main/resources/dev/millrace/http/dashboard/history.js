// The curves as far as this page has seen them, in bounded memory.

const MOST = 4000;

export class History {
  constructor() {
    this.clear();
  }

  clear() {
    this.t = [];
    this.batch = [];
    this.columns = new Map();
  }

  get size() {
    return this.t.length;
  }

  // {t, batch, columns}: the points that come next.
  append(points) {
    const before = this.size;
    this.t.push(...points.t.map((t) => t / 1000));
    this.batch.push(...points.batch);
    for (const [name, values] of Object.entries(points.columns)) {
      if (!this.columns.has(name)) this.columns.set(name, []);
      const column = this.columns.get(name);
      while (column.length < before) column.push(null);
      column.push(...values);
    }
    if (this.size > MOST) this.halve();
  }

  halve() {
    const last = this.size - 1;
    const kept = (_, i) => i % 2 === last % 2;
    const sum = this.columns;
    for (const name of ['rows', 'deadLetters', 'skipped', 'batches']) {
      const column = sum.get(name) ?? [];
      for (let i = last % 2; i < column.length; i += 2) if (i > 0) column[i] += column[i - 1];
    }
    for (const [name, column] of this.columns) {
      this.columns.set(name, column.map((v, i) => v ?? (i > 0 ? column[i - 1] : null)).filter(kept));
    }
    this.t = this.t.filter(kept);
    this.batch = this.batch.filter(kept);
  }

  get(name) {
    const column = this.columns.get(name) ?? [];
    while (column.length < this.size) column.push(null);
    return column;
  }

  names(prefix) {
    return [...this.columns.keys()].filter((name) => name.startsWith(prefix));
  }

  // Rows per second, each over the second before, or over the time since the last point if that is longer.
  rate() {
    const rows = this.get('rows');
    let from = 0;
    let sum = 0;
    return rows.map((row, i) => {
      if (i === 0) return null;
      sum += row;
      while (from + 1 < i && this.t[i] - this.t[from + 1] >= 1) sum -= rows[++from];
      const span = this.t[i] - this.t[from];
      return span > 0 ? sum / span : null;
    });
  }

  // Of a number that is summed up over the batches of a point.
  perBatch(name) {
    const batches = this.get('batches');
    return this.get(name).map((sum, i) => sum / batches[i]);
  }
}
