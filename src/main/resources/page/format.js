// How numbers, shares, dates and durations are written.
const LOCALE = document.documentElement.lang;
const whole = new Intl.NumberFormat(LOCALE);
const share = new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: 0 });
const exact = new Intl.NumberFormat(LOCALE, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });
const figure = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const moment = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'short' });
const distance = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto', style: 'long' });

const NONE = '–';
const or = (write) => (value) => (value === null || value === undefined ? NONE : write(value));

/** A count. */
export const count = or((value) => whole.format(value));
/** A share of 1 in whole percent; and with a decimal. */
export const percent = or((value) => share.format(value));
export const percentExact = or((value) => exact.format(value));
/** A coefficient, with two decimals. */
export const coefficient = or((value) => figure.format(value));
/** A date with its time. */
export const date = or((value) => moment.format(new Date(value)));

const UNITS = [['year', 31557600], ['month', 2629800], ['day', 86400], ['hour', 3600], ['minute', 60]];

/** How long ago a date is, in words. */
export const ago = or((value) => {
  const seconds = (new Date(value) - Date.now()) / 1000;
  const [unit, size] = UNITS.find(([, each]) => Math.abs(seconds) >= each) ?? ['second', 1];
  return distance.format(Math.round(seconds / size), unit);
});

/** Seconds as the two largest units that they fill. */
export const duration = or((value) => {
  const seconds = Math.round(value);
  if (seconds < 60) return `${value < 10 ? Math.round(value * 10) / 10 : seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 2880 ? `${whole.format(Math.floor(minutes / 60))} h ${minutes % 60} min` : `${whole.format(Math.round(minutes / 1440))} d`;
});

/** Below a third, to two thirds, above: the bands in which agreement is coloured. */
export const band = (value) => (value === null || value === undefined ? 'none' : value < 0.33 ? 'low' : value <= 0.66 ? 'mid' : 'high');
