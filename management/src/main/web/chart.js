// Lines over time.

import { html, store, useStore, useState, useEffect, useRef } from './base.js';
import uPlot from './lib/uplot.mjs';
import * as format from './format.js';

const HEIGHT_PX = 170;
const COLOURS = 8;
// What the lines across a chart may be apart: nobody has half a message.
const BINARY = Array.from({ length: 52 }, (_, i) => 2 ** i);
const WHOLE = Array.from({ length: 45 }, (_, i) => [1, 2, 5][i % 3] * 10 ** Math.floor(i / 3));
const UNITS = {
  count: { show: format.count, axis: format.short, steps: WHOLE },
  rate: { show: format.rate, axis: (value) => (value < 1 ? String(Number(value.toFixed(2))) : format.short(value)) },
  bytes: { show: format.bytes, axis: format.bytes, steps: BINARY },
  byteRate: { show: format.byteRate, axis: format.bytes, steps: BINARY },
};

// Bumped when the colours change, as canvases do not follow style sheets.
const colours = store(0);
export const recolour = () => colours.set(colours.get() + 1);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', recolour);

/** The colour that a class gives, of this theme. */
function colourOf(element, className) {
  const probe = document.createElement('span');
  probe.className = className;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/**
 * A chart.
 *
 * @param title what it shows
 * @param unit a key of UNITS
 * @param times seconds since 1970, ascending
 * @param lines label, values, now: the value to show while nothing is pointed at, and the number of its colour
 * @param span how many seconds of them to show, up to the last
 * @param first number of the first line's colour
 */
export function Chart({ title, unit, times, lines, span, first = 0, empty = 'no figures yet' }) {
  const place = useRef(null);
  const plot = useRef(null);
  const [pointed, setPointed] = useState(null);
  const [hidden, setHidden] = useState([]);
  const coloured = useStore(colours);
  const { show, axis } = UNITS[unit];
  const isEmpty = times.length === 0;
  const names = lines.map(({ label }) => label).join();

  useEffect(() => {
    if (isEmpty) {
      return undefined;
    }
    const element = place.current;
    const text = colourOf(element, 'chart-text');
    const grid = { stroke: colourOf(element, 'chart-grid'), width: 1 };
    const font = '11px system-ui, sans-serif';
    const made = new uPlot(
      {
        width: element.clientWidth || 300,
        height: HEIGHT_PX,
        legend: { show: false },
        cursor: { y: false, sync: { key: 'page' }, drag: { setScale: false, x: false, y: false }, points: { size: 6 } },
        padding: [8, 16, 0, 0],
        scales: {
          x: { time: true, range: (_, __, last) => [last - Number(span), last] },
          y: { range: (_, __, max) => [0, Math.max(max * 1.08, unit === 'bytes' ? 1024 : 1)] },
        },
        axes: [
          {
            stroke: text,
            grid: { show: false },
            ticks: { ...grid, size: 4 },
            font,
            size: 24,
            gap: 3,
            space: 70,
            values: (self, splits, _, __, step) => splits.map((at) => label(at, step)),
          },
          {
            stroke: text,
            grid,
            ticks: { show: false },
            font,
            size: 58,
            ...(UNITS[unit].steps ? { incrs: UNITS[unit].steps } : {}),
            values: (_, splits) => splits.map(axis),
          },
        ],
        series: [
          {},
          ...lines.map(({ label: name, colour }) => ({
            label: name,
            stroke: colourOf(element, `line-${(first + colour) % COLOURS}`),
            width: 1.6,
            points: { show: ({ data }) => data[0].length < 3, size: 4 },
            spanGaps: true,
          })),
        ],
        hooks: { setCursor: [(self) => setPointed(self.cursor.idx ?? null)] },
      },
      [times, ...lines.map(({ values }) => values)],
      element,
    );
    plot.current = made;
    const resized = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT_PX }));
    resized.observe(element);
    return () => {
      resized.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [isEmpty, names, coloured, unit, span]);

  useEffect(() => plot.current?.setData([times, ...lines.map(({ values }) => values)]), [times, lines]);
  useEffect(() => {
    lines.forEach((_, i) => plot.current?.setSeries(i + 1, { show: !hidden.includes(i) }));
  }, [hidden, isEmpty, names, coloured, span]);

  const at = pointed !== null && pointed < times.length ? pointed : null;
  const value = ({ values, now }) => (at === null ? (now ?? values.at(-1)) : values[at]);
  const toggle = (i) => setHidden(hidden.includes(i) ? hidden.filter((one) => one !== i) : [...hidden, i]);
  return html`<figure class="chart">
    <figcaption><b>${title}</b><span class="quiet">${at === null ? '' : format.time(times[at] * 1000)}</span></figcaption>
    ${
      isEmpty
        ? html`<div class="blank">${empty}</div>`
        : html`<div class="plot" ref=${place} role="img" aria-label=${`${title}: ${lines.map((line) => `${line.label} ${show(value(line))}`).join(', ')}`}></div>`
    }
    <div class="legend">
      ${lines.map(
        (
          line,
          i,
        ) => html`<button key=${line.label} type="button" aria-pressed=${!hidden.includes(i)} onClick=${() => toggle(i)}
        title=${hidden.includes(i) ? 'Show this line' : 'Hide this line'}>
        <i class=${`line-${(first + line.colour) % COLOURS}`}></i>${line.label} <b>${show(value(line))}</b></button>`,
      )}
    </div>
  </figure>`;
}

function label(seconds, step) {
  const text = format.time(seconds * 1000);
  return step >= 60 ? text.slice(0, 5) : text;
}
