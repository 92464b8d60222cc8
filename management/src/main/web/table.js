// Tables: of lists that the broker sorts, filters and cuts into pages, and of short ones that are here whole.

import { html, keptStore, useStore, useState, useEffect, useRef, classes } from './base.js';
import { route, setQuery } from './route.js';
import { useLive, withQuery } from './api.js';
import { Failure, Loading, Icon } from './ui.js';
import { count } from './format.js';

const PAGE_SIZES = ['50', '100', '250', '500'];
const FILTER_MS = 250;

/**
 * A table.
 *
 * A column has id, title, show(row), and may have sort (the field of the API, or true for value), value(row), isNumber,
 * isWide (it takes what room there is), isMinor (left out where the room is small), hint.
 */
export function Table({ label, columns, rows, rowKey, sort, isReverse, onSort, empty = 'none', rowClass }) {
  return html`<div class="table" role="region" aria-label=${label} tabindex="0">
    <table>
      <thead>
        <tr>
          ${columns.map((column) => {
            const isSorted = column.sort && sort === (column.sort === true ? column.id : column.sort);
            const name = column.sort === true ? column.id : column.sort;
            return html`<th key=${column.id} scope="col" class=${cellClass(column)} title=${column.hint}
              aria-sort=${isSorted ? (isReverse ? 'descending' : 'ascending') : undefined}>
              ${
                column.sort && onSort
                  ? html`<button type="button" onClick=${() => onSort(name, isSorted ? !isReverse : Boolean(column.isNumber))}>
                    ${column.title}<span aria-hidden="true">${isSorted ? (isReverse ? ' ↓' : ' ↑') : ''}</span></button>`
                  : column.title || html`<span class="unseen">${column.label ?? 'actions'}</span>`
              }
            </th>`;
          })}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) => html`<tr key=${rowKey(row)} class=${rowClass?.(row)}>
          ${columns.map((column) => html`<td key=${column.id} class=${cellClass(column)}>${column.show(row)}</td>`)}
        </tr>`,
        )}
        ${rows.length === 0 && html`<tr class="empty"><td colspan=${columns.length}>${empty}</td></tr>`}
      </tbody>
    </table>
  </div>`;
}

const cellClass = (column) =>
  classes(
    column.isNumber && 'number',
    column.isWide && 'stretch',
    column.isMinor && 'minor',
    column.isAction && 'action',
  ) || undefined;

/** A text field that filters; what is typed takes effect when the typing rests. */
export function Filter({ value, onChange, label, children }) {
  const [text, setText] = useState(value);
  const timer = useRef(0);
  useEffect(() => setText(value), [value]);
  const onInput = (event) => {
    const typed = event.target.value;
    setText(typed);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onChange(typed), FILTER_MS);
  };
  return html`<div class="filter" role="search">
    <input type="search" data-key="filter" value=${text} onInput=${onInput} aria-label=${label} placeholder=${label} spellcheck=${false} />
    ${children}
  </div>`;
}

/** A list that the broker cuts into pages. The columns that are shown are all that is asked for, with what also says. */
export function RemoteList({ id, path, columns, also = [], rowKey, filterLabel, empty, children, rowClass }) {
  const { query } = useStore(route);
  const [hidden, setHidden] = useHidden(id, columns);
  const shown = columns.filter((column) => !hidden.includes(column.id) && !(column.id === 'vhost' && query.vhost));
  const fields = [...new Set([...also, ...shown.flatMap((column) => column.fields ?? [])])];
  const size = PAGE_SIZES.includes(query.size) ? query.size : PAGE_SIZES[0];
  const page = Math.max(1, Number.parseInt(query.page, 10) || 1);
  const { data, error } = useLive(
    withQuery(path, {
      page,
      page_size: size,
      name: query.name,
      use_regex: query.name && query.regex ? 'true' : '',
      sort: query.sort,
      sort_reverse: query.reverse ? 'true' : '',
      columns: fields.join(','),
    }),
  );
  const pages = data?.page_count ?? 1;
  const isPast = error?.status === 400 && page > 1; // Things have gone since: the page is no longer there.
  useEffect(() => {
    if (isPast || (data && pages > 0 && page > pages)) {
      setQuery({ page: '' }, true);
    }
  }, [isPast, data, page, pages]);

  const onSort = (sort, isReverse) => setQuery({ sort, reverse: isReverse ? '1' : '', page: '' });
  return html`
    <div class="toolbar">
      <${Filter} value=${query.name ?? ''} label=${filterLabel} onChange=${(name) => setQuery({ name, page: '' }, true)}>
        <label class="check"><input type="checkbox" checked=${Boolean(query.regex)}
          onChange=${(event) => setQuery({ regex: event.target.checked ? '1' : '', page: '' }, true)} /> regex</label>
      </${Filter}>
      ${children}
      <${Columns} columns=${columns} hidden=${hidden} onChange=${setHidden} />
      ${data && html`<${Pager} data=${data} page=${page} size=${size} />`}
    </div>
    <${Failure} error=${isPast ? null : error} />
    ${
      data
        ? html`<${Table} label=${id} columns=${shown} rows=${data.items ?? []} rowKey=${rowKey} rowClass=${rowClass} sort=${query.sort}
          isReverse=${Boolean(query.reverse)} onSort=${onSort} empty=${query.name ? 'nothing of that name' : empty} />`
        : !error && html`<${Loading} />`
    }
  `;
}

function Pager({ data, page, size }) {
  const total = data.filtered_count ?? data.total_count;
  const first = (page - 1) * Number(size) + 1;
  const last = first + (data.items?.length ?? 0) - 1;
  const step = (to) => setQuery({ page: to === 1 ? '' : to });
  return html`<div class="pager">
    <span>${total === 0 ? 'none' : html`${count(first)}–${count(last)} of ${count(total)}`}${total !== data.total_count && ` (${count(data.total_count)} in all)`}</span>
    ${
      (data.page_count > 1 || size !== PAGE_SIZES[0]) &&
      html`
      <button type="button" disabled=${page <= 1} onClick=${() => step(page - 1)} data-key="previous" aria-label="Previous page">‹</button>
      <button type="button" disabled=${page >= data.page_count} onClick=${() => step(page + 1)} data-key="next" aria-label="Next page">›</button>`
    }
    <select aria-label="Rows of a page" value=${size} onChange=${(event) => setQuery({ size: event.target.value === PAGE_SIZES[0] ? '' : event.target.value, page: '' })}>
      ${PAGE_SIZES.map((option) => html`<option key=${option} value=${option}>${option} rows</option>`)}
    </select>
  </div>`;
}

const stores = new Map();

/** The ids of a list's columns that the user does not want to see, and a function to change them. */
function useHidden(id, columns) {
  if (!stores.has(id)) {
    const initial = columns.filter((column) => column.isHidden).map((column) => column.id);
    stores.set(id, keptStore(`hidden.${id}`, initial, Array.isArray));
  }
  return [useStore(stores.get(id)), stores.get(id).set];
}

function Columns({ columns, hidden, onChange }) {
  const toggle = (id) => onChange(hidden.includes(id) ? hidden.filter((one) => one !== id) : [...hidden, id]);
  return html`<${Menu} label="Columns">
    ${columns
      .filter((column) => column.title && !column.isWide)
      .map(
        (column) => html`<label key=${column.id} class="check">
      <input type="checkbox" checked=${!hidden.includes(column.id)} onChange=${() => toggle(column.id)} /> ${column.hint ?? column.title}</label>`,
      )}
  </${Menu}>`;
}

/** What opens under a button, until the user presses Escape or is elsewhere. */
export function Menu({ label, icon, children, isEnd }) {
  const [isOpen, setOpen] = useState(false);
  const element = useRef(null);
  useEffect(() => {
    if (!isOpen) {
      return undefined;
    }
    const onOutside = (event) => !element.current.contains(event.target) && setOpen(false);
    document.addEventListener('pointerdown', onOutside);
    document.addEventListener('focusin', onOutside);
    return () => {
      document.removeEventListener('pointerdown', onOutside);
      document.removeEventListener('focusin', onOutside);
    };
  }, [isOpen]);
  const onKeyDown = (event) => {
    if (event.key === 'Escape' && isOpen) {
      event.stopPropagation();
      setOpen(false);
      element.current.querySelector('button').focus();
    }
  };
  return html`<div class=${classes('menu', isEnd && 'end')} ref=${element} onKeyDown=${onKeyDown}>
    <button type="button" aria-expanded=${isOpen} onClick=${() => setOpen(!isOpen)} aria-label=${icon ? label : undefined} title=${icon ? label : undefined}>
      ${icon ? html`<${Icon} name=${icon} />` : html`${label} <span aria-hidden="true">▾</span>`}</button>
    ${isOpen && html`<div class="popup">${typeof children === 'function' ? children(() => setOpen(false)) : children}</div>`}
  </div>`;
}

/** A list that is here whole: sorted, filtered and cut here. text(row) is what the filter looks into. */
export function LocalList({ label, columns, rows, rowKey, empty, text, children, rowClass }) {
  const [sort, setSort] = useState({ id: '', isReverse: false });
  const [filter, setFilter] = useState('');
  const [limit, setLimit] = useState(100);
  const column = columns.find((one) => one.id === sort.id);
  const found =
    filter === '' || !text ? rows : rows.filter((row) => text(row).toLowerCase().includes(filter.toLowerCase()));
  const sorted = column
    ? [...found].sort((a, b) => compare(column.value(a), column.value(b)) * (sort.isReverse ? -1 : 1))
    : found;
  const hasFilter = text && (rows.length > 8 || filter !== '');
  return html`
    ${
      (hasFilter || children) &&
      html`<div class="toolbar">
      ${hasFilter && html`<${Filter} value=${filter} label=${`Filter ${label}`} onChange=${setFilter} />`}
      ${children}
      ${hasFilter && html`<div class="pager"><span>${count(found.length)}${found.length !== rows.length && ` of ${count(rows.length)}`}</span></div>`}
    </div>`
    }
    <${Table} label=${label} columns=${columns} rows=${sorted.slice(0, limit)} rowKey=${rowKey} empty=${filter === '' ? empty : 'nothing of that name'}
      rowClass=${rowClass} sort=${sort.id} isReverse=${sort.isReverse} onSort=${(id, isReverse) => setSort({ id, isReverse })} />
    ${sorted.length > limit && html`<p><button type="button" onClick=${() => setLimit(limit + 500)}>Show more: ${count(sorted.length - limit)} are left</button></p>`}
  `;
}

function compare(a, b) {
  return typeof a === 'number' && typeof b === 'number'
    ? a - b
    : String(a ?? '').localeCompare(String(b ?? ''), 'en', { numeric: true });
}
