/* The customer's voice: the browser's own speech synthesis. Text goes in as text, never as HTML. */
const KEPT = "tingxin.voice";
let lastTurn = null;

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

function voiceFor(tag) {
  const all = window.speechSynthesis.getVoices();
  const base = tag.slice(0, 2);
  return all.find((v) => v.lang === tag) || all.find((v) => v.lang.toLowerCase().startsWith(base)) || null;
}

function speak(lines, language, choice) {
  const synth = window.speechSynthesis;
  synth.cancel();
  if (choice.muted) return;
  const tag = language === "zh" ? "zh-CN" : "en-GB";
  for (const line of lines) {
    const said = new SpeechSynthesisUtterance(line);
    said.lang = tag;
    said.rate = choice.rate;
    const found = voiceFor(tag);
    if (found) said.voice = found;
    synth.speak(said);
  }
}

function button(label, onclick) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.onclick = onclick;
  return made;
}

function speedChoice(words, choice, again) {
  const label = document.createElement("label");
  label.textContent = words.speed + " ";
  const select = document.createElement("select");
  for (const rate of [0.75, 1, 1.25]) {
    const option = document.createElement("option");
    option.value = String(rate);
    option.textContent = `${rate}×`;
    option.selected = rate === choice.rate;
    select.append(option);
  }
  select.onchange = () => {
    choice.rate = Number(select.value);
    keep(choice);
    again();
  };
  label.append(select);
  return label;
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".voice");
  if (!root || !data) return;
  const { lines, language, turn, words } = data;
  root.setAttribute("aria-label", words.group);
  if (!("speechSynthesis" in window)) {
    const note = document.createElement("span");
    note.className = "note";
    note.textContent = words.none;
    root.replaceChildren(note);
    return;
  }
  const choice = kept();
  const again = () => speak(lines, language, choice);
  const mute = button(choice.muted ? words.unmute : words.mute, () => {
    choice.muted = !choice.muted;
    keep(choice);
    mute.textContent = choice.muted ? words.unmute : words.mute;
    mute.setAttribute("aria-pressed", String(choice.muted));
    if (choice.muted) window.speechSynthesis.cancel();
    else again();
  });
  mute.setAttribute("aria-pressed", String(choice.muted));
  root.replaceChildren(button(words.repeat, again), mute, speedChoice(words, choice, again));
  if (turn !== lastTurn) {
    lastTurn = turn;
    again();
  }
  return () => window.speechSynthesis.cancel();
}
