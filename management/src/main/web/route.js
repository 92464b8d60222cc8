// Where the user is: #/page/part/part?key=value. Parts are names, each percent-encoded whole, so that they may hold anything.

import { store } from './base.js';

/** A part that stands for the exchange without a name, as the API has it. */
export const DEFAULT_EXCHANGE = 'amq.default';

function parse(hash) {
  const [path, ...query] = hash.replace(/^#?\/?/, '').split('?');
  try {
    return {
      parts: path === '' ? [] : path.split('/').map(decodeURIComponent),
      query: Object.fromEntries(new URLSearchParams(query.join('?'))),
    };
  } catch {
    return { parts: ['?'], query: {} }; // Half a percent sign: no page is called so.
  }
}

export const route = store(parse(location.hash));

/** The vhost that lists are narrowed to; empty: all of them. Pages of one thing leave it as it was. */
export const chosenVhost = store(route.get().query.vhost ?? '');

addEventListener('hashchange', () => route.set(parse(location.hash)));

/** The address of a page. Values that are empty, null or undefined stand for their defaults and are left out. */
export function link(parts, query = {}) {
  const path = parts.map(encodeURIComponent).join('/');
  const values = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return `#/${path}${values.length === 0 ? '' : `?${new URLSearchParams(values)}`}`;
}

/** The address of a list, narrowed to the chosen vhost. */
export const listLink = (page) => link([page], { vhost: chosenVhost.get() });

/** The API's path of a list of connections or channels, of one vhost or of all. */
export const scoped = (kind, vhost) => (vhost ? `vhosts/${encodeURIComponent(vhost)}/${kind}` : kind);

export const queueLink = (vhost, name, query) => link(['queues', vhost, name], query);
export const exchangeLink = (vhost, name, query) => link(['exchanges', vhost, name || DEFAULT_EXCHANGE], query);

export function go(address) {
  location.hash = address;
}

/** Goes there in place of where the user is: the back button does not lead here again. */
export function replace(address) {
  history.replaceState(null, '', address);
  route.set(parse(location.hash));
}

/** Changes values of the address: a new place in the history, or the same one, as for each letter of a filter. */
export function setQuery(changes, isSamePlace = false) {
  const { parts, query } = route.get();
  const address = link(parts, { ...query, ...changes });
  if (isSamePlace) {
    replace(address);
  } else {
    go(address);
  }
}
