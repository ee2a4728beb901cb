/** The queries that were run last in this browser, newest first. */

const storageKey = 'evenkeel-queries'
const keptMax = 30

export function recentQueries(): string[] {
  const kept = localStorage.getItem(storageKey)
  if (kept === null) return []
  try {
    const queries: unknown = JSON.parse(kept)
    return Array.isArray(queries) ? queries.filter((it) => typeof it === 'string') : []
  } catch {
    // Somebody else wrote into it; the next query begins it anew.
    return []
  }
}

export function rememberQuery(q: string): void {
  if (q.trim() === '') return
  const rest = recentQueries().filter((it) => it !== q)
  localStorage.setItem(storageKey, JSON.stringify([q, ...rest].slice(0, keptMax)))
}

export function forgetQueries(): void {
  localStorage.removeItem(storageKey)
}
