// Says how many cases came in and who is at those in the list; the list itself moves only when it is asked for.
import { Live } from "../../proposals/js/socket.js";

const COUNTED = new Set(["case.opened", "case.reopened", "case.appealed"]);
const QUIET = 5000;

export function followQueue(place) {
  const topics = (place?.dataset.queueTopics || "").split(" ").filter(Boolean).slice(0, 64);
  const cases = new Set();
  let timer = 0;

  const say = () => {
    timer = 0;
    place.textContent = cases.size === 1 ? place.dataset.one : place.dataset.more.replace("{n}", cases.size);
  };
  const live = new Live({
    opened() {},
    lost() {},
    frame({ kind, id, html }) {
      const row = html && document.querySelector(`#case-${id} > :last-child`);
      if (row) row.innerHTML = html;
      else if (COUNTED.has(kind)) {
        cases.add(id);
        timer ||= setTimeout(say, QUIET);
      }
    },
  });
  for (const topic of topics) live.follow(topic, null);
}
