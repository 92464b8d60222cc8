// A line over time on a canvas.

const SPAN_MS = 120_000;
const POINTS_MAX = 1000;
const PADDING = 4;

export class Chart {
  #canvas;
  #points = [];

  constructor(canvas) {
    this.#canvas = canvas;
    new ResizeObserver(() => this.draw()).observe(canvas);
  }

  add(value) {
    this.#points.push({ value, ms: Date.now() });
    if (this.#points.length > POINTS_MAX) {
      this.#points.shift();
    }
  }

  /** Draws the last two minutes, the latest at the right. */
  draw() {
    const now = Date.now();
    // One older point stays, from which the line comes in.
    while (this.#points.length > 2 && this.#points[1].ms < now - SPAN_MS) {
      this.#points.shift();
    }
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    const scale = window.devicePixelRatio;
    this.#canvas.width = width * scale;
    this.#canvas.height = height * scale;
    if (this.#points.length === 0) {
      return;
    }

    const values = this.#points.map((point) => point.value);
    const least = Math.min(...values);
    const range = Math.max(...values) - least || 1;
    const x = (ms) => width - ((now - ms) / SPAN_MS) * width;
    const y = (value) => height - PADDING - ((value - least) / range) * (height - 2 * PADDING);

    const context = this.#canvas.getContext('2d');
    context.scale(scale, scale);
    context.strokeStyle = getComputedStyle(this.#canvas).color;
    context.lineWidth = 1.5;
    context.beginPath();
    for (const { value, ms } of this.#points) {
      context.lineTo(x(ms), y(value));
    }
    context.lineTo(width, y(values.at(-1)));
    context.stroke();
  }
}
