/* Moments of a call as a list of buttons, with arcs beside them. Text goes in as text, never as HTML. */
const SVG = "http://www.w3.org/2000/svg";

function shape(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function row(one, data, pick) {
  const leads = data.edges.filter((edge) => edge.from === one.id).map((edge) => edge.to);
  const spoken = [one.id, one.text];
  if (one.kind === "aside") spoken.push(data.words.aside);
  if (leads.length) spoken.push(`${data.words.leads} ${[...new Set(leads)].join(", ")}`);
  const button = node(
    "button",
    { type: "button", class: one.kind, "data-id": one.id, "aria-label": spoken.join(". "), "aria-pressed": String(one.id === data.picked) },
    node("span", { class: "name", text: one.id === data.start ? `▶ ${one.id}` : one.id }),
    node("span", { class: "text", text: one.text }),
  );
  button.onclick = () => pick(one.id);
  return node("li", {}, button);
}

/* An arc from one row to another, bulging to the left the further it reaches. */
function arc(edge, places, width, picked) {
  const [from, to] = [places.get(edge.from), places.get(edge.to)];
  if (!from || !to) return null;
  const span = Math.abs(from.at - to.at);
  const bulge = Math.min(width - 10, 10 + 9 * span);
  const [y1, y2] = [from.y + 5, to.y - 5];
  const [x1, x2] = [width - 2, width - 8];
  const near = picked && (edge.from === picked || edge.to === picked);
  const classes = ["arc", edge.good && "good", edge.quiet && "quiet", near && (edge.from === picked ? "out" : "in"), picked && !near && "far"];
  const path = shape("path", {
    d: `M ${x1} ${y1} C ${x1 - bulge * 1.3} ${y1}, ${x2 - bulge * 1.3} ${y2}, ${x2} ${y2}`,
    class: classes.filter(Boolean).join(" "),
  });
  const tip = shape("path", { d: `M ${x2} ${y2 - 4} L ${x2 + 7} ${y2} L ${x2} ${y2 + 4} Z`, class: `tip ${path.getAttribute("class")}` });
  return [path, tip];
}

function draw(root, data) {
  const list = root.querySelector("ol");
  const svg = root.querySelector("svg");
  const top = list.getBoundingClientRect().top;
  const width = svg.getBoundingClientRect().width;
  if (!width) return;
  const places = new Map();
  [...list.querySelectorAll("button")].forEach((button, at) => {
    const box = button.getBoundingClientRect();
    places.set(button.dataset.id, { at, y: box.top - top + box.height / 2 });
  });
  svg.setAttribute("height", list.getBoundingClientRect().height);
  const arcs = data.edges.flatMap((edge) => arc(edge, places, width, data.picked) || []);
  svg.replaceChildren(...arcs);
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".graph");
  const pick = (id) => setTriggerValue("picked", id);
  const focused = root.contains(root.getRootNode().activeElement) ? root.getRootNode().activeElement.dataset.id : null;
  const list = node("ol", { "aria-label": data.words.label }, ...data.rows.map((one) => row(one, data, pick)));
  const svg = shape("svg", { "aria-hidden": "true" });
  root.replaceChildren(svg, list);
  if (focused) list.querySelector(`[data-id="${focused}"]`)?.focus({ preventScroll: true });
  draw(root, data);
  root.seen?.disconnect();
  root.seen = new ResizeObserver(() => draw(root, data));
  root.seen.observe(list);
  return () => root.seen.disconnect();
}
