/* Puts sound, waveform, transcript and scorecard together; one desk per place in the page. */
const desks = new WeakMap();

class Desk {
  constructor(root, data, send) {
    this.send = send;
    this.words = data.words;
    const seek = (seconds) => this.sound.seek(seconds);
    this.sound = new Sound(() => this.tick(), () => this.send("renew", Date.now()), () => this.silent());
    this.wave = new Waveform(this.words, seek);
    this.transcript = new TranscriptPane(this.words, seek, (claim) => this.hear({ start: claim.start, turn: claim.turn }));
    this.card = new CardPane(this.words, {
      seek: (evidence) => this.hear(evidence),
      change: (criterion, value) => this.send("change", { criterion, value }),
      undo: (criterion) => this.send("undo", criterion),
    });
    this.bar = this.controls();
    this.help = el("dialog", { class: "help" });
    this.player = el("section", { class: "player", "aria-label": this.words.player });
    this.player.append(this.bar, this.wave.canvas, this.sound.audio);
    const panes = el("div", { class: "panes" }, this.transcript.node, this.card.node);
    root.replaceChildren(this.player, panes, this.help);
    this.pressed = (event) => this.key(event);
    document.addEventListener("keydown", this.pressed);
  }

  controls() {
    const words = this.words;
    this.playButton = button("▶", () => this.sound.toggle(), { class: "play", "aria-label": words.play });
    this.time = el("span", { class: "time", "aria-live": "off" });
    this.speed = button("1×", () => this.faster(), { class: "quiet", "aria-label": words.speed });
    const back = button("−3s", () => this.sound.nudge(-3), { class: "quiet", "aria-label": words.back });
    const evidence = button(words.next_evidence, () => this.card.nextEvidence(this.sound.here), { class: "quiet" });
    const ask = button("?", () => this.showHelp(), { class: "quiet keys", "aria-label": words.keys });
    const legend = el("span", { class: "legend", "aria-hidden": "true" });
    for (const role of ["agent", "customer"]) legend.append(el("span", { class: role, text: words[role] }));
    legend.append(el("span", { class: "silence", text: words.silence }));
    return el("div", { class: "controls" }, this.playButton, back, this.speed, this.time, evidence, legend, ask);
  }

  update(data) {
    const sound = Boolean(data.sound);
    this.player.classList.toggle("mute", !sound);
    if (this.turnsKey !== data.turns_key) {
      this.transcript.show(data.turns, sound);
      this.wave.show(data.wave, data.turns);
      this.turns = data.turns;
      this.duration = data.wave.duration;
      this.turnsKey = data.turns_key;
    }
    if (this.cardKey !== data.card_key) {
      this.card.show(data.card);
      this.cardKey = data.card_key;
    }
    if (sound) this.sound.load(data.call, data.sound);
    this.wave.draw();
    this.tick();
    if (data.seek && data.seek.nonce !== this.seekNonce) {
      this.seekNonce = data.seek.nonce;
      this.hear(data.seek);
    }
  }

  hear(evidence) {
    if (evidence.claim !== null && evidence.claim !== undefined) this.transcript.showClaim(evidence.claim);
    else if (evidence.turn !== null && evidence.turn !== undefined) this.transcript.flash(evidence.turn);
    if (evidence.start !== null && evidence.start !== undefined) this.sound.seek(evidence.start);
  }

  tick() {
    const here = this.sound.here;
    this.playButton.textContent = this.sound.playing ? "❚❚" : "▶";
    this.playButton.setAttribute("aria-label", this.sound.playing ? this.words.pause : this.words.play);
    this.time.textContent = `${clock(here)} / ${clock(this.duration)}`;
    this.wave.at(here);
    this.transcript.at(here, this.sound.playing);
  }

  /* Some telephone formats are none that a browser plays. */
  silent() {
    if (this.player.querySelector(".trouble")) return;
    this.player.append(el("p", { class: "trouble", role: "status", text: this.words.cannot_play }));
  }

  faster() {
    const speeds = [1, 1.25, 1.5, 2, 0.75];
    const next = speeds[(speeds.indexOf(this.sound.audio.playbackRate) + 1) % speeds.length];
    this.sound.audio.playbackRate = next;
    this.speed.textContent = `${next}×`;
  }

  turn(by) {
    const timed = this.turns.filter((turn) => turn.start !== null);
    const now = timed.indexOf(turnAt(timed, this.sound.here));
    const next = timed[Math.min(timed.length - 1, Math.max(0, now + by))];
    if (next) this.sound.seek(next.start, this.sound.playing);
    if (next) this.transcript.flash(next.i);
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.player.isConnected) return;
    const target = event.composedPath()[0];
    const typing = target.closest?.("input, textarea, select, [contenteditable], [role=dialog], [role=slider], [role=combobox]");
    if (typing || document.querySelector("[role=dialog]")) return;
    if (target.closest?.("button, a") && (event.key === " " || event.key === "Enter")) return;
    const does = this.deeds()[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!does || (this.help.open && event.key !== "?")) return;
    event.preventDefault();
    does();
  }

  deeds() {
    const value = (level) => () => this.card.focused && this.card.card.editable && this.send("change", { criterion: this.card.focused, value: level });
    return {
      " ": () => this.sound.toggle(),
      ArrowLeft: () => this.sound.nudge(-3),
      ArrowRight: () => this.sound.nudge(3),
      ArrowUp: () => this.turn(-1),
      ArrowDown: () => this.turn(1),
      j: () => this.card.step(1),
      k: () => this.card.step(-1),
      e: () => this.card.nextEvidence(this.sound.here),
      c: () => this.transcript.showClaim(this.transcript.cards.next()),
      n: value(null),
      0: value(0),
      1: value(1),
      2: value(2),
      Enter: () => this.card.card?.publishable && this.send("publish", Date.now()),
      "?": () => this.showHelp(),
    };
  }

  showHelp() {
    if (this.help.open) return this.help.close();
    const list = el("dl", {});
    for (const [key, what] of this.words.key_list) list.append(el("dt", { text: key }), el("dd", { text: what }));
    const close = button(this.words.close, () => this.help.close(), { class: "quiet" });
    this.help.replaceChildren(el("h3", { text: this.words.keys }), list, close);
    this.help.showModal();
  }

  close() {
    document.removeEventListener("keydown", this.pressed);
    this.sound.close();
    this.wave.close();
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".desk");
  let desk = desks.get(root);
  if (desk && (desk.call !== data.call || desk.language !== data.language)) {
    desk.close();
    desk = null;
  }
  if (!desk) {
    desk = new Desk(root, data, setTriggerValue);
    desk.call = data.call;
    desk.language = data.language;
    desks.set(root, desk);
  }
  desk.send = setTriggerValue;
  desk.update(data);
  return () => {
    desks.get(root)?.close();
    desks.delete(root);
  };
}
