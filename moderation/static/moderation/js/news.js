// Says how many cases came in since the list was loaded; the list itself moves only when it is asked for.
import { Live } from "../../proposals/js/socket.js";

const COUNTED = new Set(["case.opened", "case.reopened", "case.appealed"]);
const QUIET = 5000;

export function followQueue(place) {
  const topics = (place?.dataset.queueTopics || "").split(" ").filter(Boolean).slice(0, 64);
  if (!topics.length) return;
  const cases = new Set();
  let timer = 0;

  const say = () => {
    timer = 0;
    place.textContent = cases.size === 1 ? place.dataset.one : place.dataset.more.replace("{n}", cases.size);
  };
  const live = new Live({
    opened() {},
    lost() {},
    frame(frame) {
      if (frame.type !== "event" || !COUNTED.has(frame.kind)) return;
      cases.add(frame.id);
      timer ||= setTimeout(say, QUIET);
    },
  });
  for (const topic of topics) live.follow(topic, null);
}
