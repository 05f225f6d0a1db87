// Says how many cases came in since the list was loaded; the list itself moves only when it is asked for.
const COUNTED = new Set(["case.opened", "case.reopened", "case.appealed"]);
const QUIET = 5000, LONGEST_WAIT = 10000;

export function followQueue(place) {
  const topics = (place?.dataset.queueTopics || "").split(" ").filter(Boolean).slice(0, 64);
  if (!topics.length || !("WebSocket" in window)) return;
  const since = {}, cases = new Set();
  let timer = 0, tries = 0;

  const say = () => {
    timer = 0;
    place.textContent = cases.size === 1 ? place.dataset.one : place.dataset.more.replace("{n}", cases.size);
  };
  const heard = (frame) => {
    if (frame.seq !== undefined) since[frame.topic] = frame.seq;
    if (frame.type !== "event" || !COUNTED.has(frame.kind)) return;
    cases.add(frame.id);
    timer ||= setTimeout(say, QUIET);
  };
  const open = () => {
    const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/`);
    socket.addEventListener("open", () => {
      tries = 0;
      for (const topic of topics) socket.send(JSON.stringify({ type: "subscribe", topic, since: since[topic] ?? null }));
    });
    socket.addEventListener("message", (message) => heard(JSON.parse(message.data)));
    socket.addEventListener("close", (close) => {
      if (close.code !== 1000) setTimeout(open, Math.min(LONGEST_WAIT, 500 * 2 ** tries++) * (0.5 + Math.random()));
    });
  };
  open();
}
