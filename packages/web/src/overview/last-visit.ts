/** When the reader was here before; a visit goes on for as long as the pauses in it are short. */

const storageKey = 'evenkeel-visit'
const pauseMaxMs = 30 * 60_000

interface Visit {
  /** When something was last looked at. */
  seen: string
  /** When the visit before this one ended; null in the first. */
  before: string | null
}

/** The end of the visit before this one, undefined in the first; remembers that the reader is here. */
export function beginVisit(now: Date): string | undefined {
  const visit = readVisit()
  const isNew = visit === undefined || now.getTime() - Date.parse(visit.seen) > pauseMaxMs
  const before = isNew ? (visit?.seen ?? null) : visit.before
  localStorage.setItem(storageKey, JSON.stringify({ seen: now.toISOString(), before }))
  return before ?? undefined
}

function readVisit(): Visit | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey) ?? 'null')
    return isVisit(kept) ? kept : undefined
  } catch {
    // Somebody else wrote into it; this visit is the first then.
    return undefined
  }
}

function isVisit(value: unknown): value is Visit {
  if (typeof value !== 'object' || value === null) return false
  if (!('seen' in value && 'before' in value)) return false
  const isTime = (it: unknown) => typeof it === 'string' && !Number.isNaN(Date.parse(it))
  return isTime(value.seen) && (value.before === null || isTime(value.before))
}
