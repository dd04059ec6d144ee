/* The customer's lines one after the other: a recording where there is one, else the browser's own voice, else time
   to read the captions. Text goes in as text, never as HTML. */
const READS = { zh: 6, en: 16 }; // characters a second that are read without a voice
const NO_VOICE_MS = 1500; // a voice that has not begun by then is not coming
const LONGEST = { zh: 2.5, en: 8 }; // characters a second of the slowest voice; some browsers never say that they end

function voiceFor(tag) {
  const all = window.speechSynthesis.getVoices();
  return all.find((v) => v.lang === tag) || all.find((v) => v.lang.toLowerCase().startsWith(tag.slice(0, 2))) || null;
}

class Sound {
  /* `onEnd` hears when the last line is over, `onSilent` that a line could not be spoken. */
  constructor(onEnd, onSilent) {
    Object.assign(this, { onEnd, onSilent, run: 0, speaking: false, player: new Audio() });
  }

  say(lines, language, choice) {
    this.stop();
    const run = this.run;
    this.speaking = true;
    this.voiceless = false;
    const next = (place) => {
      if (run !== this.run) return;
      if (place < lines.length) return this.line(lines[place], language, choice, run, () => next(place + 1));
      this.speaking = false;
      this.onEnd();
    };
    next(0);
  }

  stop() {
    this.run += 1;
    this.speaking = false;
    clearTimeout(this.timer);
    this.player.pause();
    window.speechSynthesis?.cancel();
  }

  line(line, language, choice, run, then) {
    const read = () => this.later((1000 * line.text.length) / READS[language], run, then);
    const unheard = () => {
      this.voiceless = true; // the rest of this breath is read without waiting for a voice again
      this.onSilent();
      read();
    };
    const synth = () => ("speechSynthesis" in window ? this.synth(line, language, choice, run, then, unheard) : unheard());
    if (choice.muted || this.voiceless) return read();
    if (line.url) return this.play(line.url, choice, run, then, synth);
    synth();
  }

  play(url, choice, run, then, otherwise) {
    const once = (does) => () => run === this.run && ((this.player.onended = this.player.onerror = null), does());
    this.player.onended = once(then);
    this.player.onerror = once(otherwise);
    this.player.src = url;
    this.player.playbackRate = choice.rate;
    this.player.play().catch(this.player.onerror);
  }

  synth(line, language, choice, run, then, unheard) {
    const said = new SpeechSynthesisUtterance(line.text);
    said.lang = language === "zh" ? "zh-CN" : "en-GB";
    said.voice = voiceFor(said.lang);
    said.rate = choice.rate;
    let over = false;
    const once = (does) => () => {
      if (over || run !== this.run) return;
      over = true;
      clearTimeout(this.timer);
      does();
    };
    said.onend = once(then);
    said.onerror = once(unheard);
    said.onstart = () => this.later((1000 * line.text.length) / LONGEST[language] / choice.rate + 2000, run, once(then));
    this.later(NO_VOICE_MS, run, once(unheard));
    window.speechSynthesis.speak(said);
  }

  later(ms, run, does) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => run === this.run && does(), ms);
  }
}
