// What the API's samples say: { details: [{ sample, timestamp }] }, the newest first.

/** Query values that ask for the history of some kinds of figures: lengths, msg_rates, data_rates, node_stats. */
export function asked({ age, step }, ...kinds) {
  return Object.fromEntries(
    kinds.flatMap((kind) => [
      [`${kind}_age`, age],
      [`${kind}_incr`, step],
    ]),
  );
}

const ascending = (samples) => [...(samples ?? [])].sort((a, b) => a.timestamp - b.timestamp);

/**
 * Lines for a chart.
 *
 * @param of what holds the details
 * @param wanted [key, label] of each line, and true when it is a counter, whose rate is shown
 * @returns seconds since 1970 as times, and lines with a value, or null, for each of them; without lines of which nothing is
 *     known, as of publishing where there is only consuming
 */
export function lines(of, wanted) {
  const found = wanted.map(([key, label, isCounter]) => {
    const samples = ascending(of?.[`${key}_details`]?.samples);
    return {
      label,
      points: new Map(isCounter ? rates(samples) : samples.map(({ sample, timestamp }) => [timestamp, sample])),
    };
  });
  const times = [...new Set(found.flatMap(({ points }) => [...points.keys()]))].sort((a, b) => a - b);
  return {
    times: times.map((ms) => ms / 1000),
    lines: found
      .map(({ label, points }, i) => ({
        label,
        colour: i,
        now: current(of, wanted[i]),
        values: times.map((ms) => points.get(ms) ?? null),
      }))
      .filter(({ now, values }) => now !== undefined || values.some((value) => value !== null)),
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
  ['messages', 'Total', false],
  ['messages_ready', 'Ready', false],
  ['messages_unacknowledged', 'Unacknowledged', false],
];

export const DATA_RATES = [
  ['recv_oct', 'From the client', true],
  ['send_oct', 'To the client', true],
];

/**
 * How many connections there were, from how many there are, and how many came and went since: the API has no history of
 * their number.
 */
export function connections(overview) {
  const now = overview.object_totals?.connections;
  const kept = lines(overview.object_totals, [['connections', 'Connections', false]]);
  if (kept.times.length > 0 || now === undefined) {
    return kept;
  }
  const { connection_created_details: created, connection_closed_details: closed } = overview.churn_rates ?? {};
  const gone = new Map((closed?.samples ?? []).map(({ sample, timestamp }) => [timestamp, sample]));
  const samples = ascending(created?.samples).filter(({ timestamp }) => gone.has(timestamp));
  const last = samples.at(-1);
  return {
    times: samples.map(({ timestamp }) => timestamp / 1000),
    lines: [
      {
        label: 'Connections',
        colour: 0,
        now,
        values: samples.map(({ sample, timestamp }) =>
          Math.max(0, now - (last.sample - sample) + (gone.get(last.timestamp) - gone.get(timestamp))),
        ),
      },
    ],
  };
}
