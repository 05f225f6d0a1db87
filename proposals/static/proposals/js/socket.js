// One read-only socket a page. It comes back by itself, asks for what was missed, and sleeps in hidden tabs.
const FIRST_PAUSE = 500, LONGEST_PAUSE = 8000, CROWDED_PAUSE = 30000, HIDDEN_FOR = 30000;
const TOO_MANY = 4029;

export class Live {
  topics = new Map(); // topic -> number of the last event seen, null for none
  tries = 0;

  constructor(told) {
    this.told = told;
    document.addEventListener("visibilitychange", () => {
      clearTimeout(this.bedtime);
      if (document.hidden) this.bedtime = setTimeout(() => this.close(), HIDDEN_FOR);
      else this.open();
    });
    window.addEventListener("pagehide", () => this.close());
    window.addEventListener("pageshow", (event) => event.persisted && this.open());
    window.addEventListener("online", () => this.open());
    // A socket does not notice by itself that the way to the server is gone.
    window.addEventListener("offline", () => {
      if (!this.socket) return;
      this.close();
      this.lost();
    });
  }

  follow(topic, since) {
    this.topics.set(topic, since);
    if (!this.socket) this.open();
    else if (this.socket.readyState === WebSocket.OPEN) this.ask(topic);
  }

  // A new socket knows what the session has proved meanwhile.
  renew() {
    this.close();
    this.open();
  }

  open() {
    clearTimeout(this.timer);
    if (this.socket || !this.topics.size || document.hidden) return;
    const socket = new WebSocket(`${location.origin.replace("http", "ws")}/ws/?language=${document.documentElement.lang}`);
    this.socket = socket;
    socket.onopen = () => {
      this.told.opened();
      for (const topic of this.topics.keys()) this.ask(topic);
    };
    socket.onmessage = (message) => socket === this.socket && this.take(JSON.parse(message.data));
    socket.onclose = (event) => socket === this.socket && this.lost(event.code);
  }

  close() {
    clearTimeout(this.timer);
    this.socket?.close(1000);
    this.socket = null;
  }

  lost(code) {
    this.socket = null;
    this.told.lost();
    const longest = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** this.tries++);
    const pause = code === TOO_MANY ? CROWDED_PAUSE : longest * (0.5 + Math.random() / 2);
    this.timer = setTimeout(() => this.open(), pause);
  }

  ask(topic) {
    this.socket.send(JSON.stringify({ type: "subscribe", topic, since: this.topics.get(topic) }));
  }

  take(frame) {
    if (!this.topics.has(frame.topic)) return;
    if (frame.seq > (this.topics.get(frame.topic) ?? -1)) this.topics.set(frame.topic, frame.seq);
    if (frame.type === "synced") this.tries = 0;
    if (frame.type !== "error") this.told.frame(frame);
    else if (frame.code === "forbidden") this.topics.delete(frame.topic);
    else setTimeout(() => this.follow(frame.topic, this.topics.get(frame.topic)), 2000 + 2000 * Math.random());
  }
}
