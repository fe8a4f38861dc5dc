// What a learner said of the newest rows, and why.

import {byId, choices, el, labelled, table} from './dom.js';
import {bar} from './learning.js';
import {number} from './format.js';

export class PredictionsView {
  constructor(redraw) {
    this.learner = el('select', {onchange: () => {
      byId('predictions-view').replaceChildren();
      redraw();
    }});
    byId('predictions-controls').append(labelled('Said by', this.learner));
  }

  draw(now) {
    const view = byId('predictions-view');
    // A row that somebody reads, or is at by keyboard, stays where it is.
    if (view.querySelector('details[open], summary:focus-visible')) return;
    const sayers = now.learning.filter((stream) => stream.predictions.length > 0)
      .flatMap((stream) => stream.predictions[0].learners.map(({learner}) => ({stream, learner})));
    const several = new Set(sayers.map(({stream}) => stream)).size > 1;
    const chosen = choices(this.learner, sayers.map(({stream, learner}) => JSON.stringify([stream.name, learner])),
      sayers.map(({stream, learner}) => (several ? `${learner} of ${stream.name}` : learner)));
    this.learner.parentElement.hidden = sayers.length === 0;
    view.replaceChildren(sayers.length === 0 ? el('p', {class: 'quiet'}, 'No prediction is at hand.')
      : predictions(...JSON.parse(chosen), now));
  }
}

function predictions(name, learner, now) {
  const stream = now.learning.find((one) => one.name === name);
  const against = stream.learners[0].classes.length > 2 ? ' against the mean of all classes' : '';
  const rows = stream.predictions
    .map((row) => ({...row, against, ...row.learners.find((one) => one.learner === learner)}));
  const classes = rows[0].decided !== undefined;
  const head = ['batch', 'said', ...(classes ? ['taken for'] : []), 'was', 'model'];
  const shown = table(`Newest predictions of ${learner}, each with why behind it`, head,
    rows.map((one) => [String(one.batch), number(one.output), ...(classes ? [one.decided] : []),
      truth(one), one.version < 0 ? 'untrained' : `version ${one.version}`]));
  [...shown.tBodies[0].rows].forEach((row, i) =>
    row.after(el('tr', {class: 'why'}, el('td', {colspan: head.length}, why(rows[i])))));
  return shown;
}

function truth(one) {
  if (one.label === null) return el('span', {class: 'quiet'}, 'no label');
  if (one.decided === undefined) return number(one.label);
  const hit = one.label === one.decided;
  return el('span', {class: hit ? 'hit' : 'miss'}, `${one.label} ${hit ? '✓' : '✗'}`);
}

function why(one) {
  if (one.explained === undefined) {
    return el('details', {}, el('summary', {}, 'features'),
      el('p', {class: 'quiet'}, 'No explanation: this model is not a sum over its features. The largest features:'),
      table('Largest features', ['feature', 'value'], one.features.map(([name, value]) => [name, number(value)])));
  }
  const most = Math.max(...one.features.map(([, , added]) => Math.abs(added ?? 0)), 1e-300);
  const rest = one.score - one.intercept - one.features.reduce((sum, [, , added]) => sum + added, 0);
  const others = one.featureCount - one.features.length;
  const score = one.of === undefined ? 'estimate' : `log-odds of ${one.of}${one.against}`;
  return el('details', {}, el('summary', {}, 'explain'),
    el('p', {class: 'quiet'}, `What each feature adds to the ${score}, by version ${one.explainedBy} of ${one.learner}, which says ${number(one.explained)}.`),
    el('table', {class: 'bars'}, el('caption', {class: 'hidden'}, 'What each feature adds'),
      el('thead', {}, el('tr', {}, el('th', {scope: 'col'}, 'feature'), el('th', {scope: 'col', class: 'number'}, 'value'),
        el('td', {'aria-hidden': 'true'}), el('th', {scope: 'col', class: 'number'}, 'adds'))),
      el('tbody', {}, ...one.features.map(([name, value, added]) => bar(name, added, most, number(value))))),
    el('p', {class: 'quiet'}, `Intercept ${number(one.intercept)}${others > 0 ? `, ${others} other features ${number(rest)}` : ''}, sum ${number(one.score)}.`));
}
