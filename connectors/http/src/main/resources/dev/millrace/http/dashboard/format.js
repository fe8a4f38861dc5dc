// Numbers and names as people read them.

const TITLES = {
  rocAuc: 'ROC AUC', prAuc: 'PR AUC', f1: 'F1', mae: 'MAE', rmse: 'RMSE', mse: 'MSE', r2: 'R²',
  wcss: 'WCSS', mape: 'MAPE', smape: 'sMAPE',
};

export function title(name) {
  return TITLES[name] ?? name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
}

const plain = new Intl.NumberFormat('en', {maximumFractionDigits: 0});

export function count(value) {
  return value === null || value === undefined ? '–' : plain.format(value);
}

// Three significant digits, or all of a large whole number.
export function number(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  const size = Math.abs(value);
  if (size >= 1000) return plain.format(value);
  if (size !== 0 && size < 0.001) return value.toExponential(1);
  return String(Number(value.toPrecision(size < 1 ? 3 : 4)));
}

export function millis(value) {
  if (value === null || value === undefined) return '–';
  return value < 10 ? `${value.toFixed(1)} ms` : value < 10000 ? `${plain.format(value)} ms` : `${(value / 1000).toFixed(1)} s`;
}

// How long something takes that is not measured to the millisecond.
export function span(millis) {
  const seconds = millis / 1000;
  return seconds < 100 ? `${plain.format(seconds)} s` : seconds < 6000 ? `${plain.format(seconds / 60)} min`
    : seconds < 172800 ? `${plain.format(seconds / 3600)} h` : `${plain.format(seconds / 86400)} days`;
}

export function bytes(value) {
  if (!value) return '–';
  return value < 10000 ? `${plain.format(value)} B` : value < 1e7 ? `${plain.format(value / 1000)} kB` : `${plain.format(value / 1e6)} MB`;
}

export function share(value) {
  return value === null || value === undefined ? '–' : `${(100 * value).toFixed(value < 0.1 ? 2 : 1)} %`;
}

const clock = new Intl.DateTimeFormat('en-GB', {hour: '2-digit', minute: '2-digit', second: '2-digit'});

export function time(millis) {
  return clock.format(new Date(millis));
}

const calendar = new Intl.DateTimeFormat('sv', {year: 'numeric', month: '2-digit', day: '2-digit'});

// With the day, if that is not today.
export function moment(millis) {
  const day = calendar.format(new Date(millis));
  return day === calendar.format(new Date()) ? time(millis) : `${day} ${time(millis)}`;
}
