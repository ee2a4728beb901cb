/** The two ways in which certificates write times. */

import { utf8Text } from './bytes.ts'
import { type Instant, secondsOf } from './calendar.ts'
import { DerError, type DerValue, derTags } from './der.ts'

export type { Instant }

const pattern = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(Z|[+-]\d{4})$/

export function parseDerTime(value: DerValue | undefined): Instant {
  const text = value === undefined ? '' : utf8Text(value.content)
  const match = pattern.exec(text)
  const digits = value?.tag === derTags.utcTime ? 2 : 4
  const [, year = '', month, day, hour, minute, second = '0', zone = 'Z'] = match ?? []
  if (match === null || year.length !== digits) throw new DerError(`malformed time ${text}`)
  const short = Number(year) >= 50 ? 1900 : 2000
  const seconds = secondsOf({
    year: Number(year) + (digits === 2 ? short : 0),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
  })
  const offset = zone === 'Z' ? 0 : Number(zone.slice(1, 3)) * 3_600 + Number(zone.slice(3)) * 60
  return { seconds: zone.startsWith('-') ? seconds + offset : seconds - offset, nanoseconds: 0 }
}
