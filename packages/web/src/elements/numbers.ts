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

/** `86 to 91`; with one decimal where whole numbers would say the same twice. */
export function formatSpan(from: number | null, to: number | null): string {
  const printed = [formatScore(from), formatScore(to)]
  if (printed[0] === printed[1] && from !== null && to !== null && from !== to) {
    return `${from.toFixed(1)} to ${to.toFixed(1)}`
  }
  return printed.join(' to ')
}
