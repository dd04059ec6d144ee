/* How long the customer waits: a ring that empties. It stands still while the trainee answers or looks elsewhere. */
const TICK_MS = 200;
const ROUND = 2 * Math.PI * 15; // length of the ring, whose radius is 15
const MICROPHONE = "[data-testid=stAudioInput] button";
const stops = new Set(["Stop recording"]); // names of the button that ends a recording

function ring() {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 36 36");
  svg.setAttribute("aria-hidden", "true");
  for (const name of ["track", "left"]) {
    const circle = document.createElementNS(space, "circle");
    for (const [key, value] of Object.entries({ class: name, cx: 18, cy: 18, r: 15 })) circle.setAttribute(key, value);
    svg.append(circle);
  }
  return svg;
}

class Clock {
  constructor(onOver) {
    this.onOver = onOver;
    this.ring = ring();
    this.says = document.createElement("span");
    this.node = document.createElement("div");
    this.node.className = "clock";
    this.node.setAttribute("role", "timer");
    this.node.append(this.ring, this.says);
  }

  begin(seconds) {
    this.halt();
    Object.assign(this, { whole: seconds, left: seconds, seen: performance.now() });
    this.timer = setInterval(() => this.tick(), TICK_MS);
    this.draw("waits");
  }

  halt() {
    clearInterval(this.timer);
    this.timer = null;
  }

  get runs() {
    return this.timer !== null && this.timer !== undefined;
  }

  tick() {
    const now = performance.now();
    const held = answering();
    if (!held) this.left -= (now - this.seen) / 1000;
    this.seen = now;
    if (this.left <= 0) {
      this.halt();
      this.draw("over");
      this.onOver(this.whole);
    } else this.draw(held ? "held" : "waits");
  }

  /* `what`: speaks, waits, held, over, or none. */
  draw(what) {
    const share = this.runs && this.whole ? Math.max(0, this.left / this.whole) : what === "speaks" ? 1 : 0;
    const second = Math.max(0, Math.ceil(this.left || 0));
    this.node.dataset.state = what;
    this.ring.lastChild.style.strokeDasharray = `${ROUND * share} ${ROUND}`;
    const said = this.words[what].replace("{seconds}", second);
    if (this.says.textContent !== said) this.says.textContent = said;
  }
}

/* Whether the trainee is about to answer: words in the box, the microphone on; or the page is out of sight. */
function answering() {
  const box = document.querySelector(BOX);
  return document.hidden || Boolean(box && box.value.trim()) || recording();
}

function recording() {
  return [...document.querySelectorAll(MICROPHONE)].some((button) => stops.has(button.getAttribute("aria-label")));
}
