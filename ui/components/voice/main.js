/* Voice, clock and their buttons; one for every place in the page. */
const KEPT = "tingxin.voice";
const rooms = new WeakMap();

function kept() {
  try {
    return { muted: false, rate: 1, ...JSON.parse(localStorage.getItem(KEPT) || "{}") };
  } catch {
    return { muted: false, rate: 1 };
  }
}

function keep(choice) {
  try {
    localStorage.setItem(KEPT, JSON.stringify(choice));
  } catch {
    /* private window: the choice lasts for this page */
  }
}

function make(tag, name, text) {
  const node = document.createElement(tag);
  if (name) node.className = name;
  if (text) node.textContent = text;
  return node;
}

class Room {
  constructor(root) {
    this.choice = kept();
    this.sound = new Sound(() => this.spoken(), () => (this.note.hidden = false));
    this.clock = new Clock((seconds) => this.send("silence", { step: this.data.step, turn: this.data.turn, seconds }));
    this.again = make("button");
    this.mute = make("button");
    this.speed = make("select");
    this.label = make("label");
    this.note = make("span", "note");
    this.captions = make("div", "heard");
    this.captions.setAttribute("aria-live", "polite");
    for (const button of [this.again, this.mute]) button.type = "button";
    for (const rate of [0.75, 1, 1.25]) this.speed.append(new Option(`${rate}×`, rate, false, rate === this.choice.rate));
    this.again.onclick = () => this.speak();
    this.mute.onclick = () => this.hush();
    this.speed.onchange = () => {
      this.choice.rate = Number(this.speed.value);
      keep(this.choice);
      this.speak();
    };
    root.replaceChildren(this.clock.node, this.again, this.mute, this.label, this.note, this.captions);
    // Whoever took the call far down in the library would else find the room scrolled past the customer's words.
    document.querySelector("[data-testid=stMain]")?.scrollTo({ top: 0 });
    this.outbox = new Outbox();
    this.listening = setInterval(() => this.listen(), TICK_MS);
  }

  update(data, send) {
    const fresh = data.turn !== this.data?.turn;
    const timed = data.wait_s !== this.data?.wait_s;
    Object.assign(this, { data, send });
    this.clock.words = data.words.clock;
    stops.add(data.words.stop);
    this.again.textContent = data.words.repeat;
    this.label.replaceChildren(make("span", "", data.words.speed), this.speed);
    this.note.textContent = data.words.none;
    this.clock.node.setAttribute("aria-label", data.words.clock.label);
    this.muted();
    if (fresh) {
      this.note.hidden = true;
      this.captions.textContent = data.lines.map((line) => line.text).join(" ");
      this.outbox.taken();
      this.speak();
    } else if (timed && !this.sound.speaking) this.spoken();
  }

  speak() {
    this.clock.halt();
    this.clock.draw("speaks");
    this.sound.say(this.data.lines, this.data.language, this.choice);
  }

  /* The line is over: from now on the customer waits. */
  spoken() {
    this.clock.halt();
    if (this.data.wait_s === null) this.clock.draw(this.data.held ? "held" : "none");
    else this.clock.begin(this.data.wait_s);
  }

  hush() {
    this.choice.muted = !this.choice.muted;
    keep(this.choice);
    this.muted();
    this.speak();
  }

  muted() {
    this.mute.textContent = this.choice.muted ? this.data.words.unmute : this.data.words.mute;
    this.mute.setAttribute("aria-pressed", String(this.choice.muted));
  }

  /* The customer falls silent when the trainee begins to speak; the microphone's buttons have names in this language. */
  listen() {
    this.outbox.tick();
    const names = { Record: this.data.words.record, "Stop recording": this.data.words.stop };
    for (const button of document.querySelectorAll(MICROPHONE)) {
      const name = names[button.getAttribute("aria-label")];
      if (name) button.setAttribute("aria-label", name);
    }
    if (this.sound.speaking && recording()) {
      this.sound.stop();
      this.spoken();
    }
  }

  close() {
    clearInterval(this.listening);
    this.outbox.close();
    this.clock.halt();
    this.sound.stop();
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".voice");
  if (!root || !data) return;
  const room = rooms.get(root) || new Room(root);
  rooms.set(root, room);
  root.setAttribute("aria-label", data.words.group);
  room.update(data, setTriggerValue);
  return () => {
    rooms.get(root)?.close();
    rooms.delete(root);
  };
}
