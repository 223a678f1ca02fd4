/** Reads a time of day from typed words: "15:00", "3pm", "at 9", "в 15", "noon". */

const PATTERNS = [
  /(?:^|\s)(?:at |@ ?|в |к )?(\d{1,2}):(\d{2}) ?(am|pm)?(?=\s|,|$)/,
  /(?:^|\s)(?:at |@ ?)?(\d{1,2})() ?(am|pm)(?=\s|,|$)/,
  /(?:^|\s)(?:at |@ ?)(\d{1,2})()()(?=\s|,|$)/,
  /(?:^|\s)в (\d{1,2})()()(?: час\S*| ч)?(?=\s|,|$)/,
];
/** @type {[RegExp, string][]} */
const NAMED = [[/(?:^|\s)(?:at |в )?(?:noon|полдень)(?=\s|,|$)/, "12:00"], [/(?:^|\s)(?:at |в )?(?:midnight|полночь)(?=\s|,|$)/, "00:00"]];

/** @param {string} text folded @returns {{ time: string | null, rest: string }} the time as "HH:MM", and the text without it */
export function takeTime(text) {
  for (const [pattern, time] of NAMED) if (pattern.test(text)) return { time, rest: text.replace(pattern, " ").trim() };
  for (const pattern of PATTERNS) {
    const found = pattern.exec(text);
    const time = found && timeOf(Number(found[1]), Number(found[2] || 0), found[3]);
    if (time) return { time, rest: text.replace(pattern, " ").trim() };
  }
  return { time: null, rest: text };
}

/** @param {number} hours @param {number} minutes @param {string} [half] am or pm @returns {string | null} */
function timeOf(hours, minutes, half) {
  if (minutes > 59 || hours > 23 || (half && (hours < 1 || hours > 12))) return null;
  const whole = half ? (hours % 12) + (half === "pm" ? 12 : 0) : hours;
  return `${String(whole).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`;
}
