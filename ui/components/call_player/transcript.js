/* What was said, following the sound. A click on a word or a turn plays it from there. */
class TranscriptPane {
  constructor(words, onSeek, onHear) {
    this.words = words;
    this.onSeek = onSeek;
    this.cards = new ClaimCards(words, onHear);
    this.node = el("section", { class: "pane transcript", "aria-label": words.transcript, tabindex: "0" });
    this.list = el("ol", { class: "turns" });
    this.node.append(this.list);
    this.restUntil = 0; // a person who scrolls isn't pulled back for some seconds
    for (const event of ["wheel", "touchmove"]) {
      this.node.addEventListener(event, () => (this.restUntil = Date.now() + 5000), { passive: true });
    }
    this.list.addEventListener("click", (event) => this.clicked(event));
  }

  show(turns, hasSound) {
    this.turns = turns;
    this.hasSound = hasSound;
    this.current = null;
    this.said = null;
    this.cards.reset();
    this.list.replaceChildren(...turns.map((turn) => this.row(turn)));
  }

  row(turn) {
    const stamp =
      turn.start === null
        ? el("span", { class: "stamp" })
        : button(clock(turn.start), null, {
            class: "stamp",
            "data-turn": turn.i,
            "aria-label": filled(this.words.hear_from, { time: clock(turn.start) }),
            disabled: !this.hasSound,
          });
    const text = el("p", { class: "text" }, ...this.pieces(turn));
    const notes = el("ul", { class: "notes" });
    for (const note of turn.notes) {
      notes.append(el("li", { class: `note ${note.tone}`, title: note.title || null, text: note.text }));
    }
    const who = el("span", { class: "who", text: turn.name });
    const body = el("div", { class: "body" }, who, text, this.cards.list(turn), turn.notes.length ? notes : null);
    return el("li", { class: `turn ${turn.who}`, "data-i": turn.i, id: `turn-${turn.i}` }, stamp, body);
  }

  /* Offsets count characters, not UTF-16 units, hence Array.from. */
  pieces(turn) {
    const letters = Array.from(turn.text);
    const cuts = new Set([0, letters.length]);
    const claims = turn.claims.filter((claim) => claim.from !== null);
    for (const [from, to] of [...turn.words, ...turn.marks, ...claims.map((claim) => [claim.from, claim.to])]) {
      cuts.add(from);
      cuts.add(to);
    }
    const edges = [...cuts].filter((cut) => cut >= 0 && cut <= letters.length).sort((a, b) => a - b);
    const made = [];
    for (let index = 0; index + 1 < edges.length; index += 1) {
      const [from, to] = [edges[index], edges[index + 1]];
      const word = turn.words.find((span) => span[0] <= from && to <= span[1]);
      const mark = turn.marks.find((span) => span[0] <= from && to <= span[1]);
      const claim = claims.find((one) => one.from <= from && to <= one.to);
      const marked = claim ? `claim ${claim.verdict} ${claim.tone}` : mark ? `mark ${mark[2]}` : "";
      const piece = el(claim || mark ? "mark" : "span", {
        class: [word && this.hasSound ? "word" : "", marked].join(" ").trim() || null,
        "data-at": word ? word[2] : null,
        "data-claim": claim ? claim.id : null,
        "data-sign": claim && claim.to === to ? claim.sign : null,
        title: claim ? `${claim.label}: ${claim.why[0].text}` : mark ? mark[3] : null,
        text: this.readable(turn.shown, letters, from, to),
      });
      made.push(piece);
    }
    return made;
  }

  /* Numbers in digits, marks and capitals, where the words as spoken lack them: each stands where its words begin. */
  readable(shown, letters, from, to) {
    let text = "";
    let at = from;
    for (const [first, last, written] of shown) {
      if (last <= at || first >= to) continue;
      if (first >= at) text += letters.slice(at, first).join("") + written;
      at = Math.min(last, to);
    }
    return text + letters.slice(at, to).join("");
  }

  clicked(event) {
    if (String(window.getSelection())) return; // somebody copies text
    const claim = event.target.closest("mark[data-claim]");
    if (claim) return this.cards.open(Number(claim.dataset.claim), false);
    if (!this.hasSound || event.target.closest(".claims")) return;
    const word = event.target.closest("[data-at]");
    if (word) return this.onSeek(Number(word.dataset.at));
    const row = event.target.closest(".turn");
    const turn = row && this.turns[Number(row.dataset.i)];
    if (turn && turn.start !== null) this.onSeek(turn.start);
  }

  at(seconds, playing) {
    const turn = turnAt(this.turns || [], seconds);
    const index = turn ? turn.i : null;
    if (index !== this.current) {
      this.list.querySelector(".turn.now")?.classList.remove("now");
      this.current = index;
      const row = index === null ? null : this.list.children[index];
      row?.classList.add("now");
      if (row && playing) this.bring(row);
    }
    if (turn && turn.words.length) this.point(turn, seconds);
  }

  point(turn, seconds) {
    let now = null;
    for (const word of turn.words) {
      if (word[2] > seconds + 0.05) break;
      now = word[2];
    }
    if (now === this.said) return;
    this.said = now;
    for (const old of this.list.querySelectorAll(".word.now")) old.classList.remove("now");
    if (now === null) return;
    for (const word of this.list.children[turn.i].querySelectorAll(`[data-at="${now}"]`)) word.classList.add("now");
  }

  /* Moves the pane, never the page. */
  bring(row, always) {
    if (!always && Date.now() < this.restUntil) return;
    const top = row.offsetTop - this.node.offsetTop - this.node.clientHeight / 3;
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.node.scrollTo({ top, behavior: calm ? "auto" : "smooth" });
  }

  /* Opens a claim and brings it in sight. */
  showClaim(id) {
    if (id === null) return;
    this.cards.open(id, true);
    const row = this.cards.buttons.get(id)?.opener.closest(".turn");
    if (row) this.flash(Number(row.dataset.i));
  }

  flash(index) {
    const row = this.list.children[index];
    if (!row) return;
    this.bring(row, true);
    row.classList.remove("shown");
    void row.offsetWidth; // lets the animation start again
    row.classList.add("shown");
  }
}
