/* A table on a desk, cards on a telephone. Every row is a real link; text goes in by textContent alone. */
function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "text") node.textContent = value;
    else if (name.startsWith("on")) node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children.filter(Boolean));
  return node;
}

function head(data, send) {
  const row = el("tr", {});
  for (const column of data.columns) {
    const sorted = data.sort.replace(/^-/, "") === column.key;
    const down = data.sort.startsWith("-");
    const way = sorted ? (down ? "descending" : "ascending") : null;
    const cell = el("th", { scope: "col", class: column.key, "aria-sort": way });
    if (!column.sortable) cell.textContent = column.name;
    else {
      const next = sorted && down ? column.key : `-${column.key}`;
      const sort = () => send("sort", next);
      const arrow = sorted ? (down ? " ↓" : " ↑") : "";
      cell.append(el("button", { type: "button", text: column.name + arrow, onclick: sort, "aria-label": column.sort_label }));
    }
    row.append(cell);
  }
  return el("thead", {}, row);
}

function flags(row) {
  const cell = el("td", { class: "flags" });
  for (const flag of row.flags) cell.append(el("span", { class: `flag ${flag.tone}`, text: `${flag.sign} ${flag.text}` }));
  return cell;
}

function what(row, send) {
  const follow = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return; // a new tab is wanted
    event.preventDefault();
    send("open", row.id);
  };
  const cell = el("td", { class: "what" }, el("a", { href: row.href, text: row.title, onclick: follow }));
  if (row.below) cell.append(el("span", { class: "below", text: row.below }));
  if (row.error) cell.append(el("span", { class: "error", text: row.error }));
  if (row.retry) {
    const again = (event) => {
      event.stopPropagation();
      send("retry", row.id);
    };
    cell.append(el("button", { type: "button", class: "retry", text: row.retry, onclick: again }));
  }
  return cell;
}

function line(row, data, send) {
  const labelled = (key) => el("td", { class: key, "data-label": data.labels[key], text: row[key] });
  const node = el("tr", { class: row.tone || null });
  node.append(
    labelled("started_at"), what(row, send), labelled("agent"), labelled("duration_s"),
    labelled("auto_total"), labelled("human_total"), flags(row),
  );
  node.onclick = (event) => {
    if (!event.target.closest("a, button") && !String(window.getSelection())) send("open", row.id);
  };
  return node;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const table = parentElement.querySelector("table");
  table.setAttribute("aria-label", data.label);
  const body = el("tbody", {}, ...data.rows.map((row) => line(row, data, setTriggerValue)));
  table.replaceChildren(head(data, setTriggerValue), body);
}
