// What is shown as a table: predictions, dead letters.

import {byId, el, table} from './dom.js';
import {bar} from './learning.js';
import {count, number} from './format.js';

export function drawPredictions(now) {
  const view = byId('predictions-view');
  // A row that somebody reads stays where it is.
  if (view.querySelector('details[open]')) return;
  const streams = now.learning.filter((stream) => stream.predictions.length > 0);
  view.replaceChildren(...streams.length === 0
    ? [el('p', {class: 'quiet'}, 'No prediction is at hand.')]
    : streams.flatMap((stream) => [
      streams.length > 1 ? el('h3', {}, stream.name) : '',
      predictions(stream),
    ]));
}

function predictions(stream) {
  const classes = stream.predictions[0].decided !== undefined;
  const head = ['batch', 'said', ...(classes ? ['taken for'] : []), 'was', 'model'];
  const shown = table(`Newest predictions of ${stream.learners[0].name}, each with why behind it`, head,
    stream.predictions.map((one) => [String(one.batch), number(one.output), ...(classes ? [one.decided] : []),
      truth(one), one.version < 0 ? 'untrained' : `version ${one.version}`]));
  [...shown.tBodies[0].rows].forEach((row, i) =>
    row.after(el('tr', {class: 'why'}, el('td', {colspan: head.length}, why(stream.predictions[i])))));
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
  return el('details', {}, el('summary', {}, 'explain'),
    el('p', {class: 'quiet'}, `What each feature adds to the score by model version ${one.explainedBy}, which says ${number(one.explained)}: weight × scaled value.`),
    el('table', {class: 'bars'}, el('caption', {class: 'hidden'}, 'What each feature adds'),
      el('thead', {}, el('tr', {}, el('th', {scope: 'col'}, 'feature'), el('th', {scope: 'col', class: 'number'}, 'value'),
        el('td', {'aria-hidden': 'true'}), el('th', {scope: 'col', class: 'number'}, 'adds'))),
      el('tbody', {}, ...one.features.map(([name, value, added]) => bar(name, added, most, number(value))))),
    el('p', {class: 'quiet'}, `Intercept ${number(one.intercept)}${others > 0 ? `, ${others} other features ${number(rest)}` : ''}, score ${number(one.score)}.`));
}

export function drawLetters(now) {
  byId('letters-view').replaceChildren(
    el('p', {}, now.deadLetters === 0 ? 'No record has been put aside.' : `${count(now.deadLetters)} records have been put aside; the newest:`),
    now.letters.length === 0 ? '' : table('Newest dead letters', ['batch', 'from', 'position', 'reason'],
      now.letters.map((letter) => [String(letter.batch), letter.origin, letter.position, letter.reason])));
}
