// Which versions of the models there are and which answer; pinning and rolling back.

import {byId, el, table} from './dom.js';
import {authorized, token} from './feed.js';
import {count, time} from './format.js';

async function act(path, parameters) {
  const said = byId('versions-said');
  said.textContent = '';
  const response = await fetch(`/dashboard/${path}?${new URLSearchParams(parameters)}`,
    {method: 'POST', headers: authorized({'Content-Type': 'application/json'}), body: '{}'});
  if (!response.ok) said.textContent = (await response.json()).error;
}

function button(text, label, path, parameters) {
  return el('button', {type: 'button', 'aria-label': label, disabled: token.get() === null, onclick: () => act(path, parameters)}, text);
}

let shown = '';

export function drawVersions({kept, served}) {
  const news = JSON.stringify([kept, served]);
  if (news === shown) return;
  shown = news;
  const view = byId('versions-view');
  // A button that has the focus keeps it.
  const focused = view.contains(document.activeElement) ? document.activeElement.getAttribute('aria-label') : null;
  const said = byId('versions-said')?.textContent ?? '';
  view.replaceChildren(
    token.get() === null ? el('p', {class: 'quiet'}, 'To pin versions and roll back, start the server with a token.') : '',
    el('p', {id: 'versions-said', role: 'alert'}, said),
    served.length === 0 ? '' : table('Models that are served', ['model', 'answers with', ''],
      served.map((model) => [model.name, `version ${model.version}${model.held ? ', held' : ', the newest'}`,
        model.held ? button('Newest again', `Let ${model.name} answer with the newest version`, 'release', {model: model.name}) : ''])),
    table('Versions that are kept, newest first', ['version', 'of', 'learned rows', 'kept', ''],
      kept.slice().reverse().map((version) => [String(version.id), time(version.t),
        version.damage || version.models.map(([name, rows]) => `${name} ${count(rows)}`).join(', '),
        version.pinned ? 'pinned' : 'until it is old',
        el('span', {class: 'buttons'},
          version.pinned ? button('Unpin', `Unpin version ${version.id}`, 'unpin', {version: version.id})
            : button('Pin', `Pin version ${version.id}`, 'pin', {version: version.id}),
          ...served.filter((model) => version.models.some(([name]) => name === model.name)).map((model) =>
            button(served.length > 1 ? `Roll ${model.name} back` : 'Roll back', `Roll ${model.name} back to version ${version.id}`, 'hold',
              {model: model.name, version: version.id})))])));
  if (focused) [...view.querySelectorAll('button')].find((one) => one.getAttribute('aria-label') === focused)?.focus();
}
