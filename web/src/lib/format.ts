/** Numbers as people read them. Missing is an en dash, never a zero. */

export const MISSING = '–';
const CENTS = 100;

/** Intl writes a hyphen before a number below zero; a minus is as wide as the plus of `formatDelta`. */
const withMinus = (format: Intl.NumberFormat) => (value: number) => format.format(value).replace('-', '−');
const integer = withMinus(new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 }));
const oneDecimal = withMinus(
  new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
);

export const formatCount = (value: number | null | undefined) => (value == null ? MISSING : integer(value));
/** "1 row", "2,304 rows"; `many` where it is not the word with an s. */
export const formatMany = (count: number, one: string, many = `${one}s`) =>
  `${formatCount(count)} ${count === 1 ? one : many}`;
/** A score in whole points, cut and not rounded: 74.6 is shown as 74, because 75 means the next band. */
export const formatFloor = (value: number | null | undefined) =>
  formatCount(value == null ? value : Math.floor(value));
export const formatDecimal = (value: number | null | undefined) =>
  value == null ? MISSING : oneDecimal(value);
/** Small shares keep a decimal: 4.2%, 12%. */
export const formatPercent = (value: number | null | undefined) =>
  value == null ? MISSING : `${(Math.abs(value) < 10 ? shortNumber : integer)(value)}%`;

const moneyFormats = new Map<string, (value: number) => string>();

function moneyFormat(currency: string, isShort: boolean) {
  const id = `${currency}${isShort}`;
  const known = moneyFormats.get(id);
  if (known) return known;
  const made = withMinus(
    new Intl.NumberFormat('en-US', {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
      ...(isShort ? { notation: 'compact', maximumSignificantDigits: 3 } : { maximumFractionDigits: 0 }),
    }),
  );
  moneyFormats.set(id, made);
  return made;
}

/** €12,340, or €12.3K when short. */
export const formatMoney = (cents: number | null | undefined, currency: string, isShort = false) =>
  cents == null ? MISSING : moneyFormat(currency, isShort)(cents / CENTS);

const exactFormats = new Map<string, (value: number) => string>();

/** €12,340.50: to the cent, where amounts have to add up before the reader's eyes. */
export function formatMoneyExact(cents: number, currency: string): string {
  const known = exactFormats.get(currency);
  if (known) return known(cents / CENTS);
  const made = withMinus(
    new Intl.NumberFormat('en-US', {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
      minimumFractionDigits: 2,
      maximumFractionDigits: 2,
    }),
  );
  exactFormats.set(currency, made);
  return made(cents / CENTS);
}

/** +3.2, −1.0, 0: a change always shows its direction. */
export function formatDelta(value: number, decimals = 1): string {
  const rounded = Number(value.toFixed(decimals));
  if (rounded === 0) return '0';
  return `${rounded > 0 ? '+' : '−'}${Math.abs(rounded).toFixed(decimals)}`;
}

/** A metric's value in the unit its dictionary entry names; "currency" is whole units of money. */
export function formatUnit(value: number | null | undefined, unit: string, currency: string): string {
  if (value == null) return MISSING;
  switch (unit) {
    case 'currency':
      return formatMoney(value * CENTS, currency);
    case '%':
      return formatPercent(value);
    case 'yes/no':
      return value ? 'yes' : 'no';
    case 'days':
    case 'hours':
      return `${shortNumber(value)} ${unit.charAt(0)}`;
    case 'months':
      return `${shortNumber(value)} mo`;
    default:
      return shortNumber(value);
  }
}

/** 12, 8.4: as many decimals as are needed to tell, one at most. */
export const formatNumber = (value: number) => shortNumber(value);

const shortNumber = (value: number) => (Number.isInteger(value) ? integer : oneDecimal)(value);

/** 812 B, 24 kB, 3.4 MB. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  if (bytes < 1_000_000) return `${integer(bytes / 1000)} kB`;
  return `${oneDecimal(bytes / 1_000_000)} MB`;
}
