/* The scorecard: each value with its reason and the seconds it came from. */
class CardPane {
  constructor(words, on) {
    this.words = words;
    this.on = on; // seek(evidence), change(criterion, value), undo(criterion)
    this.node = el("section", { class: "pane card", "aria-label": words.scorecard, tabindex: "0" });
    this.focused = null;
  }

  show(card) {
    this.card = card;
    if (!card) {
      this.node.replaceChildren(el("p", { class: "empty", text: this.words.no_card }));
      return;
    }
    const tiles = el("div", { class: "tiles" }, ...card.sections.map((section) => this.tile(section)));
    const groups = card.sections.map((section) => this.group(section));
    this.node.replaceChildren(tiles, ...groups);
    if (this.focused) this.focus(this.focused, false);
  }

  tile(section) {
    const figures = el("span", { class: "figures" }, el("b", { text: section.auto }));
    if (section.yours !== null) figures.append(el("span", { class: "yours", text: section.yours }));
    const go = () => this.scrollTo(this.node.querySelector(`[data-section="${section.id}"]`));
    const label = filled(this.words.section_is, { name: section.name, score: section.auto });
    const tile = el("button", { type: "button", class: "tile", onclick: go, "aria-label": label });
    tile.append(el("span", { class: "name", text: section.name }), figures);
    if (section.zeroed) tile.append(el("span", { class: "zeroed", text: section.zeroed }));
    return tile;
  }

  group(section) {
    const rows = this.card.criteria.filter((criterion) => criterion.section === section.id);
    const heading = el("h3", { "data-section": section.id, text: section.name });
    return el("div", { class: "group" }, heading, el("ul", {}, ...rows.map((criterion) => this.row(criterion))));
  }

  row(criterion) {
    const name = el("span", { class: "name", text: criterion.name, title: criterion.help || null });
    const value = el("span", { class: `value ${criterion.tone}` }, el("span", { class: "sign", text: criterion.sign }));
    value.append(criterion.label);
    const head = el("div", { class: "head" }, name);
    if (criterion.flag) head.append(el("span", { class: "flag", text: criterion.flag }));
    head.append(value);
    if (criterion.judge) {
      head.append(el("span", { class: "value judged", text: criterion.judge.label, title: criterion.judge.note || null }));
    }
    if (criterion.yours) head.append(el("span", { class: "value yours", text: criterion.yours.label }));
    const foot = el("div", { class: "foot" });
    for (const evidence of criterion.evidence) foot.append(this.evidence(criterion, evidence));
    if (criterion.given) foot.append(el("span", { class: "given", text: criterion.given }));
    if (criterion.doubt) foot.append(el("span", { class: "doubt", text: criterion.doubt }));
    if (this.card.editable) foot.append(...this.edits(criterion));
    const row = el("li", { class: `criterion ${criterion.tone}`, "data-id": criterion.id, tabindex: "-1" }, head);
    row.append(el("p", { class: "why", text: criterion.why }));
    if (criterion.judge) row.append(el("p", { class: "yours-note", text: criterion.judge.note }));
    if (criterion.yours && criterion.yours.note) row.append(el("p", { class: "yours-note", text: criterion.yours.note }));
    row.append(foot);
    row.onclick = () => this.focus(criterion.id, false);
    return row;
  }

  evidence(criterion, evidence) {
    const label = evidence.start === null ? evidence.place : `▶ ${clock(evidence.start)}`;
    const spoken = filled(this.words.hear_evidence, { name: criterion.name, quote: evidence.quote });
    return button(label, () => this.on.seek(evidence), { class: "hear", title: evidence.quote, "aria-label": spoken });
  }

  edits(criterion) {
    const change = filled(this.words.change_name, { name: criterion.name });
    const made = [
      button(this.words.change, () => this.on.change(criterion.id, null), { class: "quiet change", "aria-label": change }),
    ];
    if (criterion.yours?.undoable) {
      const undo = filled(this.words.undo_name, { name: criterion.name });
      made.push(button(this.words.undo, () => this.on.undo(criterion.id), { class: "quiet", "aria-label": undo }));
    }
    return made;
  }

  focus(id, scroll = true) {
    this.node.querySelector(".criterion.now")?.classList.remove("now");
    const row = this.node.querySelector(`.criterion[data-id="${CSS.escape(id)}"]`);
    this.focused = row ? id : null;
    if (!row) return;
    row.classList.add("now");
    if (scroll) this.scrollTo(row);
  }

  step(by) {
    const ids = this.card ? this.card.criteria.map((criterion) => criterion.id) : [];
    const next = Math.min(ids.length - 1, Math.max(0, ids.indexOf(this.focused) + by));
    if (ids.length) this.focus(ids[next]);
  }

  nextEvidence(seconds) {
    const all = (this.card ? this.card.criteria : [])
      .flatMap((criterion) => criterion.evidence.map((evidence) => ({ criterion, evidence })))
      .filter((pair) => pair.evidence.start !== null)
      .sort((a, b) => a.evidence.start - b.evidence.start);
    const next = all.find((pair) => pair.evidence.start > seconds + 0.3) || all[0];
    if (!next) return;
    this.focus(next.criterion.id);
    this.on.seek(next.evidence);
  }

  scrollTo(node) {
    if (!node) return;
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.node.scrollTo({ top: node.offsetTop - this.node.offsetTop - 60, behavior: calm ? "auto" : "smooth" });
  }
}
