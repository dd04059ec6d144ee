/* A textarea with line numbers and findings. Text goes in as text, never as HTML. */
const WAIT_MS = 450; // after the last key, before the text is sent

function build(root) {
  const gutter = node("div", { class: "gutter", "aria-hidden": "true" });
  const area = node("textarea", { spellcheck: "false", autocapitalize: "off", autocomplete: "off", wrap: "off" });
  const summary = node("p", { class: "summary", role: "status" });
  const hint = node("p", { class: "hint" });
  const list = node("ul", { class: "findings" });
  root.replaceChildren(summary, node("div", { class: "sheet" }, gutter, area), hint, list);
  area.addEventListener("scroll", () => (gutter.scrollTop = area.scrollTop));
  root.parts = { gutter, area, summary, hint, list };
  return root.parts;
}

function number(parts, findings) {
  const worst = new Map();
  for (const one of findings) if (worst.get(one.line)?.level !== "error") worst.set(one.line, one);
  const count = parts.area.value.split("\n").length;
  const lines = [];
  for (let line = 1; line <= count; line += 1) {
    const found = worst.get(line);
    const text = found ? `${found.sign} ${line}` : String(line);
    lines.push(node("span", { class: found ? found.level : null, text, title: found ? found.message : null }));
  }
  parts.gutter.replaceChildren(...lines);
  parts.gutter.scrollTop = parts.area.scrollTop;
}

function jump(area, line) {
  const before = area.value.split("\n").slice(0, line - 1);
  const start = before.reduce((sum, text) => sum + text.length + 1, 0);
  const end = area.value.indexOf("\n", start);
  area.focus();
  area.setSelectionRange(start, end < 0 ? area.value.length : end);
  const height = parseFloat(getComputedStyle(area).lineHeight);
  area.scrollTop = Math.max(0, (line - 4) * height);
  area.scrollLeft = 0;
}

function list(parts, findings) {
  const rows = findings.map((one) => {
    const button = node("button", { type: "button", "aria-label": one.jump, class: one.level, text: `${one.sign} ${one.place}` });
    button.onclick = () => jump(parts.area, one.line);
    const advice = one.advice ? node("span", { class: "advice", text: one.advice }) : null;
    return node("li", {}, button, node("span", { class: "message", text: one.message }), advice);
  });
  parts.list.replaceChildren(...rows);
}

/* Enter keeps the indentation of its line; Tab leaves the field, as everywhere. */
function typed(event, area, save) {
  if ((event.ctrlKey || event.metaKey) && event.key === "s") {
    event.preventDefault();
    save();
  } else if (event.key === "Enter" && !event.isComposing && !event.ctrlKey && !event.metaKey) {
    const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
    const indent = area.value.slice(start, area.selectionStart).match(/^ */)[0];
    if (indent && document.execCommand("insertText", false, `\n${indent}`)) event.preventDefault();
  }
}

export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  const root = parentElement.querySelector(".editor");
  const parts = root.parts || build(root);
  const { area } = parts;
  const send = () => {
    clearTimeout(root.waiting);
    if (root.sent !== area.value) setStateValue("text", (root.sent = area.value));
  };
  if (root.version !== data.version) {
    root.version = data.version;
    area.value = root.sent = data.text;
  }
  area.readOnly = data.read_only;
  area.setAttribute("aria-label", data.label);
  parts.summary.textContent = data.summary;
  parts.hint.textContent = data.hint;
  area.oninput = () => {
    number(parts, data.findings);
    clearTimeout(root.waiting);
    root.waiting = setTimeout(send, WAIT_MS);
  };
  area.onblur = send;
  area.onkeydown = (event) => typed(event, area, () => (send(), setTriggerValue("save", Date.now())));
  number(parts, data.findings);
  list(parts, data.findings);
}
