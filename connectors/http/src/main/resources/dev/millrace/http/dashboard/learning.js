// What is learned, and how well: curves of all learners, and one learner from near.

import {byId, choices, el, labelled, table} from './dom.js';
import {Chart} from './charts.js';
import {count, number, share, title} from './format.js';

const FAVOURITES = ['rocAuc', 'prAuc', 'accuracy', 'rmse', 'mae', 'wcss'];
const HEADLINE = {rocAuc: 'ROC AUC', accuracy: 'Accuracy', rmse: 'RMSE', wcss: 'WCSS'};
const MOST_CLASSES = 12;

export class LearningView {
  constructor(redraw) {
    const select = () => el('select', {onchange: redraw});
    this.stream = select();
    this.figure = select();
    this.learner = select();
    this.cumulative = el('input', {type: 'checkbox', onchange: redraw});
    byId('learning-controls').append(labelled('Stream', this.stream), labelled('Figure', this.figure),
      el('label', {}, this.cumulative, el('span', {}, 'over all rows, not the last ones')));
    byId('learner-controls').append(labelled('Learner', this.learner));
    this.curves = new Chart(byId('curves'), {title: 'Learning curves'});
    const panels = byId('learner-panels');
    this.weights = el('div', {class: 'card tall'});
    this.confusion = el('div', {class: 'card scroll', tabindex: 0, role: 'region', 'aria-label': 'Confusion matrix'});
    this.missing = el('p', {class: 'card quiet'});
    panels.append(this.weights, this.confusion);
    this.reliability = new Chart(panels, {title: 'Calibration', kind: 'line', xTitle: 'said'});
    this.histogram = new Chart(panels, {title: 'Scores', kind: 'bars', log: true, format: count, xTitle: 'score'});
    panels.append(this.missing);
  }

  // What stands in the tiles: the first learner's best known figure.
  headline(now) {
    const first = now.learning[0]?.learners[0];
    const name = Object.keys(HEADLINE).find((figure) => first?.sliding?.[figure] !== undefined);
    return name ? [[HEADLINE[name], number(first.sliding[name]), `${first.name}, last rows`]] : [];
  }

  draw(now, history) {
    const streams = now.learning.filter((stream) => stream.learners.length > 0);
    byId('learning-section').hidden = streams.length === 0;
    if (streams.length === 0) return;
    const name = choices(this.stream, streams.map((stream) => stream.name));
    this.stream.parentElement.hidden = streams.length < 2;
    const stream = streams.find((one) => one.name === name);
    this.drawCurves(stream, history);
    this.drawFigures(stream);
    const learner = choices(this.learner, stream.learners.map((one) => one.name));
    this.drawLearner(stream.learners.find((one) => one.name === learner));
  }

  drawCurves(stream, history) {
    const figures = [...new Set(stream.learners.flatMap((learner) => Object.keys(learner.sliding ?? {})))];
    figures.sort((a, b) => rank(a) - rank(b));
    const figure = choices(this.figure, figures, figures.map(title));
    const kind = this.cumulative.checked ? 'cumulative' : 'sliding';
    const series = stream.learners
      .filter((learner) => learner.sliding?.[figure] !== undefined)
      .map((learner) => ({name: learner.name, values: history.get(`${kind}/${stream.name}/${learner.name}/${figure}`)}));
    this.curves.options.title = `${title(figure ?? 'figures')}, ${this.cumulative.checked ? 'all rows' : 'last rows'}`;
    this.curves.figure.querySelector('figcaption span').textContent = this.curves.options.title;
    this.curves.set(history.t, series);
  }

  drawFigures(stream) {
    const kind = this.cumulative.checked ? 'cumulative' : 'sliding';
    const figures = [...new Set(stream.learners.flatMap((learner) => Object.keys(learner[kind] ?? {})))];
    const refused = stream.learners.some((learner) => learner.rowsRefused > 0);
    byId('figures').replaceChildren(table(
      `Figures of all learners, ${this.cumulative.checked ? 'over all rows' : 'over the last rows'}`,
      ['learner', ...figures.map(title), 'learned', ...(refused ? ['not learned, for want of room'] : []), 'version'],
      stream.learners.map((learner) => [learner.name, ...figures.map((figure) => number(learner[kind]?.[figure])),
        count(learner.rowsLearned), ...(refused ? [count(learner.rowsRefused)] : []), String(learner.version)])));
  }

  drawLearner(learner) {
    this.drawWeights(learner);
    this.drawConfusion(learner);
    const scores = learner.scores;
    this.reliability.figure.hidden = this.histogram.figure.hidden = !scores;
    this.drawMissing(learner);
    if (!scores) return;
    const [negative, positive] = learner.classes;
    const said = tenths(scores);
    this.reliability.set(said.map((bin) => bin.mean), [
      {name: `share of ${positive}`, values: said.map((bin) => bin.share), points: true},
      {name: 'as said', values: said.map((bin) => bin.mean), dash: true, color: '--quiet'},
    ]);
    this.histogram.set(scores.map((bin) => (bin[0] + bin[1]) / 2), [
      {name: negative, values: scores.map((bin) => bin[2] || null)},
      {name: positive, values: scores.map((bin) => bin[3] || null)},
    ], `decides above ${number(learner.threshold)}`);
  }

  // Says why a panel that others have is not there.
  drawMissing({classes}) {
    this.missing.hidden = classes.length <= 2;
    this.missing.textContent = 'Calibration and scores are shown of learners that tell two classes apart'
      + `${classes.length > MOST_CLASSES ? `, the confusion matrix of up to ${MOST_CLASSES}` : ''}; this one tells ${count(classes.length)}.`;
  }

  drawWeights(learner) {
    const parameters = learner.parameters;
    const most = Math.max(...parameters.map(([, value]) => Math.abs(value ?? 0)), 1e-300);
    const note = learner.parameterCount > parameters.length ? `, the largest ${parameters.length} of ${learner.parameterCount}` : '';
    this.weights.replaceChildren(
      el('h3', {}, 'What it has learned', el('span', {class: 'newest'}, `version ${learner.version}${note}`)),
      parameters.length === 0 ? el('p', {class: 'quiet'}, 'This model tells nothing of what it has learned.')
        : el('table', {class: 'bars'}, el('caption', {class: 'hidden'}, `Weights of ${learner.name}`),
          el('tbody', {}, ...parameters.map(([name, value]) => bar(name, value, most)))));
  }

  drawConfusion(learner) {
    const {confusion, classes} = learner;
    this.confusion.hidden = !confusion || confusion.length > MOST_CLASSES;
    if (this.confusion.hidden) return;
    const sums = confusion.map((row) => row.reduce((a, b) => a + b, 0));
    this.confusion.replaceChildren(
      el('h3', {}, 'Confusion', el('span', {class: 'newest'}, 'all rows')),
      el('table', {class: 'confusion'}, el('caption', {class: 'hidden'}, 'Rows by what they are and what they were taken for'),
        el('thead', {}, el('tr', {}, el('th', {scope: 'col'}, 'is \\ taken for'), ...classes.map((name) => el('th', {scope: 'col'}, name)))),
        el('tbody', {}, ...confusion.map((row, i) => el('tr', {}, el('th', {scope: 'row'}, classes[i]),
          ...row.map((value, j) => {
            const part = sums[i] === 0 ? 0 : value / sums[i];
            return el('td', {class: `number ${i === j ? 'hit' : 'miss'}`, style: {'--part': String(part)}},
              count(value), el('small', {}, share(sums[i] === 0 ? null : part)));
          }))))));
  }
}

// Two bins as one, [from, to, negatives, positives, mean score], those that have rows.
function tenths(bins) {
  const joined = [];
  for (let i = 0; i + 1 < bins.length; i += 2) {
    const [one, two] = [bins[i], bins[i + 1]];
    const rows = [one, two].map((bin) => bin[2] + bin[3]);
    const all = rows[0] + rows[1];
    if (all > 0) {
      joined.push({mean: ((one[4] ?? 0) * rows[0] + (two[4] ?? 0) * rows[1]) / all, share: (one[3] + two[3]) / all});
    }
  }
  return joined;
}

// A row of a table with a bar to the left or the right of the middle.
export function bar(name, value, most, note = '') {
  const width = `${(50 * Math.abs(value ?? 0)) / most}%`;
  const side = (value ?? 0) < 0 ? {right: '50%', width} : {left: '50%', width};
  return el('tr', {}, el('th', {scope: 'row'}, name), note === '' ? null : el('td', {class: 'number'}, note),
    el('td', {class: 'track', 'aria-hidden': 'true'}, el('i', {class: value < 0 ? 'less' : 'more', style: side})),
    el('td', {class: 'number'}, number(value)));
}

function rank(figure) {
  const place = FAVOURITES.indexOf(figure);
  return place < 0 ? FAVOURITES.length : place;
}
