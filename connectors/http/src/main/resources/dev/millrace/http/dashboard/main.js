// Brings together what comes from the pipeline and what is shown of it.

import {byId} from './dom.js';
import {listen, token} from './feed.js';
import {History} from './history.js';
import {recolor, setMarks} from './charts.js';
import {SystemView, drawBudgets, drawMarks} from './system.js';
import {LearningView} from './learning.js';
import {GraphView} from './graph.js';
import {PredictionsView} from './predictions.js';
import {drawLetters} from './letters.js';
import {drawVersions} from './versions.js';
import {drawAlerts} from './alerts.js';
import {count, time} from './format.js';

const STATUS = {WAITING: 'not started', RUNNING: 'running', STOPPED: 'ended', FAILED: 'failed'};

const history = new History();
const system = new SystemView();
const learning = new LearningView(() => schedule());
const predictions = new PredictionsView(() => schedule());
let hello = null;
let now = null;
let marks = [];
let own = []; // marks that only this page knows of
let graph = null;
let connected = false;
let ahead = 0; // how much later it is at the pipeline than here
let heard = null;
let scheduled = false;

function schedule() {
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(() => {
    scheduled = false;
    draw();
  });
}

function draw() {
  if (!hello || !now) return;
  system.draw(history, hello);
  drawTiles();
  drawBudgets(now);
  learning.draw(now, history);
  graph.draw(now.nodes);
  predictions.draw(now);
  drawLetters(now);
  drawAlerts(now);
  drawNav();
}

function drawTiles() {
  const silence = history.size === 0 ? null : Date.now() + ahead - 1000 * history.t.at(-1);
  system.tiles(now, history, hello, learning.headline(now), silence);
}

setInterval(() => {
  if (connected && now) drawTiles();
}, 2000);

// Leads to what is there only.
function drawNav() {
  for (const link of document.querySelectorAll('nav a')) {
    link.hidden = document.querySelector(link.hash).closest('section').hidden;
  }
}

// Says only what has changed, since every change is read aloud.
function say(text, kind) {
  const status = byId('status');
  if (status.textContent !== text) status.textContent = text;
  status.className = `pill ${kind}`;
}

function sayStatus() {
  const parts = [];
  if (now?.status === 'FAILED') parts.push(`The pipeline has failed: ${now.cause.split('\n')[0]}`);
  if (now && !connected) parts.push(`What is shown is as of ${time(heard)}.`);
  const trouble = byId('trouble');
  trouble.hidden = parts.length === 0;
  if (trouble.textContent !== parts.join(' ')) trouble.textContent = parts.join(' ');
  if (connected && now) say(STATUS[now.status], now.status.toLowerCase());
}

function mark(list) {
  marks = list;
  setMarks(marks);
  drawMarks(marks);
}

listen({
  hello(data) {
    if (hello !== null && hello.instance !== data.instance) {
      own = [{t: Date.now(), kind: 'EVENT', text: 'a new run has begun'}];
    }
    hello = data;
    now = data.now;
    connected = true;
    ahead = data.time - Date.now();
    history.clear();
    history.append(data.history);
    document.title = data.pipeline ? `${data.pipeline} – Millrace` : 'Millrace';
    byId('pipeline').textContent = data.pipeline || 'Millrace';
    byId('run').textContent = data.run === 0 ? ''
      : `run ${count(data.run)}${own.length > 0 ? ', a new one: that before has ended' : ''}`;
    mark([...own, ...data.marks]);
    graph = new GraphView(data.graph);
    sayStatus();
    schedule();
  },
  points(data) {
    history.append(data);
    schedule();
  },
  now(data) {
    now = data;
    sayStatus();
    schedule();
  },
  versions(data) {
    byId('versions-section').hidden = false;
    drawVersions(data);
    drawNav();
  },
  mark(data) {
    mark([...marks, data]);
  },
  lost(reason) {
    if (connected) heard = Date.now();
    connected = false;
    sayStatus();
    say(`${reason}; trying again`, 'lost');
  },
  locked(wrong) {
    const form = byId('token-form');
    form.hidden = false;
    byId('token-error').textContent = wrong ? 'This is not the server’s token.' : '';
    say('locked', 'lost');
    return new Promise((given) => {
      form.onsubmit = (event) => {
        event.preventDefault();
        token.set(byId('token').value.trim());
        form.hidden = true;
        byId('main').focus();
        given();
      };
    });
  },
});

const THEMES = ['auto', 'light', 'dark'];

function theme(name) {
  if (name === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = name;
  byId('theme').textContent = `Theme: ${name}`;
  localStorage.setItem('millrace-theme', name);
  recolor();
}

byId('theme').addEventListener('click', () => {
  const at = THEMES.indexOf(localStorage.getItem('millrace-theme') ?? 'auto');
  theme(THEMES[(at + 1) % THEMES.length]);
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', recolor);
theme(localStorage.getItem('millrace-theme') ?? 'auto');
