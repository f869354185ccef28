const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const exact = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });

export const clockTime = (date) => clock.format(new Date(date));
export const exactTime = (date) => exact.format(new Date(date));

/** "Today", or the date. */
export function dayName(date) {
  const isToday = new Date(date).toDateString() === new Date().toDateString();
  return isToday ? "Today" : day.format(new Date(date));
}

export function ordinal(place) {
  const isTeen = place % 100 >= 11 && place % 100 <= 13;
  return `${place}${isTeen ? "th" : (["th", "st", "nd", "rd"][place % 10] ?? "th")}`;
}

export const credits = (amount) => `${amount} ${amount === 1 ? "credit" : "credits"}`;
