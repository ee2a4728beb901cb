/** Writes settings of rules over what was read of them, and tells who changed them meanwhile. */

import type { Rule, RuleSetting, RuleSettingChange, SetRulesRequest } from '@evenkeel/model'
import { useQuery } from '@tanstack/react-query'
import { isConflict, RequestError } from '../api/request.ts'
import {
  fetchRuleSetting,
  fetchRuleSettingHistory,
  fetchRuleSettings,
  removeRuleSetting,
  type SeenSettings,
  setRules,
} from '../api/rule-settings.ts'
import { countOf } from '../elements/numbers.ts'
import { relativeTime } from '../elements/time.tsx'
import { describeValues } from './setting-words.ts'

export const settingsKey = ['rule-settings']

export function useRuleSettings() {
  return useQuery({
    queryKey: settingsKey,
    queryFn: ({ signal }) => fetchRuleSettings(signal),
  })
}

/** Nothing was written, because others had been there since it was read. */
export interface Conflict {
  /** Who did what, and when. */
  told: string
  now: SeenSettings
}

/** How often others may write settings of other rules in between. */
const triesMax = 5

interface Save {
  request: SetRulesRequest
  seen: SeenSettings
  rules: readonly Pick<Rule, 'id' | 'name'>[]
}

/** Undefined where it is written; what happened to other rules meanwhile is no conflict. */
export async function saveSettings({ request, seen, rules }: Save): Promise<Conflict | undefined> {
  let tag = seen.etag
  for (let tries = 1; ; tries += 1) {
    try {
      await setRules(request, tag)
      return undefined
    } catch (error) {
      if (!isConflict(error) || tries === triesMax) throw error
      const now = await fetchRuleSettings()
      const changed = rules.filter(({ id }) => versionsOf(seen, id) !== versionsOf(now, id))
      if (changed.length > 0) return { told: await tellChanges(changed), now }
      tag = now.etag
    }
  }
}

/** What to say where it was not taken away, because somebody changed it since it was read. */
export async function takeAway(
  seen: RuleSetting,
  rule: Pick<Rule, 'id' | 'name'>,
): Promise<string | undefined> {
  try {
    const now = await fetchRuleSetting(seen.id)
    if (now.body.updated_at !== seen.updated_at) return await tellChanges([rule])
    await removeRuleSetting(seen.id, now.etag)
    return undefined
  } catch (error) {
    if (isConflict(error) || isGone(error)) return await tellChanges([rule])
    throw error
  }
}

const isGone = (error: unknown) => error instanceof RequestError && error.status === 404

/** The same text for the same settings of the rule. */
function versionsOf({ body }: SeenSettings, ruleId: string): string {
  return JSON.stringify(body.filter((it) => it.rule_id === ruleId))
}

const namedMax = 3

async function tellChanges(rules: readonly Pick<Rule, 'id' | 'name'>[]): Promise<string> {
  const named = rules.slice(0, namedMax)
  const sentences = await Promise.all(
    named.map(async ({ id, name }) => {
      const [last] = await fetchRuleSettingHistory(id)
      return describeChange(name, last)
    }),
  )
  const more = rules.length - named.length
  return [...sentences, more > 0 && `So ${countOf(more, 'other rule')} changed.`]
    .filter((it) => it !== false)
    .join(' ')
}

function describeChange(name: string, last: RuleSettingChange | undefined): string {
  if (!last) return `Somebody changed “${name}” meanwhile.`
  const when = relativeTime(new Date(last.at), new Date())
  if (!last.after) return `${last.by} took a setting of “${name}” away ${when}.`
  return `${last.by} changed “${name}” ${when}: ${describeValues(last.after)}. ${last.reason}`
}
