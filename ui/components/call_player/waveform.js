/* Who speaks when: one row per channel (or one, coloured by speaker), silences hatched, evidence as ticks. */
class Waveform {
  constructor(words, onSeek) {
    this.words = words;
    this.onSeek = onSeek;
    this.canvas = el("canvas", { class: "wave", role: "slider", tabindex: "0", "aria-label": words.wave });
    this.canvas.addEventListener("pointerdown", (event) => {
      const box = this.canvas.getBoundingClientRect();
      this.onSeek(((event.clientX - box.left) / box.width) * this.duration);
    });
    this.canvas.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -5, ArrowRight: 5, PageUp: 30, PageDown: -30 }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      this.onSeek(Math.min(this.duration, Math.max(0, (this.here || 0) + step)));
    });
    this.watch = new ResizeObserver(() => this.draw());
    this.watch.observe(this.canvas);
  }

  show(wave, turns) {
    this.wave = wave;
    this.turns = turns;
    this.duration = wave.duration || 1;
    this.canvas.style.height = `${Math.max(1, wave.rows.length) * 34 + 10}px`;
    this.canvas.setAttribute("aria-valuemin", "0");
    this.canvas.setAttribute("aria-valuemax", String(Math.round(this.duration)));
    this.draw();
  }

  at(seconds) {
    this.here = seconds;
    this.canvas.setAttribute("aria-valuenow", String(Math.round(seconds)));
    this.canvas.setAttribute("aria-valuetext", `${clock(seconds)} / ${clock(this.duration)}`);
    this.draw();
  }

  draw() {
    const ratio = window.devicePixelRatio || 1;
    const width = this.canvas.clientWidth;
    const height = this.canvas.clientHeight;
    if (!this.wave || !width || !height) return;
    if (this.canvas.width !== Math.round(width * ratio) || this.canvas.height !== Math.round(height * ratio)) {
      this.canvas.width = Math.round(width * ratio);
      this.canvas.height = Math.round(height * ratio);
    }
    const pen = this.canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    const x = (seconds) => (seconds / this.duration) * width;
    this.hatch(pen, x, height - 10);
    this.wave.rows.forEach((row, index) => this.bars(pen, row, index * 34 + 17, width));
    this.ticks(pen, x, height);
    pen.fillStyle = paint(this.canvas, "--ink");
    pen.fillRect(x(this.here || 0) - 0.75, 0, 1.5, height - 8);
  }

  bars(pen, row, middle, width) {
    const count = row.peaks.length;
    if (!count) return;
    const colours = { agent: paint(this.canvas, "--agent"), customer: paint(this.canvas, "--customer") };
    const other = paint(this.canvas, "--quiet");
    const step = Math.max(2, width / count);
    for (let left = 0; left < width; left += step) {
      const from = Math.floor((left / width) * count);
      const to = Math.max(from + 1, Math.floor(((left + step) / width) * count));
      let peak = 0;
      for (let index = from; index < to && index < count; index += 1) peak = Math.max(peak, row.peaks[index]);
      const seconds = (left / width) * this.duration;
      const speaker = row.role || (turnAt(this.turns, seconds) || {}).who;
      pen.globalAlpha = seconds <= (this.here || 0) ? 1 : 0.5;
      pen.fillStyle = colours[speaker] || other;
      const half = Math.max(0.5, peak * 15);
      pen.fillRect(left, middle - half, Math.max(1, step - 1), half * 2);
    }
    pen.globalAlpha = 1;
  }

  hatch(pen, x, height) {
    pen.strokeStyle = paint(this.canvas, "--quiet");
    pen.globalAlpha = 0.45;
    pen.lineWidth = 1;
    for (const [start, end] of this.wave.gaps) {
      const left = x(start);
      const wide = x(end) - left;
      if (wide < 3) continue;
      pen.save();
      pen.beginPath();
      pen.rect(left, 0, wide, height);
      pen.clip();
      pen.beginPath();
      for (let along = -height; along < wide; along += 6) {
        pen.moveTo(left + along, height);
        pen.lineTo(left + along + height, 0);
      }
      pen.stroke();
      pen.restore();
    }
    pen.globalAlpha = 1;
  }

  ticks(pen, x, height) {
    for (const tick of this.wave.ticks) {
      pen.fillStyle = paint(this.canvas, tick.tone === "critical" ? "--red" : "--ink");
      pen.beginPath();
      const middle = x(tick.at);
      if (tick.tone === "critical") {
        pen.moveTo(middle, height - 9);
        pen.lineTo(middle + 4, height - 4.5);
        pen.lineTo(middle, height);
        pen.lineTo(middle - 4, height - 4.5);
      } else {
        pen.moveTo(middle, height - 8);
        pen.lineTo(middle + 3.5, height - 1);
        pen.lineTo(middle - 3.5, height - 1);
      }
      pen.fill();
    }
  }

  close() {
    this.watch.disconnect();
  }
}
