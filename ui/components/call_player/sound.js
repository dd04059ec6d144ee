const PATIENCE_MS = 20000; // a link that fails so soon after it was renewed has another fault than its age

/* The sound: one <audio>, kept over reruns. Its signed link ages; a new one is asked for when it fails. */
class Sound {
  constructor(onTick, onRenew, onFail) {
    this.audio = el("audio", { preload: "metadata" });
    this.onRenew = onRenew;
    this.onFail = onFail;
    this.renewedAt = -PATIENCE_MS;
    this.renewing = false;
    this.wanted = null; // seconds to go to once the sound is ready
    this.last = 0; // seconds that were heard last, and whether it was playing: what to come back to
    this.live = false;
    this.audio.addEventListener("timeupdate", () => {
      if (this.audio.readyState === 0) return;
      this.last = this.audio.currentTime;
      this.live = this.playing;
    });
    for (const [event, live] of [["playing", true], ["pause", false], ["ended", false]]) {
      this.audio.addEventListener(event, () => this.audio.readyState && (this.live = live));
    }
    for (const event of ["timeupdate", "seeked", "play", "pause", "ended", "loadedmetadata", "ratechange"]) {
      this.audio.addEventListener(event, onTick);
    }
    this.audio.addEventListener("loadedmetadata", () => this.settle());
    this.audio.addEventListener("error", () => this.renew());
    const frame = () => {
      if (!this.audio.paused) onTick({ type: "frame" });
      this.frame = requestAnimationFrame(frame);
    };
    this.frame = requestAnimationFrame(frame);
  }

  get here() {
    return this.wanted === null ? this.audio.currentTime : this.wanted;
  }

  get playing() {
    return !this.audio.paused && !this.audio.ended;
  }

  load(call, url) {
    if (!url) return;
    if (this.call === call && !this.renewing) return; // still good, or nobody has noticed otherwise
    const resume = this.call === call ? { at: this.wanted ?? this.last, play: this.live || this.playAfter } : null;
    this.call = call;
    this.renewing = false;
    this.audio.src = url;
    if (resume) this.seek(resume.at, resume.play);
  }

  renew() {
    if (this.renewing || !this.audio.getAttribute("src")) return;
    if (performance.now() - this.renewedAt < PATIENCE_MS) return this.onFail();
    this.renewedAt = performance.now();
    this.renewing = true;
    this.wanted = this.wanted ?? this.last;
    this.onRenew();
  }

  seek(seconds, play = true) {
    this.playAfter = play;
    if (this.audio.readyState === 0) {
      this.wanted = seconds;
      this.audio.load();
      return;
    }
    this.playAfter = false;
    this.audio.currentTime = Math.max(0, seconds);
    if (play) this.play();
  }

  settle() {
    if (this.wanted === null) return;
    const seconds = this.wanted;
    this.wanted = null;
    this.audio.currentTime = seconds;
    if (this.playAfter) this.play();
    this.playAfter = false;
  }

  play() {
    const begun = this.audio.play();
    if (begun) begun.catch(() => {}); // the browser wants a click first, or the link has aged: see renew
  }

  toggle() {
    if (this.playing) this.audio.pause();
    else this.play();
  }

  nudge(seconds) {
    this.seek(this.audio.currentTime + seconds, this.playing);
  }

  close() {
    cancelAnimationFrame(this.frame);
    this.audio.pause();
    this.audio.removeAttribute("src");
    this.audio.load();
  }
}
