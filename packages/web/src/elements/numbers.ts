/** Numbers as the pages print them. */

const whole = new Intl.NumberFormat('en')

export function formatCount(count: number): string {
  return whole.format(count)
}

/** `1 finding`, `4,204 findings`. */
export function countOf(count: number, noun: string): string {
  return `${whole.format(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** A score of 0 to 100 as a whole number, never rounded up to 100 or down to 0; `–` for none. */
export function formatScore(value: number | null): string {
  if (value === null) return '–'
  if (value > 99 && value < 100) return '99'
  if (value > 0 && value < 1) return '1'
  return String(Math.round(value))
}
