/** Which earlier versions of a resource are worth holding it against. */

import { parseDateSpan, type ResourceVersion } from '@evenkeel/model'

const moment = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' })
/** Older ones are reached by time travel. */
const versionsMax = 30

/** The index of the version that shows at this time; the current one for now. Versions come newest first. */
export function shownVersion(versions: readonly ResourceVersion[], at: string | undefined): number {
  const until = at === undefined ? undefined : parseDateSpan(at, Date.now())?.last
  if (until === undefined)
    return Math.max(
      0,
      versions.findIndex((it) => it.is_current),
    )
  const index = versions.findIndex((it) => new Date(it.at).getTime() <= until)
  return index < 0 ? versions.length : index
}

/** The one before first, then the last that passed, then the others. */
export function comparisonsOf(versions: readonly ResourceVersion[], shown: number) {
  const earlier = versions.slice(shown + 1)
  const [previous] = earlier
  const passing = earlier.find((it) => it.evaluation === 'passed')
  const first = [...new Set([previous, passing])].filter((it) => it !== undefined)
  const rest = earlier.filter((it) => !first.includes(it))
  return [...first, ...rest].slice(0, versionsMax).map((it) => {
    const names = [
      it === previous && 'the version before',
      it === passing && 'the last that passed',
    ].filter((name) => name !== false)
    const name = names.length > 0 ? names.join(', ') : (it.evaluation ?? 'an earlier version')
    return { value: it.hash, label: `Compare with ${name} (${moment.format(new Date(it.at))})` }
  })
}
