// The records that have been put aside.

import {byId, el, table} from './dom.js';
import {count} from './format.js';

export function drawLetters(now) {
  byId('letters-view').replaceChildren(
    el('p', {}, now.deadLetters === 0 ? 'No record has been put aside.' : `${count(now.deadLetters)} records have been put aside; the newest:`),
    now.letters.length === 0 ? '' : table('Newest dead letters', ['batch', 'from', 'position', 'reason'],
      now.letters.map((letter) => [String(letter.batch), letter.origin, letter.position, letter.reason])));
}
