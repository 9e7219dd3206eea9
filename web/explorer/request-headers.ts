// The headers that a new tab begins with: what prices and texts depend on.

/** Market, language, price date and brand as JSON; the price date is the day of `now` where the reader is. */
export function createRequestHeaders(now: Date): string {
  const headers = {
    'x-marque-market': 'DE',
    'x-marque-language': 'de',
    'x-marque-price-date': formatDay(now),
    'x-marque-brand': 'bmw',
  };
  return JSON.stringify(headers, undefined, 2);
}

function formatDay(day: Date): string {
  const parts = [day.getFullYear(), day.getMonth() + 1, day.getDate()];
  return parts.map((part) => String(part).padStart(2, '0')).join('-');
}
