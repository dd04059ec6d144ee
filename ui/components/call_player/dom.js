/* Small helpers. Text goes in by textContent alone: transcripts are other people's words. */
function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "text") node.textContent = value;
    else if (name.startsWith("on")) node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/* A click by pointer lets go of the button again, so that Space still plays and pauses. */
function button(label, onclick, attributes) {
  const pressed = (event) => {
    if (event.detail) event.currentTarget.blur();
    onclick?.(event);
  };
  return el("button", { type: "button", text: label, onclick: pressed, ...attributes });
}

function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds || 0));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/* "{a} of {b}" with named fields, as the pages' own words are written. */
function filled(words, fields) {
  return words.replace(/\{(\w+)\}/g, (all, name) => (name in fields ? fields[name] : all));
}

function paint(node, name) {
  return getComputedStyle(node).getPropertyValue(name).trim() || "currentColor";
}

/* The turn that is heard at `seconds`: the last one that has begun and not long ended. */
function turnAt(turns, seconds) {
  let found = null;
  for (const turn of turns) {
    if (turn.start === null) continue;
    if (turn.start > seconds + 0.05) break;
    found = turn;
  }
  return found;
}
