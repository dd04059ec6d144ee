/* What the agent claimed: a button per claim below its turn; opened, it says the fact, its source and why. */
class ClaimCards {
  constructor(words, onHear) {
    this.words = words;
    this.onHear = onHear;
    this.buttons = new Map();
  }

  reset() {
    this.buttons.clear();
  }

  /* The row of buttons of one turn; null where nothing was claimed. */
  list(turn) {
    if (!turn.claims.length) return null;
    const list = el("ul", { class: "claims", "aria-label": this.words.claims });
    for (const claim of turn.claims) list.append(this.item(claim));
    return list;
  }

  item(claim) {
    const where = claim.source ? ` · ${claim.source}` : "";
    const spoken = filled(this.words.show_claim, { verdict: claim.label, quote: claim.quote });
    const opener = el("button", {
      type: "button",
      class: `claim ${claim.verdict} ${claim.tone}`,
      "aria-expanded": "false",
      "aria-label": spoken,
      "data-claim": claim.id,
      onclick: () => this.toggle(claim.id),
    });
    opener.append(el("span", { class: "sign", "aria-hidden": "true", text: claim.sign }), `${claim.label}${where}`);
    const item = el("li", {}, opener);
    this.buttons.set(claim.id, { claim, opener, item, card: null });
    return item;
  }

  toggle(id, open) {
    const held = this.buttons.get(id);
    if (!held) return null;
    const wanted = open ?? !held.card;
    if (wanted && !held.card) {
      held.card = this.card(held);
      held.item.append(held.card);
    } else if (!wanted && held.card) {
      held.card.remove();
      held.card = null;
    }
    held.opener.setAttribute("aria-expanded", String(wanted));
    return held;
  }

  /* The next claim after the one that is looked at, or the first. */
  next() {
    const ids = [...this.buttons.keys()];
    if (!ids.length) return null;
    const here = ids.indexOf(this.last);
    return ids[(here + 1) % ids.length];
  }

  open(id, focus) {
    const held = this.toggle(id, true);
    if (!held) return;
    if (this.last !== undefined && this.last !== id) this.toggle(this.last, false);
    this.last = id;
    if (focus) held.opener.focus({ preventScroll: true });
  }

  card(held) {
    const { claim } = held;
    const words = this.words;
    const card = el("div", { class: `fact ${claim.tone}`, role: "group", "aria-label": words.claim });
    const close = button("×", () => this.shut(held), { class: "quiet close", "aria-label": words.close });
    const verdict = el("strong", { class: "verdict", text: `${claim.sign} ${claim.label}` });
    const head = el("div", { class: "fact-head" }, verdict);
    if (claim.doubt) head.append(el("span", { class: "doubt", title: claim.doubt_help, text: claim.doubt }));
    head.append(close);
    card.append(head, el("q", { class: "said", text: claim.quote }));
    card.append(...this.said(claim.why, "why-text"));
    if (claim.statement) card.append(this.row(words.fact, ...this.said(claim.statement, "statement")));
    if (claim.source) card.append(this.row(words.source, this.source(claim)));
    if (claim.checked) card.append(this.row(words.checked, el("span", { text: claim.checked })));
    card.append(this.foot(claim));
    card.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.shut(held);
    });
    return card;
  }

  shut(held) {
    this.toggle(held.claim.id, false);
    held.opener.focus({ preventScroll: true });
  }

  said(texts, kind) {
    return texts.map((one, index) => el("p", { class: `${kind}${index ? " other" : ""}`, lang: one.lang, text: one.text }));
  }

  row(name, ...inner) {
    return el("div", { class: "fact-row" }, el("span", { class: "name", text: name }), el("div", {}, ...inner));
  }

  source(claim) {
    const text = claim.force ? `${claim.source} (${claim.force})` : claim.source;
    if (!claim.url) return el("span", { text });
    return el("a", { href: claim.url, target: "_blank", rel: "noopener noreferrer", text });
  }

  foot(claim) {
    const foot = el("div", { class: "fact-foot" });
    if (claim.start !== null) {
      const label = filled(this.words.hear_from, { time: clock(claim.start) });
      foot.append(button(`▶ ${clock(claim.start)}`, () => this.onHear(claim), { class: "hear", "aria-label": label }));
    }
    if (claim.link) foot.append(el("a", { href: claim.link, target: "_blank", text: this.words.open_fact }));
    return foot;
  }
}
