// Values as people read them.

const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const small = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
});
const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
const NONE = '–';

const isNumber = (value) => typeof value === 'number' && Number.isFinite(value);

export const count = (value) => (isNumber(value) ? grouped.format(value) : NONE);
export const short = (value) => (isNumber(value) ? compact.format(value) : NONE);

/** Of something a second. */
export function rate(value) {
  if (!isNumber(value)) {
    return NONE;
  }
  const amount = value > 0 && value < 0.05 ? '< 0.1' : value < 100 ? small.format(value) : grouped.format(value);
  return `${amount}/s`;
}

export function bytes(value) {
  if (!isNumber(value)) {
    return NONE;
  }
  let unit = 0;
  let amount = value;
  while (Math.abs(amount) >= 1024 && unit < UNITS.length - 1) {
    amount /= 1024;
    unit++;
  }
  return `${unit === 0 || amount >= 100 ? grouped.format(amount) : small.format(amount)} ${UNITS[unit]}`;
}

export const byteRate = (value) => (isNumber(value) ? `${bytes(value)}/s` : NONE);

/** A duration of milliseconds, in its two greatest units. */
export function duration(ms) {
  if (!isNumber(ms)) {
    return NONE;
  }
  const seconds = Math.floor(ms / 1000);
  if (seconds < 1) {
    return `${Math.round(ms)} ms`;
  }
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ];
  const first = parts.findIndex(([amount]) => amount > 0);
  return parts
    .slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ');
}

/** What the value of an argument, or of a policy's key, means, where that is not plain; empty: it is. */
export function meaning(key, value) {
  if (!isNumber(value)) {
    return '';
  } else if (/ttl$|expires$|timeout$/.test(key)) {
    return duration(value);
  }
  return /bytes$/.test(key) ? bytes(value) : '';
}

/** A moment in milliseconds, or text, in the time zone of the browser. */
export function moment(value) {
  const date = new Date(value);
  return value === undefined || value === null || Number.isNaN(date.getTime())
    ? NONE
    : `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${clock.format(date)}`;
}

export const time = (value) => clock.format(new Date(value));

const two = (value) => String(value).padStart(2, '0');

const UNSEEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;
const JOINERS = /[\u200c\u200d]/;

/** A name with what cannot be seen made visible: nothing is to pass for another name, nor to turn a line around. */
export function visible(name) {
  return String(name).replace(UNSEEN, (letter) => {
    const code = letter.codePointAt(0);
    if (JOINERS.test(letter)) {
      return letter; // Emoji and many scripts are written with them.
    }
    return code < 0x20
      ? String.fromCodePoint(0x2400 + code)
      : `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
  });
}

/** A value of JSON on one line. */
export function inline(value) {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A size that people write: 512, 64KiB, 1 GiB; NaN when it is none. */
export function parsedNumber(text) {
  const match = /^(-?\d+(?:\.\d+)?)\s*(?:([KMGT])(i?)B?)?$/i.exec(text.trim());
  if (match === null) {
    return Number.NaN;
  }
  const power = match[2] ? 'KMGT'.indexOf(match[2].toUpperCase()) + 1 : 0;
  return Number(match[1]) * (match[3] ? 1024 : 1000) ** power;
}

/** Text of bytes in Base64; null when it is no UTF-8. */
export function decoded(base64) {
  try {
    const raw = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(raw);
  } catch {
    return null;
  }
}
