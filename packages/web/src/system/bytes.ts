/** Sizes as people read them. */

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const
const step = 1024

/** `512 B`, `1.5 MiB`; whole numbers from 10 on. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit: string = units[0]
  for (const next of units.slice(1)) {
    if (value < step) break
    value /= step
    unit = next
  }
  return `${value >= 10 || unit === units[0] ? Math.round(value) : value.toFixed(1)} ${unit}`
}
