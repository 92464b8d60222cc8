// What the API's samples say: { details: [{ sample, timestamp }] }, the newest first.

/** Query values that ask for the history of some kinds of figures: lengths, msg_rates, data_rates, node_stats. */
export function asked({ age, step }, ...kinds) {
  return Object.fromEntries(kinds.flatMap((kind) => [[`${kind}_age`, age], [`${kind}_incr`, step]]));
}

const ascending = (samples) => [...(samples ?? [])].sort((a, b) => a.timestamp - b.timestamp);

/**
 * Lines for a chart.
 *
 * @param of what holds the details
 * @param wanted [key, label] of each line, and true when it is a counter, whose rate is shown
 * @returns seconds since 1970 as times, and lines with a value, or null, for each of them
 */
export function lines(of, wanted) {
  const found = wanted.map(([key, label, isCounter]) => {
    const samples = ascending(of?.[`${key}_details`]?.samples);
    return { label, points: new Map(isCounter ? rates(samples) : samples.map(({ sample, timestamp }) => [timestamp, sample])) };
  });
  const times = [...new Set(found.flatMap(({ points }) => [...points.keys()]))].sort((a, b) => a - b);
  return {
    times: times.map((ms) => ms / 1000),
    lines: found.map(({ label, points }, i) => ({
      label,
      now: current(of, wanted[i]),
      values: times.map((ms) => points.get(ms) ?? null),
    })),
  };
}

const current = (of, [key, , isCounter]) => (isCounter ? of?.[`${key}_details`]?.rate : of?.[key]);

function rates(samples) {
  return samples.slice(1).map(({ sample, timestamp }, i) => {
    const seconds = (timestamp - samples[i].timestamp) / 1000;
    // A counter that is smaller than before began anew.
    return [timestamp, seconds > 0 ? Math.max(0, sample - samples[i].sample) / seconds : 0];
  });
}

export const MESSAGE_RATES = [
  ['publish', 'Publish', true],
  ['confirm', 'Confirm', true],
  ['deliver_get', 'Deliver', true],
  ['ack', 'Acknowledge', true],
  ['redeliver', 'Redeliver', true],
  ['return_unroutable', 'Returned', true],
  ['drop_unroutable', 'Dropped', true],
];

export const DEPTHS = [
  ['messages', 'All', false],
  ['messages_ready', 'Ready', false],
  ['messages_unacknowledged', 'Unacknowledged', false],
];

export const DATA_RATES = [
  ['recv_oct', 'From the client', true],
  ['send_oct', 'To the client', true],
];

/** Figures that were seen while the pages are open, where the API has no history of them. */
export function recorder(pointsMax) {
  const times = [];
  const values = [];
  return {
    add(value) {
      const now = Date.now() / 1000;
      if (times.length > 0 && now - times.at(-1) < 0.5) {
        return;
      }
      times.push(now);
      values.push(value);
      if (times.length > pointsMax) {
        times.shift();
        values.shift();
      }
    },
    since(seconds) {
      const from = times.findIndex((time) => time >= seconds);
      return from < 0 ? { times: [], values: [] } : { times: times.slice(from), values: values.slice(from) };
    },
  };
}
