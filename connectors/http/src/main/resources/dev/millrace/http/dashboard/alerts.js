// What alerts have told: which incidents go on, which are over.

import {byId, el, table} from './dom.js';
import {count, moment} from './format.js';

// A word and a sign for each, so that nobody has to tell colours apart.
const SEVERITIES = {INFO: ['ℹ', 'info'], WARNING: ['▲', 'warning'], CRITICAL: ['✖', 'critical']};

export function drawAlerts(now) {
  byId('alerts-section').hidden = now.alerts === undefined;
  if (now.alerts === undefined) return;
  const {firing, newest} = now.alerts;
  byId('alerts-view').replaceChildren(
    el('p', {}, newest.length === 0 ? 'No alert has been told.'
      : `${firing === 0 ? 'All incidents are over' : `${count(firing)} ${firing === 1 ? 'incident goes' : 'incidents go'} on`}; the newest:`),
    newest.length === 0 ? '' : table('Newest incidents', ['state', 'severity', 'rule', 'key', 'since', 'until', 'what'],
      newest.map((one) => [state(one), severity(one), one.rule, one.key || '–', when(one.since),
        one.end === undefined ? '–' : when(one.end), one.text])));
}

function state(one) {
  const over = one.end !== undefined;
  return el('span', {class: over ? 'quiet' : 'firing'}, over ? '○ resolved' : '● firing');
}

function severity(one) {
  const [sign, word] = SEVERITIES[one.severity];
  return el('span', {class: `severity-${word}`}, `${sign} ${word}`);
}

function when(millis) {
  return el('time', {datetime: new Date(millis).toISOString()}, moment(millis));
}
