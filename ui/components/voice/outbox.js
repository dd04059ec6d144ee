/* One reply at a time. Streamlit keeps a single unheard reply of the box: a second one that is sent before the first
   has been taken up would replace it. So the second waits in the box until the page stands at a new turn. */
const BOX = ".st-key-reply textarea";
const BUTTON = ".st-key-reply button";
const LONGEST_WAIT_MS = 10000; // a reply that was turned down brings no new turn

class Outbox {
  constructor() {
    Object.assign(this, { sentAt: null, waiting: null });
    this.onKey = (event) => {
      const sends = event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229;
      if (sends && event.target.matches?.(BOX)) this.leaving(event, event.target);
    };
    this.onClick = (event) => {
      if (event.target.closest?.(BUTTON)) this.leaving(event, document.querySelector(BOX));
    };
    document.addEventListener("keydown", this.onKey, true);
    document.addEventListener("click", this.onClick, true);
  }

  /* A reply is on its way out: let it go, or hold it back. */
  leaving(event, box) {
    if (!box?.value.trim()) return; // Streamlit sends nothing
    if (this.sentAt === null) {
      this.sentAt = performance.now();
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    this.waiting = box.value;
  }

  tick() {
    if (this.sentAt !== null && performance.now() - this.sentAt > LONGEST_WAIT_MS) this.taken();
  }

  /* The reply before has been taken up. What waits goes now, unless it is being changed. */
  taken() {
    const waiting = this.waiting;
    Object.assign(this, { sentAt: null, waiting: null });
    if (waiting !== null && document.querySelector(BOX)?.value === waiting) document.querySelector(BUTTON)?.click();
  }

  close() {
    document.removeEventListener("keydown", this.onKey, true);
    document.removeEventListener("click", this.onClick, true);
  }
}
