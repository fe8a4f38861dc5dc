// The only place that makes elements. Text is always set as text, so data can never become markup.

const SVG = 'http://www.w3.org/2000/svg';

function style(element, name, value) {
  if (name.startsWith('--')) element.style.setProperty(name, value);
  else element.style[name] = value;
}

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'style') for (const [key, v] of Object.entries(value)) style(element, key, v);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function el(tag, properties = {}, ...children) {
  return fill(document.createElement(tag), properties, children);
}

export function svg(tag, properties = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), properties, children);
}

export const byId = (id) => document.getElementById(id);

// A table; a row is a list of texts or elements, numbers are set to the right.
export function table(caption, head, rows) {
  const numeric = head.map((_, column) =>
    rows.length > 0 && rows.every((row) => typeof row[column] === 'number' || isNumberText(row[column])));
  const cell = (tag, value, column, more = {}) =>
    el(tag, {class: numeric[column] ? 'number' : undefined, ...more}, value instanceof Node ? value : String(value ?? ''));
  return el('table', {},
    el('caption', {class: 'hidden'}, caption),
    el('thead', {}, el('tr', {}, ...head.map((title, i) => cell('th', title, i, {scope: 'col'})))),
    el('tbody', {}, ...rows.map((row) => el('tr', {}, ...row.map((value, i) => cell(i === 0 ? 'th' : 'td', value, i, i === 0 ? {scope: 'row'} : {}))))));
}

function isNumberText(value) {
  return typeof value === 'string' && /^-?[\d,.]+(e-?\d+)?( ?[a-zA-Z%/]+)?$|^–$/.test(value);
}

// Choices of a select; keeps what is chosen if it is still there. Answers what is chosen now.
export function choices(select, values, titles = values) {
  const before = select.value;
  const same = select.options.length === values.length
    && values.every((value, i) => select.options[i].value === value);
  if (!same) {
    select.replaceChildren(...values.map((value, i) => el('option', {value}, titles[i])));
    if (values.includes(before)) select.value = before;
  }
  return select.value;
}

export function labelled(text, select) {
  return el('label', {}, el('span', {}, text), select);
}
