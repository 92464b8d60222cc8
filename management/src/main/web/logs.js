// What the broker logs, as it logs it.

import { html, useStore, useState, useEffect, useRef } from './base.js';
import { get, withQuery, isMissing, interval } from './api.js';
import { route, setQuery } from './route.js';
import { Head, Note, Failure, Choice } from './ui.js';
import { Filter } from './table.js';
import * as format from './format.js';

const LEVELS = ['error', 'warn', 'info', 'debug'];
const LINES_FIRST = 200;
const LINES_MAX = 2000;
const AT_END_PX = 40;
const POLL_MS = 5000;

const keyOf = ({ time, logger, text }) => `${time} ${logger} ${text}`;

/** The lines of a level and above, the newest last, and what went wrong. */
function useLines(level, isFollowed) {
  const [lines, setLines] = useState([]);
  const [error, setError] = useState(null);
  useEffect(() => {
    const abort = new AbortController();
    const path = withQuery('logs', { level, count: LINES_FIRST });
    let events = null;
    let timer = 0;
    // What a stream begins with may be here already.
    const add = (more) =>
      setLines((old) => {
        const known = new Set(old.slice(-LINES_FIRST).map(keyOf));
        return [...old, ...more.filter((line) => !known.has(keyOf(line)))].slice(-LINES_MAX);
      });
    const ask = async () => {
      try {
        setLines(await get(path, { signal: abort.signal }));
        setError(null);
      } catch (failure) {
        if (!abort.signal.aborted) {
          setError(failure);
        }
      }
    };
    const poll = () => {
      timer = setTimeout(async () => {
        await ask();
        if (!abort.signal.aborted) {
          poll();
        }
      }, POLL_MS);
    };
    const start = async () => {
      await ask();
      if (abort.signal.aborted || !isFollowed) {
        return;
      }
      events = new EventSource(new URL(`api/${withQuery('logs', { level })}`, document.baseURI));
      events.onmessage = (event) => {
        const data = JSON.parse(event.data);
        add(Array.isArray(data) ? data : [data]);
      };
      events.onerror = () => {
        if (events.readyState === EventSource.CLOSED && !abort.signal.aborted) {
          poll();
        }
      };
    };
    start();
    return () => {
      abort.abort();
      events?.close();
      clearTimeout(timer);
    };
  }, [level, isFollowed]);
  return { lines, error, clear: () => setLines([]) };
}

function Logs() {
  const { query } = useStore(route);
  const seconds = useStore(interval);
  const level = LEVELS.includes(query.level) ? query.level : 'info';
  const { lines, error, clear } = useLines(level, seconds > 0);
  const text = (query.text ?? '').toLowerCase();
  const shown =
    text === '' ? lines : lines.filter((line) => `${line.logger} ${line.text}`.toLowerCase().includes(text));
  const list = useRef(null);
  const isAtEnd = useRef(true);
  useEffect(() => {
    if (isAtEnd.current && list.current) {
      list.current.scrollTop = list.current.scrollHeight;
    }
  }, [shown.length]);
  const onScroll = ({ target }) =>
    (isAtEnd.current = target.scrollHeight - target.scrollTop - target.clientHeight < AT_END_PX);
  return html`
    <${Head} title="Logs" />
    <div class="toolbar">
      <${Filter} value=${query.text ?? ''} label="Filter log lines" onChange=${(value) => setQuery({ text: value }, true)} />
      <${Choice} label="Level, and above" options=${LEVELS.map((one) => [one, one])} value=${level} onChange=${(one) => setQuery({ level: one === 'info' ? '' : one })} />
      <button type="button" onClick=${clear}>Clear the screen</button>
      <div class="pager"><span>${format.count(shown.length)} lines${seconds === 0 ? ', paused' : ''}</span></div>
    </div>
    ${isMissing(error) ? html`<${Note} tone="warn">This server does not show its log here.</${Note}>` : html`<${Failure} error=${error} />`}
    ${
      !error &&
      html`<div class="log" ref=${list} onScroll=${onScroll} tabindex="0" role="log" aria-label="Log lines" aria-live="off">
      ${shown.map(
        (line, i) => html`<div key=${i} class=${`line ${line.level?.toLowerCase()}`}>
        <time title=${line.time}>${format.moment(line.time)}</time> <b>${line.level}</b> <span class="logger" title=${line.logger}>${String(
          line.logger ?? '',
        )
          .split('.')
          .at(-1)}</span>${' '}
        <span class="said"><bdi>${format.visible(line.text).replace(/␊/g, '\n').replace(/␉/g, '    ')}</bdi></span></div>`,
      )}
      ${shown.length === 0 && html`<p class="quiet">${text === '' ? 'no line yet' : 'no line has that'}</p>`}
    </div>`
    }`;
}

export const pages = { logs: Logs };
