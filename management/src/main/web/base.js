// What every page is written with: elements, hooks, and values that pages share.

import { h, render } from './lib/preact.mjs';
import { useState, useEffect, useMemo, useRef, useCallback, useErrorBoundary } from './lib/hooks.mjs';
import htm from './lib/htm.mjs';

export const html = htm.bind(h);
export { render, useState, useEffect, useMemo, useRef, useCallback, useErrorBoundary };

/** A value that components follow. */
export function store(initial) {
  let value = initial;
  const listeners = new Set();
  return {
    get: () => value,
    set(next) {
      if (next !== value) {
        value = next;
        [...listeners].forEach((listener) => listener(next));
      }
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** A store whose value outlives the page; what is stored and is none of the allowed values is passed over. */
export function keptStore(key, initial, isAllowed) {
  const name = `warrenmq.${key}`;
  let kept = null;
  try {
    kept = JSON.parse(localStorage.getItem(name));
  } catch {
    // Storage may be forbidden, or hold what is no JSON.
  }
  const made = store(kept !== null && isAllowed(kept) ? kept : initial);
  made.listen((value) => {
    try {
      localStorage.setItem(name, JSON.stringify(value));
    } catch {
      // It holds for this page, then.
    }
  });
  return made;
}

/** The value of a store, followed. */
export function useStore(followed) {
  const [value, setValue] = useState(followed.get());
  useEffect(() => {
    setValue(followed.get());
    return followed.listen(setValue);
  }, [followed]);
  return value;
}

/** Joins class names, without those that are empty or false. */
export const classes = (...names) => names.filter(Boolean).join(' ');
