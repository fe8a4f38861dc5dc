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

// place: where it stands, also when it does something else by now.
function button(place, text, label, path, parameters) {
  return el('button', {type: 'button', 'aria-label': label, 'data-place': place, disabled: token.get() === null, onclick: () => act(path, parameters)}, text);
}

let shown = '';

export function drawVersions({kept, served}) {
  const news = JSON.stringify([kept, served]);
  if (news === shown) return;
  shown = news;
  const view = byId('versions-view');
  // Who is at a button stays there, or, when it is gone, in the list.
  const place = view.contains(document.activeElement) ? document.activeElement.dataset.place : undefined;
  const said = byId('versions-said')?.textContent ?? '';
  view.replaceChildren(
    token.get() === null ? el('p', {class: 'quiet'}, 'To pin versions and roll back, start the server with a token: --token-file of a demo, serve.token in a pipeline’s file, or ServerOptions.withToken.') : '',
    el('p', {id: 'versions-said', role: 'alert'}, said),
    served.length === 0 ? '' : table('Models that are served', ['model', 'answers with', ''],
      served.map((model) => [model.name, `version ${model.version}${model.held ? ', held' : ', the newest'}`,
        model.held ? button(`newest ${model.name}`, 'Newest again', `Let ${model.name} answer with the newest version`, 'release', {model: model.name}) : ''])),
    table('Versions that are kept, newest first', ['version', 'of', 'learned rows', 'kept', ''],
      kept.slice().reverse().map((version) => [String(version.id), time(version.t),
        version.damage || version.models.map(([name, rows]) => `${name} ${count(rows)}`).join(', '),
        version.pinned ? 'pinned' : 'until it is old',
        el('span', {class: 'buttons'},
          version.pinned ? button(`pin ${version.id}`, 'Unpin', `Unpin version ${version.id}`, 'unpin', {version: version.id})
            : button(`pin ${version.id}`, 'Pin', `Pin version ${version.id}`, 'pin', {version: version.id}),
          ...served.filter((model) => version.models.some(([name]) => name === model.name)).map((model) =>
            button(`hold ${model.name} ${version.id}`, served.length > 1 ? `Roll ${model.name} back` : 'Roll back', `Roll ${model.name} back to version ${version.id}`, 'hold',
              {model: model.name, version: version.id})))])));
  if (place !== undefined) ([...view.querySelectorAll('button')].find((one) => one.dataset.place === place) ?? view).focus();
}
