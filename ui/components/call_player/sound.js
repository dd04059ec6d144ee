/* The sound: one <audio>, kept over reruns. Its signed link ages; a new one is asked for when it fails. */
class Sound {
  constructor(onTick, onRenew) {
    this.audio = el("audio", { preload: "metadata" });
    this.onRenew = onRenew;
    this.renewing = false;
    this.wanted = null; // seconds to go to once the sound is ready
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
    const resume = this.call === call ? { at: this.here, play: this.wasPlaying } : null;
    this.call = call;
    this.renewing = false;
    this.audio.src = url;
    if (resume) this.seek(resume.at, resume.play);
  }

  renew() {
    if (this.renewing || !this.audio.src) return;
    this.renewing = true;
    this.wasPlaying = this.playAfter || this.playing;
    this.wanted = this.here;
    this.onRenew();
  }

  seek(seconds, play = true) {
    this.playAfter = play;
    if (this.audio.readyState === 0) {
      this.wanted = seconds;
      this.audio.load();
      return;
    }
    this.audio.currentTime = Math.max(0, seconds);
    if (play) this.play();
  }

  settle() {
    if (this.wanted === null) return;
    const seconds = this.wanted;
    this.wanted = null;
    this.audio.currentTime = seconds;
    if (this.playAfter) this.play();
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
